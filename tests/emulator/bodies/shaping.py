"""Remesh, Convert and Resize: the same model in another mesh, format or size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from pydantic import Field

from tests.emulator import prices
from tests.emulator.bodies.base import ExportFormat, Polycount
from tests.emulator.bodies.source import Source, WithSource, from_task
from tests.emulator.desk import Desk
from tests.emulator.errors import bad_request
from tests.emulator.layouts import model_urls, thumbnails
from tests.emulator.orders import File, Layout, Order
from tests.emulator.results import ModelSpec, passed_on, resized

REMESHABLE = ("text-to-3d-preview", "text-to-3d-refine", "image-to-3d", "retexture")
WITH_MODEL = (
    *REMESHABLE,
    "multi-image-to-3d",
    "remesh",
    "convert",
    "resize",
    "print-repair",
    "creative-lab-figure-build",
)

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
        source = self._source(desk)
        formats = tuple(dict.fromkeys(self.target_formats)) or ("glb",)
        spec = replace(source.spec, formats=formats)
        if not self.convert_format_only:
            spec = replace(
                spec,
                faces=self.target_polycount,
                height_m=self.resize_height or None,
                longest_side_m=self.resize_longest_side or None,
                auto_size=self.auto_size,
                origin=self.origin_at,
            )
        return _order(
            "remesh",
            prices.REMESH,
            source,
            spec,
            {"model_urls": model_urls(formats, textured=False), **thumbnails(self.alpha_thumbnail)},
        )

    def _source(self, desk: Desk) -> Source:
        if self.input_task_id:
            return from_task(desk.input_task(self.input_task_id, "input_task_id", REMESHABLE))
        return self._uploaded(desk)


class Convert(WithSource):
    """The same model in other formats."""

    target_formats: list[ExportFormat] = Field(min_length=1)

    def order(self, desk: Desk) -> Order:
        source = _any_model(self, desk)
        formats = tuple(dict.fromkeys(self.target_formats))
        urls: dict[str, Layout] = {**_EMPTY, **{name: File(f"model.{name}") for name in formats}}
        spec = replace(source.spec, formats=formats)
        return _order("convert", prices.CONVERT, source, spec, {"model_urls": urls})


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
        source = _any_model(self, desk)
        format_ = source.upload.format if source.upload is not None else "glb"
        spec = replace(
            source.spec,
            formats=(format_,),
            height_m=self.resize_height or None,
            longest_side_m=self.resize_longest_side or None,
            auto_size=self.auto_size,
            origin=self.origin_at,
        )
        result: dict[str, Layout] = {"model_urls": model_urls((format_,), textured=False)}
        return _order("resize", prices.RESIZE, source, spec, result)


def _any_model(body: WithSource, desk: Desk) -> Source:
    if body.input_task_id:
        return from_task(desk.input_task(body.input_task_id, "input_task_id", WITH_MODEL))
    return body._uploaded(desk)


def _order(
    type_: str, credits: int, source: Source, spec: ModelSpec, result: Mapping[str, Layout]
) -> Order:
    produce = spec.produce
    if source.content is not None and source.upload is not None:
        same_size = not (spec.height_m or spec.longest_side_m or spec.auto_size)
        keep = passed_on if same_size else resized
        produce = keep(source.content, source.upload.format, spec)
    return Order(
        type=type_,
        credits=credits,
        seed=spec.seed,
        ai_model=source.ai_model,
        spec=spec,
        input_id=source.input_id,
        pending={"model_urls": {}},
        result=result,
        produce=produce,
        failure=source.failure,
    )
