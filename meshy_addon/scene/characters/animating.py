"""An action from Meshy's library onto the character that is in the scene already."""

from __future__ import annotations

from contextlib import suppress

import bpy

from ...jobs.animation_library import known_animation
from ...jobs.job import Result
from ..errors import TargetGone
from ..home import state_dir
from ..naming import NOBODY
from ..objects.sources import find_source, has_source
from ..placing import Placed, Target, place
from ..provenance import record
from .actions import assign, make_action, push_to_nla
from .clips import Clip, read_clip
from .frame_rate import frames_per_second
from .in_the_file import armature_of, find_armature, rig_task_of
from .retargeting import retarget

_CLIP_SEPARATOR = "|"


def animate_source(result: Result, target: Target) -> Placed:
    """The action onto the character of the job, found again; with the character if it's new here.

    Main thread. Raises TargetGone if the character is gone or can't be changed, BrokenModel.
    """
    armature = _armature(result, target)
    if armature is None:
        return place_animated(result, target)
    action = _add_action(armature, result)
    meshes = [thing.name for thing in armature.children_recursive if thing.type == "MESH"]
    return Placed(
        armature.name,
        (armature.name, *meshes),
        sentence=f"{action.name} is an action of {armature.name}.",
    )


def place_animated(result: Result, target: Target, *, select: bool = True) -> Placed:
    """The whole character, which isn't in the scene yet, with the action. Main thread."""
    placed = place(result, target, select=select)
    _add_action(bpy.data.objects[placed.root], result)
    return placed


def _armature(result: Result, target: Target) -> bpy.types.Object | None:
    """The one that the job was started on, else one that the same task rigged."""
    rig_task_id = str(result.job.steps[-1].values.get("rig_task_id", ""))
    if has_source(result.job.target):
        with suppress(TargetGone):
            armature = armature_of(find_source(result.job.target))
            if armature and rig_task_of(armature) == rig_task_id:
                return armature
    scene = bpy.data.scenes.get(target.scene, bpy.context.scene)
    return find_armature(rig_task_id, scene)


def _add_action(armature: bpy.types.Object, result: Result) -> bpy.types.Action:
    if armature.library:
        raise TargetGone(f'"{armature.name}" is linked from another file: make it local first.')
    clip = read_clip(result.files["model"])
    known = known_animation(state_dir(), result.job.steps[-1].values.get("action_id"))
    wishes = result.job.target
    motion = retarget(
        clip,
        armature,
        frames_per_second(armature),
        root_motion=bool(wishes.get("root_motion", True)),
        may_cycle=known is None or known.goes_on,
    )
    if motion is None:
        raise TargetGone(f'No bone of "{armature.name}" has the name that Meshy gave it.')
    action = make_action(known.name if known else _name(clip), armature, motion)
    record(action, result)
    if wishes.get("to_nla"):
        push_to_nla(armature, action, bpy.context.scene.frame_current)
    else:
        assign(armature, action)
    return action


def _name(clip: Clip) -> str:
    """As its file calls it: "Big Wave Hello" for "Armature|Big_Wave_Hello|baselayer"."""
    parts = [part for part in clip.name.split(_CLIP_SEPARATOR) if part]
    own = parts[1] if len(parts) > 1 else "".join(parts)
    return own.replace("_", " ").strip() or NOBODY
