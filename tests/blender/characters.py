"""Rigged and animated characters of the emulator, and what tests look at inside Blender."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROMPT = "a brave knight"
RIG_ID = "rig-1"
_NAMES = {
    "model": "Character_output.glb",
    "walking_armature_glb": "Animation_Walking_withSkin_armature.glb",
    "running_armature_glb": "Animation_Running_withSkin_armature.glb",
}


def static_in(folder: Path) -> dict[str, str]:
    """The files of the character before it is rigged: base colour, metallic, roughness, normal."""
    from tests.emulator.models.library import model_files

    made = model_files(PROMPT, textured=True, pbr=True, emission=False, formats=("glb",))
    return _written(folder / "static", made, {"model": "model.glb"})


def rigged_in(folder: Path, height_m: float = 1.7) -> dict[str, str]:
    """The files of a rigging task, by what they are in `Result.files`."""
    from tests.emulator.models.library import rigged_files

    return _written(folder / "rigged", rigged_files(PROMPT, height_m), _NAMES)


def animated_in(folder: Path, action: str, height_m: float = 1.7) -> dict[str, str]:
    """The files of an animation task for the action of this name."""
    from tests.emulator.models.library import animated_files

    made = animated_files(PROMPT, action, height_m=height_m)
    return _written(folder / action, made, {"model": f"Animation_{action}_withSkin.glb"})


def walking_away_in(folder: Path, way_m: float) -> dict[str, str]:
    """As an animation task's: a walk that gets on by `way_m` each time round."""
    from dataclasses import replace

    import numpy as np

    from tests.emulator.models.clips import clip
    from tests.emulator.models.library import _rigged
    from tests.emulator.models.rig import rigged_glb

    walk = clip("walk")
    way = np.zeros_like(walk.hips_m)
    way[:, 2] = np.linspace(0, way_m, len(way))
    rigged, _ = _rigged(PROMPT, 1.7)
    made = rigged_glb(rigged, None, replace(walk, hips_m=walk.hips_m + way))
    return _written(folder / "away", {"walk.glb": made}, {"model": "walk.glb"})


def _written(folder: Path, made: Mapping[str, bytes], names: Mapping[str, str]) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for role, name in names.items():
        (folder / name).write_bytes(made[name])
        files[role] = str(folder / name)
    return files


def a_rig(files: Mapping[str, str], source: Any = None, **values: Any) -> Any:
    """Inside Blender: brings the rigged character in; its armature."""
    return _finished("rig", "rigging", "rig", RIG_ID, files, source, values)


def an_animation(files: Mapping[str, str], source: Any = None, **wishes: Any) -> Any:
    """Inside Blender: brings an animation of that character in; its armature."""
    values = {"rig_task_id": RIG_ID, "action_id": 14}
    return _finished("animate", "animation", "animate", "anim-1", files, source, values, wishes)


def _finished(kind, endpoint, task_type, task_id, files, source, values, wishes=None) -> Any:
    import bpy

    from meshy_addon.api.tasks import read_task
    from meshy_addon.jobs.job import Job, Result, Step
    from meshy_addon.scene.finishing import finish
    from meshy_addon.scene.objects.sources import remember
    from meshy_addon.scene.placing import target_here

    target = {**target_here().as_json(), **(wishes or {})}
    if source is not None:
        target.update(remember(source))
    steps = (Step(endpoint, values),)
    job = Job("job-1", kind, source.name if source else "", steps, 1763712000.0, target)
    task = read_task({"id": task_id, "type": task_type, "status": "SUCCEEDED"})
    paths = {role: Path(path) for role, path in files.items()}
    return bpy.data.objects[finish(Result(job, (task,), paths)).root]


def mesh_of(armature: Any) -> Any:
    return next(thing for thing in armature.children if thing.type == "MESH")


def points(mesh: Any, frame: int | None = None) -> Any:
    """Inside Blender: its vertices in the world as they are seen at `frame`."""
    import bpy
    import numpy as np

    if frame is not None:
        bpy.context.scene.frame_set(frame)
    bpy.context.view_layer.update()
    seen = mesh.evaluated_get(bpy.context.evaluated_depsgraph_get())
    flat = np.empty(len(seen.data.vertices) * 3, np.float32)
    seen.data.vertices.foreach_get("co", flat)
    turn = np.array(seen.matrix_world)
    return flat.reshape(-1, 3) @ turn[:3, :3].T + turn[:3, 3]


def curves(action: Any) -> list[Any]:
    """All curves of an action, in any version of Blender."""
    if hasattr(action, "slots"):
        return list(action.layers[0].strips[0].channelbag(action.slots[0]).fcurves)
    return list(action.fcurves)
