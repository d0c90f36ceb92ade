"""The object that was sent takes the size that the service found; all else of it stays."""

from __future__ import annotations

import bpy
from mathutils import Matrix, Vector

from ...jobs.job import Result
from ..models.joining import joined
from ..models.preparing import prepare
from ..own_scene import scene_of
from ..placing import Placed, Target, place
from ..provenance import record
from ..units import metres_per_unit
from .fitting import bounds
from .parcel import Sent
from .sources import SENT, find_source, has_source
from .taking import can_take_mesh, refuse_while_edited


def resize_source(result: Result, target: Target) -> Placed:
    """Scales the object that was sent, about its origin. Main thread.

    The mesh, where the object has it for itself and no modifier would notice: then its scale stays.
    Otherwise the object. Where an origin was asked for, the mesh moves onto it, and the object
    stays where it is seen. Raises TargetGone, BrokenModel.
    """
    if not has_source(result.job.target):
        return place(result, target)
    thing = find_source(result.job.target)
    refuse_while_edited(thing)
    sent = Sent.from_json(result.job.target[SENT])
    factor = _height(result) / (_height_now(thing, sent) or 1.0)
    if is_plain(thing):
        thing.data.transform(Matrix.Scale(factor, 4))
        if origin := result.job.steps[-1].values.get("origin_at"):
            _move_origin(thing, is_center=origin == "center")
        record(thing, result)
    else:
        thing.scale *= factor
    return Placed(thing.name, (thing.name,), sentence=f"{thing.name} is {factor:.3g} × as large.")


def is_plain(thing: bpy.types.Object) -> bool:
    """Whether nothing but its own looks depends on the object's mesh."""
    is_own = can_take_mesh(thing) and thing.data.users == 1
    return is_own and not (thing.modifiers or thing.children or thing.data.shape_keys)


def _height(result: Result) -> float:
    mesh = joined(prepare(result))
    low, high = bounds(mesh)
    materials = [*mesh.materials]
    bpy.data.meshes.remove(mesh)
    _remove_with_images([each for each in materials if each and each.users == 0])
    return float((high - low).z)


def _remove_with_images(materials: list[bpy.types.Material]) -> None:
    images = {
        node.image
        for material in materials
        if material.node_tree
        for node in material.node_tree.nodes
        if node.bl_idname == "ShaderNodeTexImage" and node.image
    }
    bpy.data.batch_remove(materials)
    bpy.data.batch_remove([image for image in images if image.users == 0])


def _height_now(thing: bpy.types.Object, sent: Sent) -> float:
    """In metres, along the object's own z; what was sent may have been without its scale."""
    scale = abs(thing.matrix_world.to_scale().z) * metres_per_unit(scene_of(thing))
    return float(sent.size.z / sent.scale[2] * scale)


def _move_origin(thing: bpy.types.Object, *, is_center: bool) -> None:
    low, high = bounds(thing.data)
    middle = (low + high) / 2
    origin = middle if is_center else Vector((middle.x, middle.y, low.z))
    thing.data.transform(Matrix.Translation(-origin))
    thing.matrix_basis = thing.matrix_basis @ Matrix.Translation(origin)
