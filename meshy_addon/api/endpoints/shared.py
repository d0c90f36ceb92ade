"""Parameters that several endpoints take in the same form."""

from __future__ import annotations

from ..endpoint import Case, Price
from ..parameters import Choice, Choices, Conditions, Flag, Integer, Picture, TaskId, Text

PROMPT_LENGTH = 600
"""Characters; docs.meshy.ai/api/text-to-3d."""

MESHY_5_ONLY = {"ai_model": ("meshy-5",)}
MESHY_6 = {"ai_model": ("meshy-6", "latest")}
NOT_LOWPOLY = {"model_type": ("lowpoly",)}
TEXTURED = {"should_texture": (True,)}
REMESHED = {"should_remesh": (True,)}

MESH_PRICE = Price(
    base=20,
    cases=(Case({"model_type": ("lowpoly",)}, 20), Case(MESHY_5_ONLY, 5)),
)
TEXTURED_MESH_PRICE = Price(MESH_PRICE.base, MESH_PRICE.cases, extras=(Case(TEXTURED, 10),))

MODEL_OUTPUTS = ("model_urls", "thumbnail_url", "texture_urls")

_FORMATS = {
    "glb": "glTF binary: what is placed in the scene",
    "obj": "Wavefront OBJ with its material file",
    "fbx": "Autodesk FBX",
    "stl": "STL, shape only",
    "usdz": "USDZ for Apple devices",
    "3mf": "3MF for printing",
}


def ai_model(*, ignored_by_lowpoly: bool = True) -> Choice:
    return Choice(
        "ai_model",
        "Meshy's model that does the work, one of these or a newer one by its name",
        label="Model",
        default="latest",
        options={
            "latest": "The newest, now Meshy 6",
            "meshy-6": "Meshy 6",
            "meshy-5": "Meshy 5: cheaper, less detail",
        },
        open=True,
        not_with=NOT_LOWPOLY if ignored_by_lowpoly else {},
    )


MODEL_TYPE = Choice(
    "model_type",
    "What kind of mesh to make",
    label="Mesh",
    default="standard",
    options={
        "standard": "As much detail as the model gives",
        "lowpoly": "Few and clean polygons",
    },
)
SHOULD_REMESH = Flag(
    "should_remesh",
    "Rebuild the mesh to a chosen topology and polygon count; off gives the finest triangles",
    label="Remesh",
    default=False,
    default_by=("ai_model", {"meshy-5": True}),
    not_with=NOT_LOWPOLY,
)
_TOPOLOGIES = {"triangle": "Decimated triangles", "quad": "Mostly quads"}
_ADAPTIVE = {1: "ultra", 2: "high", 3: "medium", 4: "low"}


def topology(*, of_remesh: bool) -> Choice:
    return Choice(
        "topology",
        "Triangles or mostly quads",
        default="triangle",
        options=_TOPOLOGIES,
        when=REMESHED if of_remesh else {},
        not_with=NOT_LOWPOLY if of_remesh else {},
    )


def target_polycount(*, of_remesh: bool) -> Integer:
    return Integer(
        "target_polycount",
        "How many polygons the mesh should have, roughly",
        label="Polygons",
        default=30_000,
        minimum=100,
        maximum=300_000,
        when=REMESHED if of_remesh else {},
        not_with=NOT_LOWPOLY if of_remesh else {},
    )


def decimation_mode(*, of_remesh: bool) -> Integer:
    return Integer(
        "decimation_mode",
        "Let the shape decide the polygon count, at one of four levels, instead of a number",
        label="Adaptive",
        levels=_ADAPTIVE,
        when=REMESHED if of_remesh else {},
        not_with=NOT_LOWPOLY if of_remesh else {},
        overrides=("target_polycount",),
    )


