"""From what the sidebar shows to what a job is given: its values, its price, what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import bpy

from ...api.conditions import applies, effective
from ...api.endpoint import Kind, Part
from ...api.errors import InvalidParameter
from ...api.parameters import Choice, Integer, Parameter, Picture, Pictures, TaskId, Text
from ...jobs.planning import plan, total_price
from ...scene.pictures.of_tasks import task_of
from ..properties import OTHER, plain_value, property_value
from ..wording import in_titles
from .picture_slot import MeshyPictureSlot, Source
from .settings import kept_parameters, other_name, text_name

_SOME_PICTURE = "(a picture)"
_SOME_TASK = "(a task)"
_STAND_INS: Mapping[str, Any] = {
    "prompt": "(a prompt)",
    "image_url": _SOME_PICTURE,
    "image_urls": [_SOME_PICTURE],
    "reference_image_urls": [_SOME_PICTURE],
}
"""What a price can be told without."""

_EITHER = "Write a prompt or choose a picture first"


def shown_values(settings: bpy.types.PropertyGroup, kind: Kind) -> dict[str, Any]:
    """Every value as the sidebar shows it, in the API's terms; None where there's none.

    A picture that Blender holds is only named: writing it out is for when the job begins.
    """
    return {parameter.key: _shown(settings, parameter) for parameter in kept_parameters(kind)}


def only_first(settings: Any, kind: Kind) -> bool:
    """Whether `settings`, or an operator, say that the job ends after its first part."""
    return bool(kind.only_first) and getattr(settings, kind.only_first)


def counting(kind: Kind, values: Mapping[str, Any], *, first: bool = False) -> dict[str, Any]:
    """Those of `values` that count; what a field that doesn't count says, counts for no other."""
    parts = kind.parts_for(first)
    kept = dict(values)
    for _ in values:  # each pass drops one at least, or is the last
        still = {key: value for key, value in values.items() if _counts(parts, key, kept)}
        if still == kept:
            break
        kept = still
    losers = [loser for parameter in kind.parameters for loser in _losers(parameter, kept)]
    return {key: value for key, value in kept.items() if key not in losers}


def values_to_send(settings: bpy.types.PropertyGroup, kind: Kind) -> dict[str, Any]:
    """What the job's operator is to be given: what counts, and isn't what happens anyway."""
    first = only_first(settings, kind)
    kept = counting(kind, shown_values(settings, kind), first=first)
    return {key: value for key, value in kept.items() if _is_news(kind.parts_for(first), key, kept)}


def price(settings: bpy.types.PropertyGroup, kind: Kind) -> int | None:
    """Credits for what the sidebar shows; None where that can't be made at all."""
    return price_of(kind, values_to_send(settings, kind), first=only_first(settings, kind))


def price_of(kind: Kind, values: Mapping[str, Any], *, first: bool) -> int | None:
    """Credits for a job with these `values`, whatever it is made from; None if it can't be made."""
    stand_ins = {key: value for key, value in _STAND_INS.items() if _takes(kind, key)}
    tasks = (p.key for p in kind.parameters if isinstance(p, TaskId) and p.required)
    stand_ins.update((key, values.get(key) or _SOME_TASK) for key in tasks)
    try:
        return total_price(plan(kind, {**values, **stand_ins}, only_first=first))
    except InvalidParameter:
        return None


def _takes(kind: Kind, key: str) -> bool:
    return any(parameter.key == key for parameter in kind.parameters)


def what_is_wrong(settings: bpy.types.PropertyGroup, kind: Kind) -> str:
    """Why the job can't be made, in words; "" if it can. Asks no disk."""
    wanted = values_to_send(settings, kind)
    if missing := _what_is_missing(kind, wanted):
        return missing
    if any(not slot.is_chosen for slot in _slots(settings, kind, wanted)):
        return "Confirm the picture first: this .blend brought its place along"
    try:
        plan(kind, wanted, only_first=only_first(settings, kind))
    except InvalidParameter as error:
        return in_titles(kind, str(error))
    return ""


def with_files(
    settings: bpy.types.PropertyGroup, kind: Kind, scene: bpy.types.Scene, state: Path
) -> dict[str, Any]:
    """`values_to_send` as an operator takes them, pictures written out. Main thread.

    Raises InvalidParameter for a picture that isn't there, CannotWrite.
    """
    values = _by_task(settings, kind, values_to_send(settings, kind))
    for parameter in kind.parameters:
        if parameter.key not in values:
            continue
        if isinstance(parameter, Picture):
            slot = getattr(settings, parameter.key)
            values[parameter.key] = _file(parameter.key, slot, scene, state)
        elif isinstance(parameter, Pictures):
            slots = [slot for slot in getattr(settings, parameter.key) if slot.is_given]
            files = [_file(parameter.key, slot, scene, state) for slot in slots]
            values[parameter.key] = "\n".join(files)
        else:
            values[parameter.key] = property_value(parameter, values[parameter.key])
    if only_first(settings, kind):
        values[kind.only_first] = True
    return values


