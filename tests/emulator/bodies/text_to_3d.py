"""Text to 3D: a preview, and its refinement. One path; `mode` tells which."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from tests.emulator import prices
from tests.emulator.bodies.base import AiModel, Body, OptionalPrompt, Prompt
from tests.emulator.bodies.groups import Exported, Meshed, Sized, Textured, is_meshy_6
from tests.emulator.desk import Desk
from tests.emulator.errors import bad_request
from tests.emulator.layouts import (
    model_urls,
    no_model_yet,
    texture_urls,
    thumbnails,
)
from tests.emulator.orders import Json, Order
from tests.emulator.results import ModelSpec
from tests.emulator.steering import steering


class Preview(Body, Meshed, Sized, Exported):
    """`mode: preview`: an untextured mesh from a prompt."""

    mode: Literal["preview"]
    prompt: Prompt
    model_type: Literal["standard", "lowpoly"] = "standard"
    art_style: Literal["realistic", "sculpture"] = "realistic"
    moderation: bool = False

    def order(self, desk: Desk) -> Order:
        lowpoly = self.model_type == "lowpoly"
        spec = ModelSpec(
            seed=desk.seed(self.prompt),
            formats=self.formats,
            textured=False,
            auto_size=self.auto_size,
            origin=self.origin_at,
            faces=None if lowpoly else self.faces(),
            large=desk.options.large or steering(self.prompt).large,
            character=self.posed,
        ).available
        return Order(
            type="text-to-3d-preview",
            credits=prices.mesh(self.ai_model, lowpoly),
            seed=spec.seed,
            ai_model="latest" if lowpoly else self.ai_model,
            fields={"prompt": self.prompt, "art_style": self.art_style},
            pending=no_model_yet(),
            result={
                "model_urls": model_urls(spec.formats, textured=False),
                "texture_urls": [],
                **thumbnails(self.alpha_thumbnail),
            },
            made=spec,
            humanoid=spec.humanoid(),
            produce=spec.produce,
        )


class Refine(Body, Textured, Sized, Exported):
    """`mode: refine`: texture for a preview that has succeeded."""

    mode: Literal["refine"]
    preview_task_id: str
    texture_prompt: OptionalPrompt = ""
    texture_image_url: str = ""
    ai_model: AiModel = "latest"
    moderation: bool = False

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
        emission = is_meshy_6(self.ai_model)
        spec = replace(
            previewed,
            formats=self.formats,
            textured=True,
            pbr=self.enable_pbr,
            emission=emission,
            hd=self.hd_texture and emission,
            auto_size=self.auto_size,
            origin=self.origin_at,
        ).available
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
                "model_urls": model_urls(spec.formats, textured=True),
                "texture_urls": texture_urls(True, self.enable_pbr, spec.emission),
                **thumbnails(self.alpha_thumbnail),
            },
            made=spec,
            humanoid=spec.humanoid(),
            produce=spec.produce,
        )
