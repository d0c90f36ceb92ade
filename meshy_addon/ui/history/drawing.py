"""What the history shows: its search, its list, what can be done with the chosen task."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import bpy

from ..wording import in_credits, on_button, say
from ..wrapping import is_narrow, quote, sentence
from .as_input import fitting
from .pictures import PICTURES
from .rows import VIEW, chosen_id, is_filtered, title_in_words
from .state import HISTORY

if TYPE_CHECKING:
    from ...jobs.history_entry import Entry

_ROWS = 7
_PICTURE = 7.0
"""How large the chosen task's picture is drawn, in lines."""

_GONE = "Meshy hasn't got it any more."
_ELSEWHERE = "It was made with another API key: Meshy doesn't show it under this one."
_IS_HERE = "What it made lies on this machine: place it, or copy it to a folder."


def draw_history(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    manager = context.window_manager
    never_asked = not HISTORY.entries and not HISTORY.is_complete
    is_due = never_asked and not HISTORY.is_fetching and not HISTORY.error
    VIEW.want(more=is_due or HISTORY.is_of_another_account)
    sought = layout.row(align=True)
    sought.prop(manager, "meshy_history_search", text="", icon="VIEWZOOM")
    sought.prop(manager, "meshy_history_kind", text="", icon="FILTER", icon_only=True)
    layout.template_list(
        "MESHY_UL_history", "", manager, "meshy_history", manager, "meshy_history_at",
        rows=_ROWS,
    )  # fmt: skip
    if HISTORY.error:
        sentence(layout, context, HISTORY.error, icon="ERROR")
    elif HISTORY.is_fetching:
        layout.label(text="Asking Meshy…")
    elif is_filtered(manager) and not HISTORY.is_complete:
        layout.operator("meshy.older_history")
    if entry := VIEW.entry(chosen_id(manager)):
        _draw_buttons(layout, entry, narrow=is_narrow(context))
        _draw_chosen(layout.box(), context, entry)


def _draw_chosen(layout: bpy.types.UILayout, context: bpy.types.Context, entry: Entry) -> None:
    """What can't be read in its line, the picture last: the window may end above it."""
    facts = layout.column(align=True)
    facts.active = False
    quote(facts, context, title_in_words(entry))
    if entry.is_gone:
        sentence(layout, context, _ELSEWHERE if entry.is_elsewhere else _GONE, icon="DISK_DRIVE")
        sentence(layout, context, _IS_HERE)
    else:
        days = entry.days_left(time.time())
        kept = say("kept for {days:.1f} more days", days=days) if days else say("not kept any more")
        sentence(facts, context, f"{in_credits(entry.credits)}, {kept}")
    if entry.prompt:
        quote(layout, context, entry.prompt)
    if picture := PICTURES.icon(entry):
        layout.template_icon(icon_value=picture, scale=_PICTURE)


def _draw_buttons(layout: bpy.types.UILayout, entry: Entry, *, narrow: bool) -> None:
    buttons = layout.column(align=True) if narrow else layout.row(align=True)
    buttons.operator("meshy.place_from_history", icon="IMPORT").task_id = entry.id
    icons = buttons.row(align=True)
    icons.operator("meshy.use_history_settings", text="", icon="COPYDOWN").task_id = entry.id
    if fitting(entry):
        icons.menu("MESHY_MT_history_as_input", text="", icon="FORWARD")
    icons.operator("meshy.download_from_history", text="", icon="EXPORT").task_id = entry.id
    if not entry.is_gone:
        icons.operator("meshy.delete_from_history", text="", icon="TRASH").task_id = entry.id


def draw_as_input(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    """A dialog each, which tells the price."""
    entry = VIEW.entry(chosen_id(context.window_manager))
    layout.operator_context = "INVOKE_DEFAULT"
    for kind, parameter in fitting(entry) if entry else ():
        text = f"{on_button(kind.title)}…"
        button = layout.operator(f"meshy.{kind.name}", text=text, translate=False)
        setattr(button, parameter, entry.id)
        button.ask = True
