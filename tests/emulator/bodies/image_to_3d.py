"""Image to 3D and Multi-Image to 3D: the same body but for where the pictures come from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from tests.emulator import prices
from tests.emulator.bodies.base import Body, OptionalPrompt, exactly_one_source
from tests.emulator.bodies.groups import Exported, Meshed, Sized, Textured, is_meshy_6
from tests.emulator.desk import Desk
from tests.emulator.errors import bad_request
from tests.emulator.layouts import (
    model_urls,
    no_model_yet,
    texture_urls,
    thumbnails,
)
from tests.emulator.orders import File, Order
from tests.emulator.results import ModelSpec
from tests.emulator.steering import steering


class _Pictured(Body, Meshed, Textured, Sized, Exported):
    """Everything but the source."""

    input_task_id: str = ""
    should_texture: bool = True
    texture_prompt: OptionalPrompt = ""
    texture_image_url: str = ""
    save_pre_remeshed_model: bool = False
    image_enhancement: bool = True
    moderation: bool = False
    multi_view_thumbnails: bool = False

    def _order(self, desk: Desk, type_: str, seed: str, lowpoly: bool = False) -> Order:
        if self.enable_pbr and not self.should_texture:
            raise bad_request(
                "Invalid parameter combination: enable_pbr is only supported when should_texture "
                "is true"
            )
        if self.texture_image_url:
            desk.uploads.picture(self.texture_image_url, "texture_image_url")
        spec = self._spec(desk, seed, lowpoly)
        urls = model_urls(spec.formats, self.should_texture)
        if spec.pre_remeshed:
            urls["pre_remeshed_glb"] = File("pre_remeshed_model.glb")
        return Order(
            type=type_,
            credits=prices.mesh_from_pictures(self.ai_model, self.should_texture, lowpoly),
            seed=seed,
            ai_model="latest" if lowpoly else self.ai_model,
            fields={"texture_prompt": self.texture_prompt, "texture_image_url": ""},
            pending=no_model_yet(),
            result={
                "model_urls": urls,
                "texture_urls": texture_urls(spec.textured, spec.pbr, spec.emission),
                **thumbnails(self.alpha_thumbnail, self.multi_view_thumbnails),
            },
            made=spec,
            humanoid=spec.humanoid(),
            produce=spec.produce,
        )

    def _spec(self, desk: Desk, seed: str, lowpoly: bool) -> ModelSpec:
        meshy_6 = lowpoly or is_meshy_6(self.ai_model)
        return ModelSpec(
            seed=seed,
            formats=self.formats,
            textured=self.should_texture,
            pbr=self.enable_pbr,
            emission=meshy_6,
            hd=self.hd_texture and meshy_6,
            auto_size=self.auto_size,
            origin=self.origin_at,
            faces=None if lowpoly else self.faces(),
            large=desk.options.large or steering(self.texture_prompt).large,
            character=self.posed,
            pre_remeshed=self.save_pre_remeshed_model and self.should_remesh and not lowpoly,
        ).available


class ImageTo3D(_Pictured):
    """One picture, or the one picture of an image task."""

    image_url: str = ""
    # Only the guide speaks of it, and the emulator has nobody to call.
    webhook_url: str = ""
    model_type: Literal["standard", "lowpoly"] = "standard"

    def order(self, desk: Desk) -> Order:
        exactly_one_source(self.input_task_id, self.image_url, "image_url")
        if self.webhook_url and not self.webhook_url.startswith("https://"):
            raise bad_request("webhook_url must be an https URL")
        seed = self._seed(desk)
        return self._order(desk, "image-to-3d", seed, self.model_type == "lowpoly")

    def _seed(self, desk: Desk) -> str:
        if not self.input_task_id:
            return desk.seed(desk.uploads.picture(self.image_url, "image_url").digest)
        task = desk.input_task(
            self.input_task_id, "input_task_id", ["text-to-image", "image-to-image"]
        )
        if task.order.pictures != 1:
            raise bad_request("Invalid input task: it must have produced exactly one image")
        return task.order.seed


class MultiImageTo3D(_Pictured):
    """One to four views of the same thing, or the pictures of an image task."""

    image_urls: list[str] = Field(default_factory=list, max_length=4)

    def order(self, desk: Desk) -> Order:
        if self.input_task_id:
            task = desk.input_task(
                self.input_task_id, "input_task_id", ["text-to-image", "image-to-image"]
            )
            return self._order(desk, "multi-image-to-3d", task.order.seed)
        exactly_one_source(self.input_task_id, self.image_urls, "image_urls")
        pictures = [
            desk.uploads.picture(url, f"image_urls[{index}]").digest
            for index, url in enumerate(self.image_urls)
        ]
        return self._order(desk, "multi-image-to-3d", desk.seed(_one_seed(pictures)))


def _one_seed(digests: Sequence[str]) -> str:
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("".join(digests).encode()).hexdigest()
