"""A result comes back to the object that was sent: its new mesh, or an object in its place."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import bpy
from mathutils import Matrix

from ...jobs.job import Result
from ..errors import TargetGone
from ..linking import put_where
from ..placing import Placed, Target, place, select_only
from ..provenance import record
from .fingerprint import geometry_mark
from .parcel import Sent
from .predecessor import hide
from .replacing import fitted_to, replace_mesh
from .sources import BESIDE, SENT, find, find_source, has_source
from .taking import can_take_mesh, refuse_while_edited

_GAP = 1.2
"""How far beside the object a result stands, in widths."""


def return_to_source(result: Result, target: Target) -> Placed:
    """The object that was sent takes the mesh of `result`. Main thread.

    Where it can't (a text, an instance, a linked object) a new object takes its place; where it
    isn't to, or was edited meanwhile, one stands beside it. A job without an object, say by a
    task's id, makes a new model. Raises TargetGone, also while an object is being edited that would
    be hidden or lose its mesh; BrokenModel.
    """
    if not has_source(result.job.target):
        return place(result, target)
    thing = find_source(result.job.target)
    sent = Sent.from_json(result.job.target[SENT])
    if result.job.target.get(BESIDE):
        return _stand_beside(thing, result, sent)
    others = _joined(result, sent)
    for each in others:
        refuse_while_edited(each)
    if not can_take_mesh(thing):
        refuse_while_edited(thing)
        made = _stand_in_place(thing, result, sent)
        take_place(made, thing)
    elif geometry_mark(thing.data) != sent.mark:
        placed = _stand_beside(thing, result, sent)
        said = f'"{thing.name}" was edited meanwhile: the result stands beside it.'
        return replace(placed, sentence=said)
    else:
        made = thing
        replace_mesh(thing, result, sent)
    hide(others)
    return Placed(made.name, (made.name,))


def _joined(result: Result, sent: Sent) -> list[bpy.types.Object]:
    """The objects that were sent with the leader, as far as they are still there."""
    found = []
    for known in sent.others:
        with suppress(TargetGone):
            found.append(find(known, result.job.target))
    return found


def take_place(thing: bpy.types.Object, before: bpy.types.Object) -> None:
    """Stand where `before` stands, in its collections and under its parent; hide `before`."""
    _stand_like(thing, before)
    hide([before])


def _stand_in_place(thing: bpy.types.Object, result: Result, sent: Sent) -> bpy.types.Object:
    fitted = fitted_to(thing, result, sent, wears=False)
    made = bpy.data.objects.new(thing.name, fitted.mesh)
    if fitted.keeps_materials:
        _fill_own_slots(made, thing)
    record(made, result)
    _stand_like(made, thing)
    select_only([made])
    return made


def _fill_own_slots(thing: bpy.types.Object, before: bpy.types.Object) -> None:
    """Those whose material is the object's rather than the mesh's."""
    for slot, filled in zip(thing.material_slots, before.material_slots, strict=False):
        if filled.link == "OBJECT":
            slot.link = "OBJECT"
            slot.material = filled.material


def _stand_beside(thing: bpy.types.Object, result: Result, sent: Sent) -> Placed:
    made = _stand_in_place(thing, result, sent)
    bpy.context.view_layer.update()
    made.matrix_world = Matrix.Translation((_GAP * thing.dimensions.x, 0, 0)) @ thing.matrix_world
    return Placed(made.name, (made.name,))


def _stand_like(thing: bpy.types.Object, before: bpy.types.Object) -> None:
    put_where([thing], before)
    thing.parent, thing.parent_type = before.parent, before.parent_type
    thing.parent_bone = before.parent_bone
    thing.matrix_parent_inverse = before.matrix_parent_inverse.copy()
    thing.rotation_mode = before.rotation_mode
    thing.matrix_basis = before.matrix_basis.copy()
