"""Rigging, and Animation of what was rigged."""

from __future__ import annotations

from functools import partial
from typing import Literal

from pydantic import Field

from tests.emulator import prices
from tests.emulator.bodies.base import Body
from tests.emulator.bodies.source import Source, WithSource, from_task
from tests.emulator.catalogue import action_key
from tests.emulator.desk import Desk
from tests.emulator.errors import Refusal, bad_request
from tests.emulator.model_content import Model
from tests.emulator.orders import File, Layout, Order
from tests.emulator.results import Rig, converted
from tests.emulator.steering import steering
from tests.emulator.tasks import Task

MAX_FACES = 300_000

_GAITS = ("walking", "running")


class Rigging(WithSource):
    """A skeleton for a textured humanoid."""

    height_meters: float = Field(default=1.7, gt=0)
    texture_image_url: str = ""

    def order(self, desk: Desk) -> Order:
        if self.texture_image_url:
            desk.uploads.picture(self.texture_image_url, "texture_image_url", ("png",))
        if self.input_task_id:
            return self._from_task(desk.input_task(self.input_task_id, "input_task_id", None))
        source = self.uploaded(desk, ("glb",))
        if source.upload is not None and source.upload.model is not None:
            _check_character(source.upload.model)
        return self._order(source)

    def _from_task(self, task: Task) -> Order:
        source = from_task(task)
        marks = steering(source.seed)
        if marks.dense:
            raise _too_many_faces()
        if marks.no_pose or not source.humanoid:
            raise _no_pose()
        return self._order(source)

    def _order(self, source: Source) -> Order:
        rig = Rig(source.shape, self.height_meters)
        return Order(
            type="rig",
            credits=prices.RIGGING,
            seed=source.seed,
            made=converted(source.shape),
            rig=rig,
            input_id=source.input_id,
            pending={"result": None},
            result={"result": _rig_layout()},
            produce=rig.produce,
            failure=source.failure,
        )


class PostProcess(Body):
    """What is done to the animation's FBX afterwards."""

    operation_type: Literal["change_fps", "fbx2usdz", "extract_armature"]
    fps: Literal[24, 25, 30, 60] = 30


class Animation(Body):
    """One animation of the catalogue for a rigged character."""

    rig_task_id: str
    action_id: int
    post_process: PostProcess | None = None

    def order(self, desk: Desk) -> Order:
        task = desk.input_task(self.rig_task_id, "rig_task_id", ["rig"], missing=404)
        rig, key = task.order.rig, action_key(self.action_id)
        assert rig is not None
        if key is None:
            raise bad_request(f"Invalid action_id: {self.action_id} is not a valid animation")
        result: dict[str, Layout] = {
            "animation_glb_url": File(f"Animation_{key}_withSkin.glb"),
            "animation_fbx_url": File(f"Animation_{key}_withSkin.fbx"),
            "processed_usdz_url": "",
            "processed_armature_fbx_url": "",
            "processed_animation_fps_fbx_url": "",
        }
        result.update(self._processed())
        return Order(
            type="animate",
            credits=prices.ANIMATION,
            seed=task.order.seed,
            made=task.order.made,
            input_id=task.id,
            pending={"result": None},
            result={"result": result},
            produce=partial(rig.animated, key, self.fps),
        )

    @property
    def fps(self) -> int:
        """Frames per second of the processed FBX."""
        changes = self.post_process and self.post_process.operation_type == "change_fps"
        return self.post_process.fps if self.post_process and changes else 30

    def _processed(self) -> dict[str, Layout]:
        if self.post_process is None:
            return {}
        if self.post_process.operation_type == "fbx2usdz":
            return {"processed_usdz_url": File("processed.usdz")}
        if self.post_process.operation_type == "extract_armature":
            return {"processed_armature_fbx_url": File("processed_armature.fbx")}
        name = f"processed_{self.post_process.fps}fps.fbx"
        return {"processed_animation_fps_fbx_url": File(name)}


def _rig_layout() -> dict[str, Layout]:
    basic: dict[str, Layout] = {}
    for gait in _GAITS:
        name = f"Animation_{gait.capitalize()}_withSkin"
        basic[f"{gait}_glb_url"] = File(f"{name}.glb")
        basic[f"{gait}_fbx_url"] = File(f"{name}.fbx")
        basic[f"{gait}_armature_glb_url"] = File(f"{name}_armature.glb")
    return {
        "rigged_character_fbx_url": File("Character_output.fbx"),
        "rigged_character_glb_url": File("Character_output.glb"),
        "basic_animations": basic,
    }


def _check_character(model: Model) -> None:
    if model.faces > MAX_FACES:
        raise _too_many_faces()
    if model.size is None:
        return
    width, height, depth = model.size
    # A person in A- or T-pose, Y up, facing +Z: tall, at most about as wide as tall, and flat.
    if height <= 0 or depth > 0.75 * height or width > 1.6 * height:
        raise _no_pose()


def _too_many_faces() -> Refusal:
    return bad_request(
        f"The input model has more than {MAX_FACES:,} faces. Please remesh it first."
    )


def _no_pose() -> Refusal:
    return Refusal(
        422, "Pose estimation failed. The provided model may not be a valid humanoid character."
    )
