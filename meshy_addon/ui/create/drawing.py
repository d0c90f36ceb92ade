"""What the Create panel shows of its settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import bpy

from ...api.endpoint import Kind
from ...api.parameters import Picture, Pictures, TaskId
from .. import priced_button
from ..icons import ICONS
from ..wrapping import is_narrow, sentence
from . import picture_slot
from .fields import (
    draw_field,
    draw_pictures,
    draw_prompt,
    main_parameters,
    parameters_in_view,
    sections,
    splits_labels,
)
from .generating import why_not
from .wanted import counting, only_first, price, shown_values


def draw_create(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    create = context.scene.meshy_create
    kind, settings = create.kind, create.chosen
    layout.use_property_split = splits_labels(context, settings, parameters_in_view(kind))
    layout.use_property_decorate = False
    if is_narrow(context):
        layout.prop(create, "tab")
    else:
        tabs = layout.row(align=True)
        tabs.use_property_split = False
        tabs.prop(create, "tab", expand=True)
    counts = counting(kind, shown_values(settings, kind), first=only_first(settings, kind))
    _draw_source(layout, settings, create.fullest_kind)
    for parameter in _tasks_in_use(kind, counts):
        draw_field(layout, settings, parameter)
    _draw_in_view(layout, settings, kind, counts)
    _draw_sections(layout, settings, kind, counts)
    _draw_button(layout, context, price(settings, kind))


def _draw_source(layout: bpy.types.UILayout, settings: bpy.types.PropertyGroup, kind: Kind) -> None:
    for parameter in main_parameters(kind):
        if isinstance(parameter, Pictures):
            draw_pictures(layout, settings, parameter)
        elif isinstance(parameter, Picture):
            picture_slot.draw(layout, getattr(settings, parameter.key))
        else:
            draw_prompt(layout, settings, parameter.key)


def _tasks_in_use(kind: Kind, counts: Mapping[str, Any]) -> list[TaskId]:
    """What stands for the pictures now: to be seen where these would be."""
    return [p for p in kind.parameters if isinstance(p, TaskId) and counts.get(p.key)]


def _draw_in_view(
    layout: bpy.types.UILayout,
    settings: bpy.types.PropertyGroup,
    kind: Kind,
    counts: Mapping[str, Any],
) -> None:
    column = layout.column()
    for parameter in parameters_in_view(kind):
        if parameter.key in counts:
            draw_field(column, settings, parameter)
    if kind.only_first:
        column.prop(settings, kind.only_first)


def _draw_sections(
    layout: bpy.types.UILayout,
    settings: bpy.types.PropertyGroup,
    kind: Kind,
    counts: Mapping[str, Any],
) -> None:
    above = _tasks_in_use(kind, counts)
    for section in sections(kind):
        shown = [p for p in section.parameters if p.key in counts and p not in above]
        if not shown:
            continue
        header, body = layout.panel(section.id, default_closed=True)
        header.label(text=section.title)
        if body:
            column = body.column()
            for parameter in shown:
                draw_field(column, settings, parameter)


def _draw_button(
    layout: bpy.types.UILayout, context: bpy.types.Context, credits: int | None
) -> None:
    column = layout.column()
    icon = ICONS.number("generate")
    priced_button.draw(
        column, context, "meshy.generate", "Generate", credits, icon_value=icon, height=1.4
    )
    if reason := why_not(context):
        sentence(column, context, reason, icon="INFO")
