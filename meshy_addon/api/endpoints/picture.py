"""Making pictures, to make models from."""

from __future__ import annotations

from collections.abc import Mapping

from ..endpoint import Case, Endpoint, Kind, Part, Price
from ..parameters import Choice, Flag, Pictures, Text

_MODELS = {
    "nano-banana": "Quick and cheap",
    "nano-banana-2": "Better than the standard",
    "nano-banana-pro": "The best of this family",
    "gpt-image-2": "Exact, with fewer aspect ratios",
}
_AI_MODEL = Choice(
    "ai_model",
    "The model that makes the picture",
    label="Model",
    required=True,
    preset="nano-banana",
    options=_MODELS,
    open=True,
)
_MULTI_VIEW = Flag(
    "generate_multi_view",
    "Show the thing from several sides, in three pictures",
    label="Several Views",
    default=False,
)
_ASPECT_RATIOS = ("1:1", "16:9", "9:16", "4:3", "3:4")


def _price(credits: Mapping[str, int]) -> Price:
    return Price(
        base=max(credits.values()),
        cases=tuple(Case({"ai_model": (name,)}, cost) for name, cost in credits.items()),
    )


TEXT_TO_IMAGE = Endpoint(
    name="text-to-image",
    path="/openapi/v1/text-to-image",
    type="text-to-image",
    price=_price({"nano-banana": 3, "nano-banana-2": 6, "nano-banana-pro": 9, "gpt-image-2": 9}),
    outputs=("image_urls",),
    parameters=(
        _AI_MODEL,
        Text("prompt", "What the picture should show", required=True),
        _MULTI_VIEW,
        Choice(
            "pose_mode",
            "The pose of a character",
            label="Pose",
            options={"a-pose": "Arms slanting down", "t-pose": "Arms straight out"},
        ),
        Choice(
            "aspect_ratio",
            "Width to height",
            default="1:1",
            options=dict.fromkeys((*_ASPECT_RATIOS, "3:2", "2:3"), ""),
            options_by=(
                "ai_model",
                {
                    "nano-banana": _ASPECT_RATIOS,
                    "nano-banana-2": _ASPECT_RATIOS,
                    "nano-banana-pro": _ASPECT_RATIOS,
                    "gpt-image-2": ("1:1", "3:2", "2:3"),
                },
            ),
            not_with={"generate_multi_view": (True,)},
        ),
    ),
)

IMAGE_TO_IMAGE = Endpoint(
    name="image-to-image",
    path="/openapi/v1/image-to-image",
    type="image-to-image",
    price=_price({"nano-banana": 3, "nano-banana-2": 6, "nano-banana-pro": 9, "gpt-image-2": 12}),
    outputs=("image_urls",),
    parameters=(
        _AI_MODEL,
        Text("prompt", "What to change about the pictures", required=True),
        Pictures(
            "reference_image_urls",
            "One to five pictures to start from",
            label="Pictures",
            required=True,
            max_items=5,
        ),
        _MULTI_VIEW,
    ),
)

ENDPOINTS = (TEXT_TO_IMAGE, IMAGE_TO_IMAGE)

KINDS = (
    Kind(
        name="text_to_image",
        title="Text to Picture",
        help="Make a picture from a description",
        parts=(Part(TEXT_TO_IMAGE),),
    ),
    Kind(
        name="image_to_image",
        title="Change Picture",
        help="Make a new picture from others",
        parts=(Part(IMAGE_TO_IMAGE),),
    ),
)
