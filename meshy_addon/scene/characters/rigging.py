"""A rigged character into the scene: in the place and the material of what was sent."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import bpy
from mathutils import Matrix, Vector

from ...api.errors import MeshyError
from ...jobs.job import Result
from ..linking import put_where
from ..materials.lost_material import Indices, material_indices, put_material_back
from ..objects.fitting_ahead import found_ahead, indices_ahead
from ..objects.predecessor import hide, predecessor
from ..own_scene import evaluated, layer_of
from ..placing import Placed, Target, place
from ..provenance import record
from .actions import make_action
from .clips import Rest, read_clip, read_rest
from .frame_rate import frames_per_second
from .retargeting import retarget

_CLIP = re.compile(r"(?P<name>.+?)(_armature)?_glb")
log = logging.getLogger(__name__)


def place_rigged(result: Result, target: Target, *, select: bool = True) -> Placed:
    """The character with the clips that came along as actions, none of them active. Main thread.

    Raises TargetGone, BrokenModel.
    """
    placed = place(result, target, select=select)
    _add_actions(bpy.data.objects[placed.root], result)
    for name in placed.objects[1:]:
        part = bpy.data.objects[name]
        part.select_set(False, view_layer=layer_of(part))  # one takes a character by its armature
    return placed


def rig_source(result: Result, target: Target) -> Placed:
    """The same where the object stands that was sent: it's hidden, and lends its material.

    Raises TargetGone while that is being edited. Where it's gone it stands where the cursor was.
    """
    source = predecessor(result.job.target)
    placed = place_rigged(result, target)
    if source:
        _stand_in_for(placed, source, result)
    return placed


def _add_actions(armature: bpy.types.Object, result: Result) -> None:
    armature.animation_data_create()  # or exporters would pass over its actions
    rest = read_rest(result.files["model"])
    for name, path in _clips(result.files):
        try:
            _add_action(armature, result, name, path, rest)
        except (MeshyError, OSError) as error:
            log.warning("%s: %s", name, error)  # the rig is worth having without


def _add_action(
    armature: bpy.types.Object, result: Result, name: str, path: Path, rest: Rest | None
) -> None:
    motion = retarget(read_clip(path, rest), armature, frames_per_second(armature))
    if motion is not None:
        action = make_action(name, armature, motion)
        record(action, result)


def _clips(files: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    """("Walking", its file) for "walking_armature_glb"."""
    for role, path in files.items():
        if found := _CLIP.fullmatch(role):
            yield found["name"].replace("_", " ").title(), path


def _stand_in_for(placed: Placed, source: bpy.types.Object, result: Result) -> None:
    things = [bpy.data.objects[name] for name in placed.objects]
    bpy.context.view_layer.update()
    put_material_back(source, things, _material_indices(things, source, result))
    put_where(things, source)
    _take_place(things, source)
    hide([source])


def _material_indices(
    rig: list[bpy.types.Object], source: bpy.types.Object, result: Result
) -> list[Indices] | None:
    """The material of each face, if the rig can wear those of `source`."""
    if source.type != "MESH" or not any(slot.material for slot in source.material_slots):
        return None
    meshes = [thing.data for thing in rig if isinstance(thing.data, bpy.types.Mesh)]
    if found := found_ahead(source, result):
        return indices_ahead(found, len(meshes))
    return material_indices(meshes, evaluated(source).data, len(source.material_slots))


def _take_place(rig: list[bpy.types.Object], source: bpy.types.Object) -> None:
    """Feet to where the source's were, turned as it is; its scale is not taken on.

    How tall the character is was said in metres.
    """
    armature = rig[0]
    armature.parent, armature.parent_type = source.parent, source.parent_type
    armature.parent_bone = source.parent_bone
    armature.matrix_parent_inverse = source.matrix_parent_inverse.copy()
    bpy.context.view_layer.update()
    turn = source.matrix_world.to_quaternion().to_matrix().to_4x4()
    feet = source.matrix_world @ _bottom([source])
    armature.matrix_world = Matrix.Translation(feet) @ turn @ Matrix.Translation(-_bottom(rig[1:]))


def _bottom(things: list[bpy.types.Object]) -> Vector:
    """The middle of the lower side of the box around them, in their own space."""
    corners = [Vector(corner) for thing in things for corner in thing.bound_box]
    low = [min(corner[axis] for corner in corners) for axis in range(3)]
    high = [max(corner[axis] for corner in corners) for axis in range(3)]
    return Vector(((low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]))
