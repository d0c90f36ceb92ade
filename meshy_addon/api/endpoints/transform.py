"""Changing a model that exists: its surface, its mesh, its size, its file format."""

from __future__ import annotations

from dataclasses import replace

from ..endpoint import Endpoint, Kind, Part, Price
from ..parameters import Choice, Choices, Flag, Model, Number, Picture, TaskId, Text
from . import shared

FORMATS = {
    "glb": "glTF binary",
    "fbx": "Autodesk FBX",
    "obj": "Wavefront OBJ with its material file",
    "usdz": "USDZ for Apple devices",
    "blend": "Blender file",
    "stl": "STL, shape only",
    "3mf": "3MF for printing",
}


def _input(*from_types: str) -> tuple[TaskId, Model]:
    """The model to change: one that Meshy made, or any other; the task wins."""
    return (
        shared.input_task(
            *from_types,
            overrides="model_url",
            help="A model that Meshy made, by the id of its task",
        ),
        Model("model_url", "The model to send", label="Model File"),
    )


_INPUT_NEEDED = (("input_task_id", "model_url"),)
_ORIGIN_AT = Choice(
    "origin_at",
    "Where the origin of the model is",
    label="Origin",
    default="bottom",
    options={"bottom": "At its foot", "center": "In its middle"},
)
_RESIZE_HEIGHT = Number("resize_height", "How tall the model is to be", label="Height", unit="m")
_RESIZE_LONGEST_SIDE = Number(
    "resize_longest_side",
    "How long the longest side of the model is to be",
    label="Longest Side",
    unit="m",
)
_AUTO_SIZE = Flag(
    "auto_size",
    "Let Meshy estimate how tall the thing really is and scale the model to it",
    label="Real-World Size",
)
_SIZES = ("resize_height", "resize_longest_side", "auto_size")

RETEXTURE = Endpoint(
    name="retexture",
    path="/openapi/v1/retexture",
    type="retexture",
    price=Price(10),
    outputs=shared.MODEL_OUTPUTS,
    needs_one_of=(*_INPUT_NEEDED, ("text_style_prompt", "image_style_url")),
    parameters=(
        *_input("text-to-3d-preview", "text-to-3d-refine", "image-to-3d", "remesh"),
        Text(
            "text_style_prompt",
            "What the surface should look like",
            label="Style",
            max_length=shared.PROMPT_LENGTH,
        ),
        Picture(
            "image_style_url",
            "A picture that shows what the surface should look like; it wins over words",
            label="Style Picture",
            overrides=("text_style_prompt",),
        ),
        shared.ai_model(ignored_by_lowpoly=False),
        Flag(
            "enable_original_uv",
            "Paint onto the model's own UVs rather than on new ones",
            label="Keep UVs",
            default=False,
        ),
        shared.enable_pbr({}),
        shared.hd_texture({}),
        shared.REMOVE_LIGHTING,
        shared.TARGET_FORMATS,
        shared.ALPHA_THUMBNAIL,
    ),
)

REMESH = Endpoint(
    name="remesh",
    path="/openapi/v1/remesh",
    type="remesh",
    price=Price(5),
    outputs=("model_urls", "thumbnail_url"),
    needs_one_of=_INPUT_NEEDED,
    excludes=(_SIZES,),
    parameters=(
        *_input("text-to-3d-preview", "text-to-3d-refine", "image-to-3d", "retexture"),
        Choices(
            "target_formats", "Files to make", label="Formats", default=("glb",), options=FORMATS
        ),
        shared.topology(of_remesh=False),
        shared.target_polycount(of_remesh=False),
        shared.decimation_mode(of_remesh=False),
        replace(_RESIZE_HEIGHT, default=0, minimum=0, deprecated=True),
        replace(_RESIZE_LONGEST_SIDE, default=0, minimum=0, deprecated=True),
        replace(_AUTO_SIZE, default=False, deprecated=True),
        replace(_ORIGIN_AT, deprecated=True),
        Flag(
            "convert_format_only",
            "Change the file format and nothing else; Convert does this better",
            requires=("target_formats",),
            deprecated=True,
        ),
        shared.ALPHA_THUMBNAIL,
    ),
)

RESIZE = Endpoint(
    name="resize",
    path="/openapi/v1/resize",
    type="resize",
    price=Price(1),
    outputs=("model_urls",),
    needs_one_of=(*_INPUT_NEEDED, _SIZES),
    excludes=(_SIZES,),
    parameters=(
        *_input(),
        replace(_RESIZE_HEIGHT, above=0),
        replace(_RESIZE_LONGEST_SIDE, above=0),
        _AUTO_SIZE,
        _ORIGIN_AT,
    ),
)

CONVERT = Endpoint(
    name="convert",
    path="/openapi/v1/convert",
    type="convert",
    price=Price(1),
    outputs=("model_urls",),
    needs_one_of=_INPUT_NEEDED,
    parameters=(
        *_input(),
        Choices("target_formats", "Files to make", label="Formats", required=True, options=FORMATS),
    ),
)

ENDPOINTS = (RETEXTURE, REMESH, RESIZE, CONVERT)

KINDS = (
    Kind(
        name="retexture",
        title="Retexture",
        help="Give a model a new surface, from words or a picture",
        parts=(Part(RETEXTURE),),
    ),
    Kind(
        name="remesh",
        title="Remesh",
        help="Rebuild the mesh with another topology or polygon count",
        parts=(Part(REMESH),),
    ),
    Kind(
        name="resize",
        title="Resize",
        help="Scale a model to its real size or to a given one",
        parts=(Part(RESIZE),),
    ),
    Kind(
        name="convert",
        title="Convert",
        help="Write a model in other file formats",
        parts=(Part(CONVERT),),
    ),
)
