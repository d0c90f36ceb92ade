"""Imported objects with their transforms applied, standing on the ground at the world's origin."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
from mathutils import Matrix, Vector

from ..characters.rigs import has_rig, settle_rig
from ..naming import with_suffix


def settle(
    objects: list[bpy.types.Object],
    name: str,
    *,
    origin_at_center: bool,
    height_m: float | None = None,
) -> bpy.types.Object:
    """Names `objects`, applies their transforms and returns the one that carries the others.

    A single mesh carries itself: rotation 0, scale 1, its origin at the bottom centre of its
    bounding box (or at its centre). Several meshes get an empty there as their parent. A rig's
    armature carries its meshes, see `rigs`. Whatever else is animated keeps its transforms, or its
    curves would no longer fit.
    Afterwards everything stands on z = 0 with its middle at x = y = 0; `objects` has lost the
    empties that nothing needs. Main thread, with the objects in the current scene.
    """
    if has_rig(objects):
        return _carry_by_bones(objects, name, height_m)
    low, high = _bounds(objects)
    ground = Vector(((low.x + high.x) / 2, (low.y + high.y) / 2, low.z))
    if any(thing.animation_data for thing in objects):
        # One frame says nothing on where the middle of what moves is; its origin does.
        root = _carry_as_they_are(objects, name, Vector((0.0, 0.0, low.z)))
    else:
        origin = (low + high) / 2 if origin_at_center else ground
        root = _carry_still(objects, name, origin)
        root.location = origin - ground
    bpy.context.view_layer.update()
    return root


def _carry_still(objects: list[bpy.types.Object], name: str, origin: Vector) -> bpy.types.Object:
    meshes = [thing for thing in objects if isinstance(thing.data, bpy.types.Mesh)]
    for thing in meshes:
        _apply_transform(thing, origin, keeps_own_origin=len(meshes) > 1)
    bpy.data.batch_remove([thing for thing in objects if thing not in meshes])
    objects[:] = meshes
    if len(meshes) == 1:
        _name_object(meshes[0], name)
        return meshes[0]
    for number, thing in enumerate(meshes, start=1):
        _name_object(thing, with_suffix(name, str(number)))
    return _parent_empty(objects, meshes, name)


def _carry_by_bones(
    objects: list[bpy.types.Object], name: str, height_m: float | None
) -> bpy.types.Object:
    armature = settle_rig(objects, height_m)
    for thing in objects:
        _name_object(thing, with_suffix(name, "rig" if thing == armature else "mesh"))
    return armature


def _carry_as_they_are(
    objects: list[bpy.types.Object], name: str, ground: Vector
) -> bpy.types.Object:
    roots = [thing for thing in objects if thing.parent is None]
    for thing in roots:
        thing.location -= ground
    for thing in objects:
        if thing not in roots and isinstance(thing.data, bpy.types.Mesh):
            _name_object(thing, with_suffix(name, "mesh"))
    if len(roots) > 1:
        return _parent_empty(objects, roots, name)
    _name_object(roots[0], name)
    return roots[0]


def _parent_empty(
    objects: list[bpy.types.Object], children: list[bpy.types.Object], name: str
) -> bpy.types.Object:
    low, high = _bounds(objects)
    empty = bpy.data.objects.new(name, None)
    empty.empty_display_size = max((high - low).to_tuple()) / 2 or 1.0
    bpy.context.scene.collection.objects.link(empty)
    for child in children:
        child.parent = empty
        child.matrix_parent_inverse = Matrix.Identity(4)
    objects.insert(0, empty)
    return empty


def _apply_transform(thing: bpy.types.Object, origin: Vector, *, keeps_own_origin: bool) -> None:
    """Moves rotation, scale and, unless it `keeps_own_origin`, the location into the mesh."""
    if thing.data.users > 1:
        thing.data = thing.data.copy()
    mesh: Any = thing.data
    world = Matrix.Translation(-origin) @ thing.matrix_world
    location = world.translation.copy() if keeps_own_origin else Vector()
    world.translation -= location
    mesh.transform(world, shape_keys=True)
    if world.is_negative:
        mesh.flip_normals()
    thing.parent = None
    thing.rotation_mode = "XYZ"
    thing.matrix_basis = Matrix.Translation(location)


def _bounds(objects: list[bpy.types.Object]) -> tuple[Vector, Vector]:
    """The lowest and the highest corner around the meshes as they are seen, in the world."""
    bpy.context.view_layer.update()
    depsgraph = bpy.context.evaluated_depsgraph_get()
    corners = []
    for thing in objects:
        if isinstance(thing.data, bpy.types.Mesh):
            seen = thing.evaluated_get(depsgraph)
            points = np.empty(len(seen.data.vertices) * 3, np.float32)
            seen.data.vertices.foreach_get("co", points)
            turn = np.array(seen.matrix_world)
            points = points.reshape(-1, 3) @ turn[:3, :3].T + turn[:3, 3]
            corners += [points.min(axis=0), points.max(axis=0)]
    return Vector(np.min(corners, axis=0)), Vector(np.max(corners, axis=0))


def _name_object(thing: bpy.types.Object, name: str) -> None:
    thing.name = name
    if thing.data:
        thing.data.name = name
