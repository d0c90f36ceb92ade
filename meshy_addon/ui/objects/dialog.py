"""The dialog of a job on the selected objects: what it asks, what it costs, what speaks against it.

What is drawn is worked out when the dialog opens and when something in it changes: never in `draw`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import bpy

from ...api.endpoint import Kind
from ...api.errors import MeshyError
from ...api.frozen import frozen
from ...api.parameters import Choices, Model, Parameter, TaskId
from ...api.tooltips import label
from ..account.state import ACCOUNT
from ..create.wanted import counting, only_first, price_of
from ..properties import OTHER, menu_items, menu_name, plain_value
from ..wording import in_credits, in_titles, on_button, say, told
from ..wrapping import draw_lines
from .held import as_held, hold
from .sending_properties import manner_of, sending_properties

if TYPE_CHECKING:
    from ...scene.objects.preflight import Finding

_WIDTH = 420
_LINE_PX = _WIDTH - 40
_FIRST = ("text_style_prompt", "image_style_url")
_RARE = ("alpha_thumbnail", "moderation", "webhook_url")
_FORMATS = "target_formats"
_SEVERITY_ICONS = {"refuse": "CANCEL", "warn": "ERROR", "hint": "INFO"}
_MODEL_STAND_IN = {"model_url": "(the object)"}
"""What a price can be told without."""


@frozen
class Outlook:
    """What the dialog says of the jobs that OK would start."""

    names: tuple[str, ...] = ()
    credits: int | None = None
    """For all of them."""
    problem: str = ""
    findings: tuple[Finding, ...] = ()
    goes_by_id: bool = False
    """Whether nothing has to be uploaded."""


def ask(operator: Any, context: bpy.types.Context) -> set[str]:
    """Open the dialog for `operator`."""
    hold(operator)
    _show_whether_uvs_are_kept(operator, context)
    look_again(operator, context)
    outlook: Outlook = operator.outlook
    if not outlook.names:
        operator.report({"ERROR"}, outlook.problem)
        return {"CANCELLED"}
    return context.window_manager.invoke_props_dialog(
        operator, width=_WIDTH, confirm_text=on_button(operator.kind.title)
    )


def _show_whether_uvs_are_kept(operator: Any, context: bpy.types.Context) -> None:
    """As it will be; where the objects differ, each is decided for itself."""
    from ...scene.objects.good_uvs import has_good_uvs
    from ...scene.objects.leading import sendable
    from ...scene.objects.selection import FROM_TASK, KEEP_UVS

    if getattr(operator, FROM_TASK, ""):
        return  # what is selected isn't what is sent
    is_asked = any(parameter.key == KEEP_UVS for parameter in operator.kind.parameters)
    if is_asked and not operator.properties.is_property_set(KEEP_UVS):
        things = sendable(context)
        if things and all(has_good_uvs(thing) for thing in things):
            setattr(operator, KEEP_UVS, True)


def look_again(operator: Any, context: bpy.types.Context) -> bool:
    """Work out what the dialog says. True, as it's to be drawn anew."""
    with as_held(operator, context):
        operator.outlook = _outlook(operator, context)
    return True


def draw(operator: Any, context: bpy.types.Context) -> None:
    """An operator's `draw`."""
    layout = operator.layout
    layout.use_property_split = True
    layout.use_property_decorate = False
    outlook: Outlook = getattr(operator, "outlook", Outlook())
    _draw_names(layout, outlook)
    counts = _counting(operator)
    for parameter in _parameters(operator.kind):
        if parameter.key in counts:
            _draw_field(layout, operator, parameter)
    with as_held(operator, context):
        _draw_manner(layout, operator, context)
    for finding in outlook.findings:
        _draw_sentence(layout, told(finding.sentence), finding.severity.value)
        if finding.wants_unwrap:
            layout.operator("meshy.unwrap", icon="UV")
    if outlook.problem:
        _draw_sentence(layout, outlook.problem, "hint")
    _draw_price(layout, outlook)


def _outlook(operator: Any, context: bpy.types.Context) -> Outlook:
    # Here, not above: what looks at meshes takes numpy, which would make enabling slow.
    from ...jobs.planning import plan, total_price
    from ...scene.objects.leading import sendable
    from ...scene.objects.preflight import findings
    from ...scene.objects.selection import FROM_TASK, orders

    kind, values, manner = operator.kind, given_in_dialog(operator), manner_of(operator)
    names = tuple(thing.name for thing in sendable(context))
    if getattr(operator, FROM_TASK, ""):
        names = (say("A Task of the History"),)
    told: list[Finding] = []
    try:
        made = orders(kind, values, "", context, manner, is_sure=False)
        for order in made:
            if order.parcel:
                told += findings(
                    kind, order.values, order.parcel, keep_original=manner.keep_original
                )
        plans = [plan(kind, {**_MODEL_STAND_IN, **order.values}) for order in made]
        credits = sum(total_price(steps) for steps in plans)
        goes_by_id = all(order.values.get(FROM_TASK) for order in made)
    except MeshyError as error:
        base = sum(part.endpoint.price.base for part in kind.parts) * len(names)
        return Outlook(names, base, in_titles(kind, str(error)), tuple(told))
    return Outlook(names, credits, "", tuple(told), goes_by_id)


