"""A new mesh for an object that stays what it is: name, place, relations and all that it wears."""

from __future__ import annotations

from typing import Any

import bpy

from ...jobs.job import Result
from ..models.preparing import prepare
from ..placing import Placed
from ..provenance import record
from .carrying_over import carry_key_settings
from .fitting import Fitted, fitted_mesh, source_of
from .fitting_ahead import fitted_ahead, found_ahead
from .key_animation import follow_keys
from .parcel import Sent
from .taking import refuse_while_edited


def replace_mesh(thing: bpy.types.Object, result: Result, sent: Sent) -> Placed:
    """Gives `thing` the mesh of `result`, fitted to what was sent of it. Main thread.

    Linked duplicates get it too, unless modifiers went into it: those are switched off, as they
    would work twice. The old mesh is one undo step away. Raises TargetGone while the object is
    being edited, BrokenModel.
    """
    refuse_while_edited(thing)
    fitted = fitted_to(thing, result, sent, wears=True)
    before = thing.data
    if not fitted.keeps_materials:
        for slot in thing.material_slots:
            slot.link = "DATA"
    carry_over(before, fitted.mesh)
    _swap(thing, fitted.mesh, everywhere=not sent.baked)
    follow_keys(before, fitted.mesh)
    for modifier in thing.modifiers:
        if modifier.name in sent.baked:
            modifier.show_viewport = modifier.show_render = False
    _remove_unused(before)
    record(thing, result)
    return Placed(thing.name, (thing.name,))


def fitted_to(thing: bpy.types.Object, result: Result, sent: Sent, *, wears: bool) -> Fitted:
    """The mesh of `result` in the space of `thing`, for that to wear or for an object beside it.

    Main thread; quick where a background Blender has fitted it. Raises BrokenModel.
    """
    found = found_ahead(thing, result)
    if found and (fitted := fitted_ahead(thing, result, found)):
        return fitted
    objects = prepare(result)
    if not isinstance(thing.data, bpy.types.Mesh):
        return fitted_mesh(objects, None, sent, wears=False)
    with source_of(thing, sent, wears=wears) as source:
        return fitted_mesh(objects, source, sent, wears=wears)


def carry_over(before: bpy.types.Mesh, mesh: bpy.types.Mesh) -> None:
    """Gives `mesh` what `before` has besides shape, materials and what lies on its surface."""
    carry_key_settings(before, mesh)
    for name in before.keys():  # noqa: SIM118 - a Blender collection
        mesh[name] = before[name]


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
