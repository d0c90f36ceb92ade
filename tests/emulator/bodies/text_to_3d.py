"""Text to 3D: a preview, and its refinement. One path; `mode` tells which."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pydantic import Field

from tests.emulator import prices
from tests.emulator.bodies.base import (
    AiModel,
    Body,
    Format,
    Meshed,
    OptionalPrompt,
    Prompt,
    Sized,
    is_meshy_6,
)
from tests.emulator.desk import Desk
from tests.emulator.errors import bad_request
from tests.emulator.layouts import (
    DEFAULT_FORMATS,
    model_urls,
    no_model_yet,
    texture_urls,
    thumbnails,
)
from tests.emulator.orders import Json, Order
from tests.emulator.results import ModelSpec
from tests.emulator.steering import steering


class Preview(Body, Meshed, Sized):
    """`mode: preview`: an untextured mesh from a prompt."""

    mode: Literal["preview"]
    prompt: Prompt
    model_type: Literal["standard", "lowpoly"] = "standard"
    art_style: Literal["realistic", "sculpture"] = "realistic"
    moderation: bool = False
    target_formats: list[Format] = Field(default_factory=list)
    alpha_thumbnail: bool = False

    def order(self, desk: Desk) -> Order:
        formats = tuple(dict.fromkeys(self.target_formats)) or DEFAULT_FORMATS
        spec = ModelSpec(
            seed=desk.seed(self.prompt),
            formats=formats,
            textured=False,
            auto_size=self.auto_size,
            origin=self.origin_at,
            faces=None if self.model_type == "lowpoly" else self.faces(),
            large=desk.options.large or steering(self.prompt).large,
            character=self.posed,
        )
        return Order(
            type="text-to-3d-preview",
            credits=prices.mesh(self.ai_model, self.model_type == "lowpoly"),
            seed=desk.seed(self.prompt),
            ai_model=self.ai_model,
            fields={"prompt": self.prompt, "art_style": self.art_style},
            pending=no_model_yet(),
            result={
                "model_urls": model_urls(formats, textured=False),
                "texture_urls": [],
                **thumbnails(self.alpha_thumbnail),
            },
            made=spec,
            humanoid=spec.humanoid(),
            produce=spec.produce,
        )


class Refine(Body, Sized):
    """`mode: refine`: texture for a preview that has succeeded."""

    mode: Literal["refine"]
    preview_task_id: str
    enable_pbr: bool = False
    hd_texture: bool = False
    texture_prompt: OptionalPrompt = ""
    texture_image_url: str = ""
    ai_model: AiModel = "latest"
    moderation: bool = False
    remove_lighting: bool = True
    target_formats: list[Format] = Field(default_factory=list)
    alpha_thumbnail: bool = False

    def order(self, desk: Desk) -> Order:
        preview = desk.input_task(
            self.preview_task_id, "preview_task_id", ["text-to-3d-preview"], missing=404
        )
        previewed = preview.order.made
        assert isinstance(previewed, ModelSpec)
        if is_meshy_6(preview.order.ai_model) != is_meshy_6(self.ai_model):
            raise bad_request(
                f"Model mismatch: a preview of {preview.order.ai_model} can't be refined with "
                f"{self.ai_model}"
            )
        if self.texture_image_url:
            desk.uploads.picture(self.texture_image_url, "texture_image_url")
        formats = tuple(dict.fromkeys(self.target_formats)) or DEFAULT_FORMATS
        emission = is_meshy_6(self.ai_model)
        spec = replace(
            previewed,
            formats=formats,
            textured=True,
            pbr=self.enable_pbr,
            emission=emission,
            hd=self.hd_texture and emission,
            auto_size=self.auto_size,
            origin=self.origin_at,
        )
        fields: dict[str, Json] = {
            "prompt": preview.order.fields["prompt"],
            "texture_prompt": self.texture_prompt,
            "texture_image_url": "",
        }
        return Order(
            type="text-to-3d-refine",
            credits=prices.REFINE,
            seed=preview.order.seed,
            ai_model=self.ai_model,
            fields=fields,
            pending=no_model_yet(),
            result={
                "model_urls": model_urls(formats, textured=True),
                "texture_urls": texture_urls(True, self.enable_pbr, emission),
                **thumbnails(self.alpha_thumbnail),
            },
            made=spec,
            humanoid=spec.humanoid(),
            produce=spec.produce,
        )
