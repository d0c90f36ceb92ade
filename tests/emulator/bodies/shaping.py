"""Remesh, Convert and Resize: the same model in another mesh, format or size."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Literal

from pydantic import Field

from tests.emulator import prices
from tests.emulator.bodies.base import ExportFormat, Polycount
from tests.emulator.bodies.source import Source, WithSource
from tests.emulator.desk import Desk
from tests.emulator.errors import bad_request
from tests.emulator.layouts import model_urls, thumbnails
from tests.emulator.orders import File, Files, Layout, Order
from tests.emulator.results import Derived, converted, library

REMESHABLE = ("text-to-3d-preview", "text-to-3d-refine", "image-to-3d", "retexture")
_EMPTY = {"glb": "", "fbx": "", "obj": "", "usdz": "", "blend": "", "stl": ""}


class Remesh(WithSource):
    """Another topology or polygon count; the size and format parameters are deprecated here."""

    target_formats: list[ExportFormat] = Field(default_factory=list)
    topology: Literal["quad", "triangle"] = "triangle"
    target_polycount: Polycount = 30_000
    decimation_mode: Literal[1, 2, 3, 4] = 1
    resize_height: float = Field(default=0.0, ge=0)
    resize_longest_side: float = Field(default=0.0, ge=0)
    auto_size: bool = False
    origin_at: Literal["bottom", "center"] = "bottom"
    convert_format_only: bool = False
    alpha_thumbnail: bool = False

    def order(self, desk: Desk) -> Order:
        if sum(map(bool, (self.resize_height, self.resize_longest_side, self.auto_size))) > 1:
            raise bad_request(
                "auto_size, resize_height and resize_longest_side are mutually exclusive"
            )
        if self.convert_format_only and not self.target_formats:
            raise bad_request(
                "Missing parameter: target_formats must be provided with convert_format_only"
            )
        source = self.of_task_or_uploaded(desk, REMESHABLE)
        formats = tuple(dict.fromkeys(self.target_formats)) or ("glb",)
        made = Derived(partial(self._remeshed, source), formats)
        if self.convert_format_only:
            made = converted(source.model, formats)
        result: dict[str, Layout] = {
            "model_urls": model_urls(formats, textured=False),
            **thumbnails(self.alpha_thumbnail),
        }
        return _order("remesh", prices.REMESH, source, made, result)

    def _remeshed(self, source: Source, formats: tuple[str, ...]) -> Files:
        height_m = library().natural_height_m(source.seed) if self.auto_size else self.resize_height
        files: Files = library().remeshed_files(
            source.model(),
            faces=self.target_polycount,
            formats=formats,
            height_m=height_m or None,
            longest_side_m=self.resize_longest_side or None,
            origin=self.origin_at if self.auto_size else None,
        )
        return files


class Convert(WithSource):
    """The same model in other formats."""

    target_formats: list[ExportFormat] = Field(min_length=1)

    def order(self, desk: Desk) -> Order:
        source = self.of_task_or_uploaded(desk, None)
        formats = tuple(dict.fromkeys(self.target_formats))
        urls: dict[str, Layout] = {**_EMPTY, **{name: File(f"model.{name}") for name in formats}}
        made = converted(source.model, formats)
        return _order("convert", prices.CONVERT, source, made, {"model_urls": urls})


class Resize(WithSource):
    """The same model in another size. Exactly one way to say which."""

    resize_height: float = Field(default=0.0, gt=0)
    resize_longest_side: float = Field(default=0.0, gt=0)
    auto_size: bool = False
    origin_at: Literal["bottom", "center"] = "bottom"

    def order(self, desk: Desk) -> Order:
        modes = (self.resize_height, self.resize_longest_side, self.auto_size)
        if not any(modes):
            raise bad_request(
                "Missing resize mode: one of resize_height, resize_longest_side or auto_size"
            )
        if sum(map(bool, modes)) > 1:
            raise bad_request(
                "resize_height, resize_longest_side and auto_size are mutually exclusive"
            )
        source = self.of_task_or_uploaded(desk, None)
        made = Derived(partial(self._resized, source), (source.format,))
        result: dict[str, Layout] = {"model_urls": model_urls(made.formats, textured=False)}
        return _order("resize", prices.RESIZE, source, made, result)

    def _resized(self, source: Source, formats: tuple[str, ...]) -> Files:
        height_m = library().natural_height_m(source.seed) if self.auto_size else self.resize_height
        files: Files = library().resized_files(
            source.model(),
            height_m=height_m or None,
            longest_side_m=self.resize_longest_side or None,
            origin=self.origin_at,
            formats=formats,
        )
        return files


def _order(
    type_: str, credits: int, source: Source, made: Derived, result: Mapping[str, Layout]
) -> Order:
    return Order(
        type=type_,
        credits=credits,
        seed=source.seed,
        ai_model=source.ai_model,
        made=made,
        humanoid=source.humanoid,
        input_id=source.input_id,
        pending={"model_urls": {}},
        result=result,
        produce=made.produce,
        failure=source.failure,
    )
