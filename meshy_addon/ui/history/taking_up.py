"""What a task was asked with goes back to where it can be changed and asked again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import bpy

from ...api.endpoint import Kind
from ...api.endpoints import KINDS
from ...api.errors import MeshyError
from ...api.parameters import Choice, Integer, Model, Parameter, Picture, Pictures, TaskId, Text
from ...jobs.adopting import kind_of_endpoint
from ...scene.pictures.of_tasks import pictures_of
from ..create.from_pictures import fill_slot
from ..create.settings import TAB_OF, kept_parameters, other_name, text_name
from ..lab.settings import PRODUCTS
from ..pressing import in_a_sentence
from ..properties import NO_LEVEL, OTHER, property_value

if TYPE_CHECKING:
    from ...jobs.history_entry import Entry

_WITHIN = {"refine": "text_to_3d"}
"""Kind → the one that asks the same and more, in whose panel its settings stand."""


def take_up(entry: Entry, context: bpy.types.Context) -> None:
    """Into the panel that makes such things; where there's none, into their dialog.

    What isn't told of a task that was made elsewhere stays as the artist has set it. Raises
    MeshyError for a task that tells nothing.
    """
    if not entry.values or not entry.is_known:
        raise MeshyError("This task doesn't tell what it was made with.")
    kind = kind_of_endpoint(entry.endpoint)
    kind = _WITHIN.get(kind, kind)
    if kind in TAB_OF:
        create = context.scene.meshy_create
        create.make(kind)
        _fill(create.chosen, KINDS[kind], entry)
    elif kind in PRODUCTS:
        lab = context.scene.meshy_lab
        lab.product = kind
        _fill(lab.chosen, lab.kind, entry)
    else:
        _open_dialog(KINDS[kind], entry.values)


def _fill(settings: bpy.types.PropertyGroup, kind: Kind, entry: Entry) -> None:
    values = _with_pictures_of_here(kind, entry.values)
    for parameter in kept_parameters(kind):
        if values.get(parameter.key) is not None:
            _set(settings, parameter, values[parameter.key])
        elif entry.job_id:  # all is known of it: this was left as it comes
            settings.property_unset(parameter.key)


def _with_pictures_of_here(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with pictures of this file for the task that made them: they're seen, and stay."""
    shown = dict(values)
    for parameter in kind.parameters:
        if not isinstance(parameter, TaskId) or not shown.get(parameter.key):
            continue
        images = pictures_of(shown[parameter.key])
        for instead in (p for p in kind.parameters if p.key in parameter.overrides):
            if isinstance(instead, Pictures) and images:
                shown |= {parameter.key: None, instead.key: images}
            elif isinstance(instead, Picture) and len(images) == 1:
                shown |= {parameter.key: None, instead.key: images[0]}
    return shown


def _set(settings: bpy.types.PropertyGroup, parameter: Parameter, value: Any) -> None:
    """One field of the sidebar, from the API's terms."""
    key = parameter.key
    match parameter:
        case Picture():
            fill_slot(getattr(settings, key), value)
        case Pictures():
            slots = getattr(settings, key)
            slots.clear()
            for picture in value:
                fill_slot(slots.add(), picture)
        case Choice(open=True) if value not in parameter.options:
            setattr(settings, key, OTHER)
            setattr(settings, other_name(key), value)
        case Choice() if value not in parameter.options:
            settings.property_unset(key)  # a newer service's
        case Integer(levels=levels) if levels:
            setattr(settings, key, str(value) if value in levels else NO_LEVEL)
        case _:
            if isinstance(parameter, Text) and parameter.required:
                setattr(settings, text_name(key), None)
            setattr(settings, key, property_value(parameter, value))


def _open_dialog(kind: Kind, values: Mapping[str, Any]) -> None:
    given = {
        parameter.key: property_value(parameter, values[parameter.key])
        for parameter in kind.parameters
        if values.get(parameter.key) is not None
        and not isinstance(parameter, Picture | Pictures | Model | TaskId)
    }
    try:
        getattr(bpy.ops.meshy, kind.name)("INVOKE_DEFAULT", ask=True, **given)
    except RuntimeError as error:
        raise MeshyError(in_a_sentence(error)) from error
