"""A new mesh for an object that stays what it is: name, place, relations and all that it wears."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
from mathutils import Matrix, Vector

from ...jobs.job import Result
from ..models.joining import joined
from ..models.preparing import prepare
from ..placing import Placed
from ..provenance import record
from .carrying_over import carry_materials, carry_shape_keys, carry_weights
from .parcel import Sent, unpacked_again
from .taking import refuse_while_edited


def replace_mesh(thing: bpy.types.Object, result: Result, sent: Sent) -> Placed:
    """Gives `thing` the mesh of `result`, fitted to what was sent of it. Main thread.

    Linked duplicates get it too, unless modifiers went into it: those are switched off, as they
    would work twice. The old mesh is one undo step away. Raises TargetGone while the object is
    being edited, BrokenModel.
    """
    refuse_while_edited(thing)
    mesh = joined(prepare(result))
    fit(mesh, sent)
    before = thing.data
    if not keep_materials(thing, mesh):
        for slot in thing.material_slots:
            slot.link = "DATA"
    carry_over(thing, mesh, sent)
    _swap(thing, mesh, everywhere=not sent.baked)
    for modifier in thing.modifiers:
        if modifier.name in sent.baked:
            modifier.show_viewport = modifier.show_render = False
    _remove_unused(before)
    record(thing, result)
    return Placed(thing.name, (thing.name,))


def fit(mesh: bpy.types.Mesh, sent: Sent) -> None:
    """Brings `mesh`, as it was prepared, to where the sent one was in the object's own space.

    The service may have scaled and centred it; its middle and its diagonal tell.
    """
    low, high = bounds(mesh)
    factor = sent.size.length / ((high - low).length or 1.0)
    middle = (Vector(sent.low) + Vector(sent.high)) / 2
    mesh.transform(
        Matrix.Diagonal((*(1.0 / each for each in sent.scale), 1.0))
        @ Matrix.Translation(middle)
        @ Matrix.Scale(factor, 4)
        @ Matrix.Translation(-(low + high) / 2)
    )


def bounds(mesh: bpy.types.Mesh) -> tuple[Vector, Vector]:
    """The lowest and the highest corner."""
    points = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.vertices.foreach_get("co", points)
    points = points.reshape(-1, 3)
    return Vector(points.min(axis=0)), Vector(points.max(axis=0))


def keep_materials(thing: bpy.types.Object, mesh: bpy.types.Mesh) -> bool:
    """Gives `mesh` the material slots of the mesh of `thing`, unless it came with textures of its
    own or there is no material to keep. Whether it did.
    """
    is_bare = not any(slot.material for slot in thing.material_slots)
    if is_bare or not isinstance(thing.data, bpy.types.Mesh) or _has_images(mesh):
        return False
    made = [*mesh.materials]
    carry_materials(thing.data, mesh)
    bpy.data.batch_remove([each for each in made if each and each.users == 0])
    return True


def carry_over(thing: bpy.types.Object, mesh: bpy.types.Mesh, sent: Sent) -> None:
    """Gives `mesh`, fitted, what the mesh of `thing` has besides shape and materials."""
    before = thing.data
    if thing.vertex_groups:
        if sent.baked:
            with unpacked_again(thing, sent) as source:
                carry_weights(source, mesh)
        else:
            carry_weights(thing, mesh)
    carry_shape_keys(before, mesh)
    for name in before.keys():  # noqa: SIM118 - a Blender collection
        mesh[name] = before[name]


def _has_images(mesh: bpy.types.Mesh) -> bool:
    return any(
        node.bl_idname == "ShaderNodeTexImage" and node.image
        for material in mesh.materials
        if material and material.node_tree
        for node in material.node_tree.nodes
    )


def _swap(thing: bpy.types.Object, mesh: bpy.types.Mesh, *, everywhere: bool) -> None:
    before: Any = thing.data
    name = before.name
    if everywhere and not before.library:
        before.user_remap(mesh)
    else:
        thing.data = mesh
    if before.users == 0:
        before.name = f"{name} before"
    mesh.name = name


def _remove_unused(mesh: bpy.types.Mesh) -> None:
    if mesh.users == 0 and not mesh.library:
        bpy.data.meshes.remove(mesh)