def given_in_dialog(operator: Any) -> dict[str, Any]:
    """What counts of what the dialog shows, and was changed: neither a field that is hidden again
    nor one that was emptied.
    """
    return {
        key: value
        for key, value in _counting(operator).items()
        if operator.properties.is_property_set(key) and value not in (None, "", [])
    }


def ask_fields(operator: Any, context: bpy.types.Context) -> set[str]:
    """Open the dialog of a job that is on no object, or goes on from the task that made one."""
    hold(operator)
    _show_what_is_gone_on_with(operator, context)
    return context.window_manager.invoke_props_dialog(
        operator, width=_WIDTH, confirm_text=on_button("Generate")
    )


def _show_what_is_gone_on_with(operator: Any, context: bpy.types.Context) -> None:
    """The model that made the object, which can't be another from then on."""
    from ...scene.objects.selection import MODEL, orders

    with suppress(MeshyError):  # what is still missing is said when it's sent
        [order] = orders(operator.kind, given_in_dialog(operator), "", context)
        if MODEL in order.values:
            setattr(operator, MODEL, order.values[MODEL])


def draw_fields(operator: Any, context: bpy.types.Context) -> None:
    """The `draw` of a job that is on no object: what counts, nothing that is there for old work."""
    layout = operator.layout
    layout.use_property_split = True
    layout.use_property_decorate = False
    counts = _counting(operator)
    for parameter in _parameters(operator.kind):
        if parameter.key in counts:
            _draw_field(layout, operator, parameter)
    kind = _kind(operator)
    if kind.only_first:
        layout.prop(operator, kind.only_first)
    credits = price_of(kind, given_in_dialog(operator), first=only_first(operator, kind))
    _draw_price(layout, Outlook(credits=credits))


def _kind(operator: Any) -> Kind:
    """What is left to be done, where the dialog was opened for a task that did the first part."""
    kind: Kind = operator.kind
    is_begun = kind.continues_with and getattr(operator, kind.continues_with)
    return kind.rest if is_begun else kind


def _counting(operator: Any) -> dict[str, Any]:
    kind = _kind(operator)
    shown = {each.key: plain_value(each, getattr(operator, each.key)) for each in kind.parameters}
    return counting(kind, shown, first=only_first(operator, kind))


def _parameters(kind: Kind) -> Iterator[Parameter]:
    """All that an artist is asked, what matters most first."""
    asked = [p for p in kind.parameters if _is_asked(kind, p)]
    yield from (p for p in asked if p.key in _FIRST)
    yield from (p for p in asked if p.key not in _FIRST)


def _is_asked(kind: Kind, parameter: Parameter) -> bool:
    # Further files of what comes into the scene anyway are Convert's affair.
    is_idle = parameter.key == _FORMATS and kind.name != "convert"
    return not (
        isinstance(parameter, TaskId | Model)
        or parameter.deprecated
        or parameter.key in _RARE
        or is_idle
    )


def _draw_field(layout: bpy.types.UILayout, operator: Any, parameter: Parameter) -> None:
    name = told(label(parameter))
    if isinstance(parameter, Choices):
        layout.column(heading=parameter.title).prop(operator, parameter.key)
        return
    key = menu_name(parameter.key) if menu_items(parameter) else parameter.key
    layout.prop(operator, key, text=name, translate=False)
    if getattr(operator, key) == OTHER:
        layout.prop(operator, parameter.key, text="Name")


def _draw_manner(layout: bpy.types.UILayout, operator: Any, context: bpy.types.Context) -> None:
    names = sending_properties(operator.kind)
    objects = context.selected_objects
    column = layout.column(heading=say("Objects"))
    if "apply_modifiers" in names and any(thing.modifiers for thing in objects):
        column.prop(operator, "apply_modifiers")
    if "join" in names and len(objects) > 1:
        column.prop(operator, "join")
    if "keep_original" in names:
        column.prop(operator, "keep_original")
    for name in ("folder", "into_scene"):
        if name in names:
            layout.prop(operator, name)


def _draw_names(layout: bpy.types.UILayout, outlook: Outlook) -> None:
    row = layout.row()
    row.label(text=", ".join(outlook.names[:4]), icon="OBJECT_DATA", translate=False)
    if len(outlook.names) > 4:
        row.label(text=say("and {count} more", count=len(outlook.names) - 4))


def _draw_sentence(layout: bpy.types.UILayout, text: str, severity: str) -> None:
    column = layout.column()
    column.alert = severity == "refuse"
    draw_lines(column, text, _LINE_PX, icon=_SEVERITY_ICONS[severity])


def _draw_price(layout: bpy.types.UILayout, outlook: Outlook) -> None:
    layout.separator()
    row = layout.row()
    if outlook.credits is not None:
        row.label(text=_price_text(outlook.credits))
    if ACCOUNT.balance is not None and not ACCOUNT.is_test_mode:
        right = row.row()
        right.alignment = "RIGHT"
        right.active = False
        right.label(text=say("{credits} Credits left", credits=f"{ACCOUNT.balance:,}"))
    if outlook.goes_by_id:
        row = layout.row()
        row.active = False
        row.label(text=say("Unchanged since Meshy made it: nothing is uploaded"))


def _price_text(credits: int) -> str:
    if ACCOUNT.is_test_mode or not credits:
        return say("Free")
    return in_credits(credits)
