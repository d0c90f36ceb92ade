"""What the selected objects mean for new jobs: what each continues or sends, and its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import bpy

from ...api.endpoint import Kind
from ...api.errors import InvalidParameter
from ...api.parameters import Model, TaskId
from ..characters.in_the_file import with_character
from ..placing import target_here
from ..provenance import Provenance, is_unchanged, read
from .good_uvs import has_good_uvs, rendered_uv_map
from .leading import at_hand, sendable
from .parcel import Parcel
from .preflight import Severity, findings
from .sources import BESIDE, FOLDER, INTO_SCENE, UV_MAP, find_source, has_source, remember
from .taking import can_take_mesh, why_not_now

MODEL = "ai_model"
FROM_TASK = "input_task_id"
KEEP_UVS = "enable_original_uv"
_AT_REST = ("remesh", "retexture")
"""Kinds whose result goes on to be posed as the object was."""
_AT_REST_IN_PLACE = ("print_repair",)
"""The same where the object itself takes the result: mended at rest, it's whole in any pose. What
is to stand beside it is as one sees it.
"""
_FOR_ALL_USERS = ("remesh",)
"""Kinds whose result all objects get that share the mesh."""


@dataclass(frozen=True)
class Manner:
    """How the selection is taken, and what becomes of the result, besides what the service asks."""

    join: bool = False
    """One job for all objects rather than one for each."""
    apply_modifiers: bool = True
    keep_original: bool = False
    """The result stands beside the object."""
    folder: str = ""
    """Where files go that aren't for the scene; Blender's `//` works."""
    into_scene: bool = False
    """Converted files come into the scene too."""

    def as_target(self) -> dict[str, Any]:
        """What a job's target says of it."""
        folder = bpy.path.abspath(self.folder) if self.folder else ""
        told = {BESIDE: self.keep_original, FOLDER: folder, INTO_SCENE: self.into_scene}
        return {key: value for key, value in told.items() if value}


@dataclass(frozen=True)
class Order:
    """One job that is to be made. Only for the moment: it holds objects."""

    values: Mapping[str, Any]
    target: Mapping[str, Any]
    name: str = ""
    """Empty where the values tell."""
    parcel: Parcel | None = None
    """What is to be uploaded."""


def refuse_amid_modes(kind: Kind, wanted: Sequence[Order]) -> None:
    """For who waits for the results, and so can't go back to Object Mode meanwhile.

    Raises InvalidParameter where an object couldn't take its result, or make way for it, in the
    mode that it is in.
    """
    takes = model_parameter(kind) or _needed_task(kind)
    for order in wanted if takes else ():
        things = _things(order)
        if sentence := why_not_now(kind.name, order.values, order.target, things):
            raise InvalidParameter(takes.key, sentence)


def _things(order: Order) -> Sequence[bpy.types.Object]:
    """The objects that it's for."""
    if order.parcel:
        return order.parcel.objects
    return [find_source(order.target)] if has_source(order.target) else []


def model_parameter(kind: Kind) -> Model | None:
    """The parameter through which a job of this `kind` takes a model, if it does."""
    return next((p for p in kind.parameters if isinstance(p, Model)), None)


def orders(
    kind: Kind,
    values: Mapping[str, Any],
    collection: str,
    context: bpy.types.Context,
    manner: Manner | None = None,
    *,
    is_sure: bool = True,
) -> list[Order]:
    """The jobs that `values` and the selection ask for: one for each object, unless joined.

    Raises InvalidParameter where a model or task is needed and nothing that is selected gives one,
    and where an object can't be sent, if the artist `is_sure` already.
    """
    model = model_parameter(kind)
    if model is None:
        return [_continued(kind, values, collection, context)]
    manner = manner or Manner()
    target = {**target_here(collection).as_json(), **manner.as_target()}
    if values.get(model.key) or values.get(FROM_TASK):
        return [Order(values, target)]
    things = sendable(context)
    if not things:
        raise InvalidParameter(model.key, _nothing_to_send(context))
    bpy.ops.ed.flush_edits()  # what is being modelled or sculpted counts as it is now
    made = [
        _sent(kind, _with_own_uvs(kind, values, parcel.leader), target, parcel)
        for parcel in parcels(kind, things, manner)
    ]
    for order in made if is_sure else ():
        _refuse_if_unfit(kind, order, model.key)
    return made


