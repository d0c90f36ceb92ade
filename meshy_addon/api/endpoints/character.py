"""Rigging a humanoid and animating it."""

from __future__ import annotations

from ..endpoint import Endpoint, Kind, Part, Price
from ..parameters import Choice, Flag, Group, Integer, Model, Number, Picture, TaskId
from . import shared

RIGGING = Endpoint(
    name="rigging",
    path="/openapi/v1/rigging",
    type="rig",
    price=Price(5),
    outputs=("result",),
    needs_one_of=(("input_task_id", "model_url"),),
    refusals={
        422: "Meshy finds no figure to rig in this model: it takes one textured humanoid that "
        "stands upright in a T- or A-pose, its limbs apart, and faces -Y (to the Front view)."
    },
    documented_list=False,
    parameters=(
        shared.input_task(
            overrides="model_url",
            help="A textured humanoid that Meshy made, by the id of its task",
        ),
        Model(
            "model_url",
            "A textured humanoid that faces the viewer, of at most 300,000 faces",
            label="Model File",
            formats=("glb",),
        ),
        Number(
            "height_meters",
            "How tall the character is",
            label="Height",
            default=1.7,
            above=0,
            unit="m",
        ),
        Picture(
            "texture_image_url",
            "The base colour on the model's own UVs, if the model lacks it",
            label="Base Colour",
            formats=("png",),
        ),
    ),
)

ANIMATION = Endpoint(
    name="animation",
    path="/openapi/v1/animations",
    type="animate",
    gives_clip=True,
    price=Price(3),
    outputs=("result",),
    documented_list=False,
    parameters=(
        TaskId(
            "rig_task_id",
            "The rigged character, by the id of its task",
            label="Rig",
            required=True,
            from_types=("rig",),
        ),
        Integer(
            "action_id",
            "The action, by its number in Meshy's animation library",
            label="Action",
            required=True,
        ),
        Group(
            "post_process",
            "What to do with the animation's files",
            fields=(
                Choice(
                    "operation_type",
                    "What to do with the animation's files",
                    label="Afterwards",
                    required=True,
                    options={
                        "change_fps": "Write the FBX at another frame rate",
                        "fbx2usdz": "Make a USDZ of it",
                        "extract_armature": "Write the armature alone",
                    },
                ),
                Integer(
                    "fps",
                    "Frames per second",
                    label="Frame Rate",
                    default=30,
                    levels={24: "film", 25: "PAL", 30: "NTSC", 60: "games"},
                    when={"operation_type": ("change_fps",)},
                ),
            ),
        ),
    ),
)

ENDPOINTS = (RIGGING, ANIMATION)

KINDS = (
    Kind(
        name="rig",
        title="Rig",
        help="Give a humanoid an armature, with walking and running",
        parts=(Part(RIGGING),),
    ),
    Kind(
        name="animate",
        title="Animate",
        help="Bring an action from Meshy's library onto a rigged character",
        parts=(Part(ANIMATION),),
        wishes=(
            Flag(
                "root_motion",
                "Keep the way that the character makes; else it moves on the spot",
                default=True,
            ),
            Flag(
                "to_nla",
                "Lay the action down as a strip in the Nonlinear Animation editor, after the ones "
                "there, instead of making it the active one",
                label="To NLA",
                default=False,
            ),
        ),
    ),
)