def _by_task(
    settings: bpy.types.PropertyGroup, kind: Kind, values: dict[str, Any]
) -> dict[str, Any]:
    """`values` with the task that made just these pictures instead: then nothing has to be sent."""
    for parameter in kind.parameters:
        if not isinstance(parameter, TaskId):
            continue
        pictures = [key for key in parameter.overrides if key in values]
        slots = list(_slots(settings, kind, pictures))
        are_images = all(slot.source == Source.IMAGE for slot in slots)
        if are_images and (task := task_of([slot.image for slot in slots])):
            others = {key: value for key, value in values.items() if key not in pictures}
            return {**others, parameter.key: task}
    return values


def _shown(settings: bpy.types.PropertyGroup, parameter: Parameter) -> Any:
    value = getattr(settings, parameter.key)
    match parameter:
        case Picture():
            return _named(value)
        case Pictures():
            return [_named(slot) for slot in value if slot.is_given] or None
        case Text(required=True) if block := getattr(settings, text_name(parameter.key)):
            return block.as_string().strip() or None
        case Choice(open=True):
            if value == OTHER:
                value = getattr(settings, other_name(parameter.key)).strip()
            return value or None
        case Integer(levels=levels) if levels:
            return int(value) or None
        case Choice():
            return plain_value(parameter, value) or parameter.default
    value = plain_value(parameter, value)
    return value.strip() or None if isinstance(value, str) else value


def _named(slot: MeshyPictureSlot) -> str | None:
    if not slot.is_given:
        return None
    return slot.file.strip() if slot.source == Source.FILE else _SOME_PICTURE


def _losers(parameter: Parameter, values: Mapping[str, Any]) -> tuple[str, ...]:
    """What doesn't count because of `parameter`, or is that itself.

    The id of a task loses to what it could stand for: a picture is seen and was chosen, an id may
    be left from a task whose settings were taken.
    """
    if isinstance(parameter, TaskId) and any(values.get(key) for key in parameter.overrides):
        return (parameter.key,)
    return parameter.overrides if values.get(parameter.key) else ()


def _counts(parts: tuple[Part, ...], key: str, values: Mapping[str, Any]) -> bool:
    return any(
        applies(part.endpoint, part.endpoint.parameter(key), values) for part in _taking(parts, key)
    )


def _is_news(parts: tuple[Part, ...], key: str, values: Mapping[str, Any]) -> bool:
    """Whether the service would do otherwise if it weren't told."""
    others = {other: value for other, value in values.items() if other != key}
    value = values[key]
    if value is None or value == []:
        return False
    return any(
        _plain(value) != _plain(effective(part.endpoint, key, others))
        for part in _taking(parts, key)
    )


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _taking(parts: tuple[Part, ...], key: str) -> Iterator[Part]:
    for part in parts:
        if key != part.after and key in part.endpoint.by_key:
            yield part


def _slots(
    settings: bpy.types.PropertyGroup, kind: Kind, wanted: Collection[str]
) -> Iterator[MeshyPictureSlot]:
    """The pictures that would be sent for these parameters."""
    for parameter in kind.parameters:
        if parameter.key not in wanted:
            continue
        if isinstance(parameter, Picture):
            yield getattr(settings, parameter.key)
        elif isinstance(parameter, Pictures):
            yield from (slot for slot in getattr(settings, parameter.key) if slot.is_given)


def _what_is_missing(kind: Kind, wanted: Mapping[str, Any]) -> str:
    if wanted.get("input_task_id"):
        return ""
    for parameter in kind.parameters:
        if wanted.get(parameter.key) or _has_alternative(kind, parameter.key, wanted):
            continue
        if isinstance(parameter, TaskId) and parameter.required:
            return "Choose a prototype first"
        if isinstance(parameter, Text) and parameter.required:
            return "Say what to make first"
        if isinstance(parameter, Picture) and parameter.key in _STAND_INS:
            return _EITHER if _may_be_told(kind, parameter.key) else "Choose a picture first"
        if isinstance(parameter, Pictures):
            return "Choose a picture or more first"
    return ""


def _has_alternative(kind: Kind, key: str, wanted: Mapping[str, Any]) -> bool:
    """Whether something else is given of which one is enough."""
    return any(wanted.get(other) for other in _alternatives(kind, key))


def _may_be_told(kind: Kind, key: str) -> bool:
    """Whether words are enough."""
    words = [parameter.key for parameter in kind.parameters if isinstance(parameter, Text)]
    return any(other in words for other in _alternatives(kind, key))


def _alternatives(kind: Kind, key: str) -> Iterator[str]:
    for part in kind.parts:
        for group in part.endpoint.needs_one_of:
            yield from group if key in group else ()


def _file(parameter: str, slot: MeshyPictureSlot, scene: bpy.types.Scene, state: Path) -> str:
    if slot.source == Source.FILE:
        return slot.file.strip()
    # Here, not above: it brings numpy, which is slow to load.
    from ...scene.pictures.held import image_file, render_file

    if slot.source == Source.IMAGE:
        return image_file(parameter, slot.image, state)
    if slot.source == Source.VIEWPORT:
        from ...scene.pictures.viewport import viewport_file

        return viewport_file(parameter, state)
    return render_file(parameter, scene, state)