REMESHING = (
    SHOULD_REMESH,
    topology(of_remesh=True),
    target_polycount(of_remesh=True),
    decimation_mode(of_remesh=True),
)
SAVE_PRE_REMESHED_MODEL = Flag(
    "save_pre_remeshed_model",
    "Keep the fine mesh from before the remesh too, as a further GLB",
    label="Keep Fine Mesh",
    default=False,
    when=REMESHED,
    not_with=NOT_LOWPOLY,
    adds_output="model_urls.pre_remeshed_glb",
    advanced=True,
)
SYMMETRY_MODE = Choice(
    "symmetry_mode",
    "Has no effect any more",
    label="Symmetry",
    default="auto",
    options={"off": "Off", "auto": "Automatic", "on": "On"},
    deprecated=True,
)
POSE_MODE = Choice(
    "pose_mode",
    "The pose of a character, for rigging it later",
    label="Pose",
    default="",
    options={"": "As it comes", "a-pose": "Arms slanting down", "t-pose": "Arms straight out"},
)
IS_A_T_POSE = Flag(
    "is_a_t_pose",
    "Use the pose instead",
    label="A/T Pose",
    default=False,
    deprecated=True,
)
MODERATION = Flag(
    "moderation",
    "Have the input checked for harmful content first; the task stops if any is found",
    label="Moderate",
    default=False,
    advanced=True,
)
TARGET_FORMATS = Choices(
    "target_formats",
    "Files to make besides the GLB that is placed; fewer are quicker",
    label="Formats",
    preset=("glb",),
    options=_FORMATS,
    advanced=True,
)
ALPHA_THUMBNAIL = Flag(
    "alpha_thumbnail",
    "Make the preview picture with a transparent background too",
    label="Transparent Preview",
    default=False,
    adds_output="alpha_thumbnail_url",
    advanced=True,
)
MULTI_VIEW_THUMBNAILS = Flag(
    "multi_view_thumbnails",
    "Make preview pictures from the front, right, back and left; takes about 3 s longer",
    label="Four Previews",
    default=False,
    adds_output="thumbnail_urls",
    advanced=True,
)
SIZING = (
    Flag(
        "auto_size",
        "Let Meshy estimate how tall the thing really is and scale the model to it",
        label="Real-World Size",
        default=False,
    ),
    Choice(
        "origin_at",
        "Where the origin of the model is",
        label="Origin",
        default="bottom",
        options={"bottom": "At its foot", "center": "In its middle"},
        when={"auto_size": (True,)},
    ),
)


def texturing(*, optional: bool) -> tuple[Flag, Flag, Text, Picture]:
    """PBR, 4K, and what guides the texture; `optional` where `should_texture` decides."""
    when: Conditions = TEXTURED if optional else {}
    return (
        enable_pbr(when),
        hd_texture(when),
        Text(
            "texture_prompt",
            "What the surface should look like",
            max_length=PROMPT_LENGTH,
            when=when,
            overrides=("texture_image_url",),
        ),
        Picture(
            "texture_image_url",
            "A picture that shows what the surface should look like",
            label="Texture Picture",
            when=when,
        ),
    )


def enable_pbr(when: Conditions) -> Flag:
    """On unless told otherwise: it costs nothing, and base colour alone is of little use."""
    return Flag(
        "enable_pbr",
        "Make metallic, roughness and normal maps too, and emission with Meshy 6",
        label="PBR",
        default=False,
        preset=True,
        when=when,
        adds_output="texture_urls[].metallic, roughness, normal, emission",
    )


def hd_texture(when: Conditions) -> Flag:
    return Flag(
        "hd_texture",
        "Make the base colour at 4096 pixels instead of 2048",
        label="4K",
        default=False,
        when=when,
        only_with=MESHY_6,
    )


REMOVE_LIGHTING = Flag(
    "remove_lighting",
    "Take highlights and shadows out of the base colour, so that your own lights do the work",
    default=True,
    only_with=MESHY_6,
)
IMAGE_ENHANCEMENT = Flag(
    "image_enhancement",
    "Let Meshy improve the picture first; off keeps its look exactly",
    label="Enhance Picture",
    default=True,
    only_with=MESHY_6,
)
SHOULD_TEXTURE = Flag(
    "should_texture",
    "Texture the model; off gives the bare mesh",
    label="Texture",
    default=True,
)


def input_task(*from_types: str, overrides: str, help: str) -> TaskId:
    return TaskId(
        "input_task_id",
        help,
        label="Task",
        from_types=from_types,
        overrides=(overrides,),
    )
