"""A motion as a Blender action: slots and layers from 4.4 on, plain curves before. Main thread."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix, Quaternion
from numpy.typing import NDArray

from .retargeting import BoneMotion, Motion

FIRST_FRAME = 1
"""As Blender's timeline begins."""
_LINEAR = 1
"""The number behind "LINEAR" of a keyframe's interpolation."""
_STILL = 1e-5

Floats = NDArray[np.float64]


def make_action(name: str, armature: bpy.types.Object, motion: Motion) -> bpy.types.Action:
    """A new action that moves the bones of `armature`, bound to nothing yet.

    A key on every frame, linear between; one key where nothing changes. A cycle goes on for ever
    and knows its length. It stays in the file when nothing uses it.
    """
    action = bpy.data.actions.new(name)
    action.use_fake_user = True
    curves = _Curves(action, armature)
    for bone in motion.bones:
        _write_turns(curves, armature.pose.bones[bone.bone], bone, motion)
        if bone.moves is not None:
            path = f'pose.bones["{bpy.utils.escape_identifier(bone.bone)}"].location'
            curves.write(path, bone.bone, bone.moves, motion, goes_on=True)
    action.use_frame_range = True
    action.frame_start, action.frame_end = FIRST_FRAME, FIRST_FRAME + motion.frames
    action.use_cyclic = motion.is_cycle
    return action


def assign(armature: bpy.types.Object, action: bpy.types.Action) -> bool:
    """Make `action` the one that moves `armature`; False while the artist tweaks a strip.

    The action before it stays in the file.
    """
    data = armature.animation_data_create()
    if data.use_tweak_mode:
        return False
    if data.action is not None and data.action != action:
        data.action.use_fake_user = True
    data.action = action
    if hasattr(action, "slots"):
        data.action_slot = action.slots[0]
    return True


def push_to_nla(armature: bpy.types.Object, action: bpy.types.Action, frame: int) -> None:
    """Lay `action` down as a strip on a track of its own, from `frame` on or after the last strip.

    What is active stays so: the artist sees the strips where nothing lies over them.
    """
    data = armature.animation_data_create()
    ends = [strip.frame_end for track in data.nla_tracks for strip in track.strips]
    track = data.nla_tracks.new()
    track.name = action.name
    strip = track.strips.new(action.name, int(max([frame, *np.ceil(ends)])), action)
    strip.extrapolation = "HOLD_FORWARD"  # or it would lie over the strips before it
    if hasattr(action, "slots"):
        strip.action_slot = action.slots[0]


class _Curves:
    """Where the curves of an action are, in this version of Blender."""

    def __init__(self, action: bpy.types.Action, armature: bpy.types.Object) -> None:
        self._home: Any = action
        if hasattr(action, "slots"):
            slot = action.slots.new(id_type="OBJECT", name=armature.name)
            strip: Any = action.layers.new("Layer").strips.new(type="KEYFRAME")
            self._home = strip.channelbag(slot, ensure=True)
        else:
            action.id_root = "OBJECT"  # or exporters would pass over it until it's assigned
        self._groups: dict[str, Any] = {}

    def write(
        self, path: str, group: str, values: Floats, motion: Motion, *, goes_on: bool = False
    ) -> None:
        """A curve for each column of `values`, a row for each frame."""
        for index, column in enumerate(values.T):
            is_still = np.ptp(column) < _STILL
            kept = column[:1] if is_still else column
            curve = self._home.fcurves.new(path, index=index)
            curve.group = self._group(group)
            points = np.empty((len(kept), 2), np.float32)
            points[:, 0] = FIRST_FRAME + np.arange(len(kept))
            points[:, 1] = kept
            curve.keyframe_points.add(len(kept))
            curve.keyframe_points.foreach_set("co", points.ravel())
            linear = np.full(len(kept), _LINEAR, np.int32)
            curve.keyframe_points.foreach_set("interpolation", linear)
            curve.update()
            if motion.is_cycle and not is_still:
                cycles: Any = curve.modifiers.new("CYCLES")
                way = "REPEAT_OFFSET" if goes_on else "REPEAT"
                cycles.mode_before = cycles.mode_after = way

    def _group(self, name: str) -> Any:
        if name not in self._groups:
            self._groups[name] = self._home.groups.new(name)
        return self._groups[name]


def _write_turns(
    curves: _Curves, bone: bpy.types.PoseBone, moved: BoneMotion, motion: Motion
) -> None:
    """As quaternions or angles, whichever the artist has the bone set to."""
    path = f'pose.bones["{bpy.utils.escape_identifier(bone.name)}"]'
    quaternions = _steady([Matrix(turn.tolist()).to_quaternion() for turn in moved.turns])
    if bone.rotation_mode == "QUATERNION":
        values = np.array([tuple(each) for each in quaternions])
        curves.write(f"{path}.rotation_quaternion", bone.name, values, motion)
    elif bone.rotation_mode == "AXIS_ANGLE":
        turns = [each.to_axis_angle() for each in quaternions]
        values = np.array([(angle, *axis) for axis, angle in turns])
        curves.write(f"{path}.rotation_axis_angle", bone.name, values, motion)
    else:
        values = np.array(_angles(quaternions, bone.rotation_mode))
        curves.write(f"{path}.rotation_euler", bone.name, values, motion)


def _steady(quaternions: list[Quaternion]) -> list[Quaternion]:
    """Each of the two quaternions of a turn that is nearer to the one before."""
    for before, after in pairwise(quaternions):
        after.make_compatible(before)
    return quaternions


def _angles(quaternions: list[Quaternion], order: str) -> list[tuple[float, ...]]:
    angles = [quaternions[0].to_euler(order)]
    for quaternion in quaternions[1:]:
        angles.append(quaternion.to_euler(order, angles[-1]))
    return [tuple(each) for each in angles]
