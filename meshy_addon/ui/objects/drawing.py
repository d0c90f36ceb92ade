"""What stands in the sidebar and the menus for the objects that are selected."""

from __future__ import annotations

from itertools import chain

import bpy

from ...scene.objects.leading import leader
from ...scene.objects.variants import why_not_flip
from ..wording import say
from ..wrapping import draw_in_header, fits, is_narrow, quote, sentence
from .jobs import (
    all_kinds,
    button_text,
    draw_button,
    next_kinds,
    printing_kinds,
    why_not,
    why_not_next,
)

_FEWEST_ROWS = 3
_PROMPT_LINES = 3
"""The whole of it is in the history."""


def draw_names(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    objects = context.selected_objects
    names = say("{count} objects", count=len(objects)) if len(objects) > 1 else objects[0].name
    draw_in_header(layout, context, "This Object", names)


def draw_object(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    thing = leader(context)
    origin = thing.meshy
    if origin.prompt:
        quote(layout, context, origin.prompt, icon="TEXT", most=_PROMPT_LINES)
    reason = why_not(context)
    column = layout.column()
    column.enabled = not reason
    main = next(chain(next_kinds(thing), all_kinds()))
    row = column.row()
    row.scale_y = 1.2
    draw_button(row, main)
    rest = [kind for kind in all_kinds() if kind is not main]
    has_columns = all(fits(context, button_text(kind), icons=1, beside=2) for kind in rest)
    columns = 2 if has_columns and not is_narrow(context) else 1
    grid = column.grid_flow(columns=columns, even_columns=True, align=True, row_major=True)
    for kind in rest:
        draw_button(grid, kind)
    if reason:
        sentence(layout, context, reason, icon="INFO")
    if origin.task_id:
        layout.operator("meshy.mark_as_asset", icon="ASSET_MANAGER")


def draw_menu(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    thing = leader(context)
    likely = list(next_kinds(thing)) if thing else []
    rest = [kind for kind in all_kinds() if kind not in likely]
    for kind in likely:
        next_step = layout.column()
        next_step.enabled = not why_not_next(context, kind)
        draw_button(next_step, kind)
    if likely:
        layout.separator()
    if reason := why_not(context):
        layout.label(text=reason.rstrip("."), icon="INFO")
    column = layout.column()
    column.enabled = not reason
    for kind in rest:
        draw_button(column, kind)
    if printing := list(printing_kinds()):
        column.separator()
        for kind in printing:
            draw_button(column, kind)
    if bpy.types.MESHY_MT_variants.poll(context):
        layout.separator()
        layout.menu("MESHY_MT_variants", icon="MATERIAL")


def draw_variants(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    """The list, and what can be done with the look that is shown."""
    group = context.object.meshy_variants
    reason = why_not_flip(context.object)
    row = layout.row()
    row.enabled = not reason
    rows = max(_FEWEST_ROWS, min(len(group.items), 8))
    row.template_list(
        "MESHY_UL_variants", "", group, "items", group, "chosen", rows=rows, sort_lock=True
    )
    buttons = row.column(align=True)
    buttons.operator("meshy.variant_remove", text="", icon="REMOVE")
    layout.operator("meshy.variant_make_final", icon="CHECKMARK")
    if reason:
        sentence(layout, context, reason, icon="INFO")
