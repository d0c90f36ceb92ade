"""Retexture: new colours for an earlier task's or an uploaded model."""

from __future__ import annotations

from functools import partial

from tests.emulator import prices
from tests.emulator.bodies.base import AiModel, OptionalPrompt
from tests.emulator.bodies.groups import Exported, Textured, is_meshy_6
from tests.emulator.bodies.source import Source, WithSource
from tests.emulator.desk import Desk
from tests.emulator.errors import TaskError, bad_request
from tests.emulator.layouts import (
    model_urls,
    no_model_yet,
    texture_urls,
    thumbnails,
)
from tests.emulator.orders import Files, Order
from tests.emulator.results import Derived, library
from tests.emulator.steering import failure_of
from tests.emulator.uploads import Upload

RETEXTURABLE = ("text-to-3d-preview", "text-to-3d-refine", "image-to-3d", "remesh")

_SMALLEST_UV_AREA = 0.001


class Retexture(WithSource, Textured, Exported):
    """A style from words or from a picture; the picture goes first when both are there."""

    text_style_prompt: OptionalPrompt = ""
    image_style_url: str = ""
    ai_model: AiModel = "latest"
    enable_original_uv: bool = False

    def order(self, desk: Desk) -> Order:
        style = self._style(desk)
        source = self.of_task_or_uploaded(desk, RETEXTURABLE)
        emission = is_meshy_6(self.ai_model)
        made = Derived(partial(self._retextured, source, style), self.formats)
        return Order(
            type="retexture",
            credits=prices.RETEXTURE,
            seed=source.seed,
            ai_model=self.ai_model,
            made=made,
            humanoid=source.humanoid,
            input_id=source.input_id,
            fields={
                "text_style_prompt": self.text_style_prompt,
                "image_style_url": "",
                "texture_image_url": "",
            },
            pending=no_model_yet(),
            result={
                "model_urls": model_urls(self.formats, textured=True),
                "texture_urls": texture_urls(True, self.enable_pbr, emission),
                **thumbnails(self.alpha_thumbnail),
            },
            produce=made.produce,
            failure=source.failure or self._uv_failure(source.upload),
        )

    def _style(self, desk: Desk) -> str:
        if self.image_style_url:
            return desk.seed(desk.uploads.picture(self.image_style_url, "image_style_url").digest)
        if not self.text_style_prompt.strip():
            raise bad_request(
                "Missing style: either text_style_prompt or image_style_url must be provided"
            )
        return desk.seed(self.text_style_prompt)

    def _retextured(self, source: Source, style: str, formats: tuple[str, ...]) -> Files:
        emission = is_meshy_6(self.ai_model)
        files: Files = library().retextured_files(
            source.shape(),
            style,
            keep_uv=self.enable_original_uv,
            pbr=self.enable_pbr,
            emission=emission,
            hd=self.hd_texture and emission,
            formats=formats,
        )
        return files

    def _uv_failure(self, upload: Upload | None) -> TaskError | None:
        if not self.enable_original_uv or upload is None or upload.model is None:
            return None
        if not upload.model.has_uv:
            return failure_of("model_missing_uv")
        if upload.model.uv_area < _SMALLEST_UV_AREA:
            return failure_of("model_insufficient_uv")
        return None