def parcels(kind: Kind, things: Sequence[bpy.types.Object], manner: Manner) -> list[Parcel]:
    """What goes into each upload."""
    if kind.name in _FOR_ALL_USERS and not manner.keep_original:
        things = _one_for_each_mesh(things)
    groups = [tuple(things)] if manner.join else [(thing,) for thing in things]
    return [
        Parcel(group, manner.apply_modifiers, _is_at_rest(kind, group[0], manner))
        for group in groups
    ]


def _is_at_rest(kind: Kind, leader: bpy.types.Object, manner: Manner) -> bool:
    if kind.name in _AT_REST_IN_PLACE:
        return can_take_mesh(leader) and not manner.keep_original
    return kind.name in _AT_REST


def _one_for_each_mesh(things: Sequence[bpy.types.Object]) -> list[bpy.types.Object]:
    """Of linked duplicates just one: the others get the same new mesh with it."""
    kept: dict[object, bpy.types.Object] = {}
    for thing in things:
        kept.setdefault(thing if thing.modifiers else thing.data or thing, thing)
    return list(kept.values())


def _refuse_if_unfit(kind: Kind, order: Order, parameter: str) -> None:
    for finding in findings(kind, order.values, order.parcel) if order.parcel else ():
        if finding.severity is Severity.REFUSE:
            raise InvalidParameter(parameter, finding.sentence)


def _sent(
    kind: Kind, values: Mapping[str, Any], target: Mapping[str, Any], parcel: Parcel
) -> Order:
    leader = parcel.leader
    target = {**target, **remember(leader), UV_MAP: rendered_uv_map(leader)}
    if task_id := _task_of(kind, parcel):
        known = {**values, FROM_TASK: task_id}
        return Order(known, target, leader.name, replace(parcel, apply_scale=False))
    return Order(values, target, leader.name, parcel)


def _task_of(kind: Kind, parcel: Parcel) -> str:
    """The task that made just what is to be sent, if this kind of job can go on from it."""
    leader = parcel.leader
    origin = read(leader)
    takes = next((p for p in kind.parameters if p.key == FROM_TASK), None)
    if origin is None or not isinstance(takes, TaskId) or len(parcel.objects) > 1:
        return ""
    if leader.parent and leader.parent.meshy.task_id == origin.task_id:
        return ""  # the task made more than this
    fits = not takes.from_types or origin.task_type in takes.from_types
    return origin.task_id if fits and not parcel.baked and is_unchanged(leader) else ""


def _with_own_uvs(
    kind: Kind, values: Mapping[str, Any], thing: bpy.types.Object
) -> Mapping[str, Any]:
    """Keep the UVs that the object has, if they are good and nothing else was asked for."""
    may_keep = any(parameter.key == KEEP_UVS for parameter in kind.parameters)
    if not may_keep or KEEP_UVS in values:
        return values
    return {**values, KEEP_UVS: has_good_uvs(thing)}


def _nothing_to_send(context: bpy.types.Context) -> str:
    if context.selected_objects:
        name = context.selected_objects[0].name
        return f'"{name}" has no surface to send: select a mesh.'
    return "Nothing is selected: select a mesh first."


def _continued(
    kind: Kind, values: Mapping[str, Any], collection: str, context: bpy.types.Context
) -> Order:
    """With the task id that the selection can give, where one is needed."""
    target = target_here(collection).as_json()
    if kind.name == "animate":
        return Order(*with_character(values, target, context))
    needed = _needed_task(kind)
    if needed is None or values.get(needed.key):
        return Order(values, target)
    thing = at_hand(context)
    origin = read(thing) if thing else None
    if origin is None or origin.task_type not in needed.from_types:
        raise InvalidParameter(
            needed.key,
            f"{needed.key} is missing: give the id of a task, or select an object that came from "
            f"{' or '.join(needed.from_types)}.",
        )
    known = {**_same_model(kind, origin), **values, needed.key: origin.task_id}
    return Order(known, {**target, **remember(thing)})


def _needed_task(kind: Kind) -> TaskId | None:
    """The parameter for the task that a job of this `kind` goes on from, if it can't without."""
    return next((p for p in kind.parameters if isinstance(p, TaskId) and p.required), None)


def _same_model(kind: Kind, origin: Provenance) -> dict[str, Any]:
    """The model that the object was made with: Meshy refuses to go on with a different one."""
    takes_model = any(parameter.key == MODEL for parameter in kind.parameters)
    return {MODEL: origin.ai_model} if takes_model and origin.ai_model else {}
