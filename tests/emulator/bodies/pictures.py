"""Text to Image and Image to Image."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from tests.emulator import prices
from tests.emulator.bodies.base import Body, not_blank
from tests.emulator.desk import Desk
from tests.emulator.errors import bad_request
from tests.emulator.orders import File, Layout, Order
from tests.emulator.results import library

ImageModel = Literal["nano-banana", "nano-banana-2", "nano-banana-pro", "gpt-image-2"]
AnyPrompt = Annotated[str, AfterValidator(not_blank)]
Ratio = Literal["1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3"]

_RATIOS_OF_GPT = ("1:1", "3:2", "2:3")
_RATIOS_OF_BANANA = ("1:1", "16:9", "9:16", "4:3", "3:4")
_VIEWS = 3


class TextToImage(Body):
    """A picture from a prompt."""

    ai_model: ImageModel
    prompt: AnyPrompt
    generate_multi_view: bool = False
    pose_mode: Literal["a-pose", "t-pose"] = "a-pose"
    aspect_ratio: Ratio = "1:1"

    def order(self, desk: Desk) -> Order:
        if self.generate_multi_view and "aspect_ratio" in self.model_fields_set:
            raise bad_request(
                "Conflict: generate_multi_view and aspect_ratio cannot be used simultaneously"
            )
        allowed = _RATIOS_OF_GPT if self.ai_model == "gpt-image-2" else _RATIOS_OF_BANANA
        if self.aspect_ratio not in allowed:
            raise bad_request(
                f"Invalid parameter: aspect_ratio: {self.ai_model} supports {', '.join(allowed)}"
            )
        return _order(
            "text-to-image",
            prices.TEXT_TO_IMAGE[self.ai_model],
            self,
            desk.seed(self.prompt),
            self.aspect_ratio,
        )


class ImageToImage(Body):
    """A picture from other pictures and a prompt."""

    ai_model: ImageModel
    prompt: AnyPrompt
    reference_image_urls: list[str] = Field(min_length=1, max_length=5)
    generate_multi_view: bool = False

    def order(self, desk: Desk) -> Order:
        digests = [
            desk.uploads.picture(url, f"reference_image_urls[{index}]").digest
            for index, url in enumerate(self.reference_image_urls)
        ]
        mixed = hashlib.sha256("".join(digests).encode()).hexdigest()
        return _order(
            "image-to-image",
            prices.IMAGE_TO_IMAGE[self.ai_model],
            self,
            desk.seed(f"{self.prompt} {mixed[:8]}"),
            "1:1",
        )


def _order(
    type_: str, credits: int, body: TextToImage | ImageToImage, seed: str, ratio: str
) -> Order:
    count = _VIEWS if body.generate_multi_view else 1
    names = ["image.png"] if count == 1 else [f"image_{index}.png" for index in range(count)]
    files: list[Layout] = [File(name) for name in names]
    return Order(
        type=type_,
        credits=credits,
        seed=seed,
        pictures=count,
        fields={"ai_model": body.ai_model, "prompt": body.prompt},
        pending={"image_urls": []},
        result={"image_urls": files},
        produce=lambda: library().picture_files(seed, names, ratio),
    )
