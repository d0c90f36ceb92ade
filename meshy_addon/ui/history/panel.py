"""The history in the sidebar: every task of the account, found, placed, taken up again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import bpy
from bpy.props import CollectionProperty, EnumProperty, IntProperty, StringProperty

from ...api.endpoints import KINDS
from ...api.tasks import Status
from .. import redrawing
from ..account.panel import is_ready
from ..wording import say
from ..wrapping import sentence
from .as_input import fitting
from .state import HISTORY

if TYPE_CHECKING:
    from ...jobs.history import Entry

_ROWS = 8
_ALL = "ALL"
_NEAR_THE_END = 10
_ICONS = {Status.SUCCEEDED: "CHECKMARK", Status.FAILED: "ERROR", Status.CANCELED: "X"}


class MeshyHistoryRow(bpy.types.PropertyGroup):
    """One line of the list; all it says is in the history."""

    task_id: StringProperty()


def _refill(manager: bpy.types.WindowManager, _: bpy.types.Context | None = None) -> None:
    """The lines that the search leaves. What is chosen stays chosen."""
    rows = manager.meshy_history
    chosen = chosen_id(manager)
    found = HISTORY.found(manager.meshy_history_search, _kind(manager))
    if [row.task_id for row in rows] != [entry.id for entry in found]:
        rows.clear()
        for entry in found:
            rows.add().task_id = entry.id
    ids = [entry.id for entry in found]
    manager.meshy_history_at = ids.index(chosen) if chosen in ids else 0
    VIEW.shown = HISTORY.version


def _kind(manager: bpy.types.WindowManager) -> str:
    return "" if manager.meshy_history_kind == _ALL else str(manager.meshy_history_kind)


def chosen_id(manager: bpy.types.WindowManager) -> str:
    """The task in the chosen line; empty without one."""
    rows, at = manager.meshy_history, manager.meshy_history_at
    return rows[at].task_id if 0 <= at < len(rows) else ""


class View:
    """What the list shows of the history, and whether it wants more. Main thread."""

    def __init__(self) -> None:
        self.shown = -1
        self.by_id: dict[str, Entry] = {}
        self._known: object = None

    def entry(self, task_id: str) -> Entry | None:
        if self._known is not HISTORY.entries:
            self._known = HISTORY.entries
            self.by_id = {entry.id: entry for entry in HISTORY.entries}
        return self.by_id.get(task_id)

    def want(self, *, more: bool) -> None:
        """Nothing can be fetched or filled in while drawing: soon."""
        is_stale = self.shown != HISTORY.version
        if bpy.app.background:
            return
        if (more or is_stale) and not bpy.app.timers.is_registered(_catch_up):
            self.wants_more = more
            bpy.app.timers.register(_catch_up, first_interval=0.0)

    wants_more = False


VIEW = View()
"""One, as all sidebars show the same list."""


def _catch_up() -> None:
    if VIEW.wants_more:
        VIEW.wants_more = False
        HISTORY.fetch()
    _changed()


def _changed() -> None:
    _refill(bpy.context.window_manager)
    redrawing.tag(changed=False)


class MESHY_UL_history(bpy.types.UIList):
    def draw_item(
        self,
        context: bpy.types.Context,
        layout: bpy.types.UILayout,
        data: Any,
        item: Any,
        icon: int,
        active_data: Any,
        active_property: str,
    ) -> None:
        """One task; the last ones ask for the next page."""
        entry = VIEW.entry(item.task_id)
        if entry is None:
            return
        row = layout.row()
        row.active = entry.status is not Status.FAILED
        row.label(text=entry.prompt or entry.title, icon=_ICONS.get(entry.status, "SORTTIME"))
        side = row.row()
        side.alignment = "RIGHT"
        side.label(text=entry.age_in_words(time.time()), translate=False)
        is_near = entry in HISTORY.entries[-_NEAR_THE_END:]
        if is_near and not HISTORY.is_complete:
            VIEW.want(more=not HISTORY.is_fetching and not HISTORY.error)

    def draw_filter(self, context: bpy.types.Context, layout: bpy.types.UILayout) -> None:
        """The search stands above the list."""

    def filter_items(
        self, context: bpy.types.Context, data: Any, property: str
    ) -> tuple[list[int], list[int]]:
        """Filtered before: not with each drawing."""
        return [], []


class MESHY_PT_history(bpy.types.Panel):
    bl_label = "History"
    bl_category = "Meshy"
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_order = 90
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return is_ready()

    def draw_header_preset(self, context: bpy.types.Context) -> None:
        """To look again."""
        self.layout.operator("meshy.refresh_history", text="", icon="FILE_REFRESH", emboss=False)

    def draw(self, context: bpy.types.Context) -> None:
        """The search, the list, and what can be done with the chosen task."""
        layout, manager = self.layout, context.window_manager
        never_asked = not HISTORY.entries and not HISTORY.is_complete
        VIEW.want(more=never_asked and not HISTORY.is_fetching and not HISTORY.error)
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
        elif (manager.meshy_history_search or _kind(manager)) and not HISTORY.is_complete:
            layout.operator("meshy.older_history")
        if entry := VIEW.entry(chosen_id(manager)):
            _draw_chosen(layout, context, entry)


def _draw_chosen(layout: bpy.types.UILayout, context: bpy.types.Context, entry: Entry) -> None:
    if entry.prompt:
        sentence(layout, context, entry.prompt)
    facts = layout.column(align=True)
    facts.active = False
    days = entry.days_left(time.time())
    facts.label(text=say("{title} · {credits} Credits", title=entry.title, credits=entry.credits))
    facts.label(
        text=say("Kept for {days:.1f} more days", days=days) if days else "Not kept any more"
    )
    buttons = layout.row(align=True)
    buttons.operator("meshy.place_from_history", icon="IMPORT").task_id = entry.id
    buttons.operator("meshy.use_history_prompt", text="", icon="COPYDOWN").task_id = entry.id
    if fitting(entry):
        buttons.menu("MESHY_MT_history_as_input", text="", icon="FORWARD")
    buttons.operator("meshy.download_from_history", text="", icon="EXPORT").task_id = entry.id
    buttons.operator("meshy.delete_from_history", text="", icon="TRASH").task_id = entry.id


class MESHY_MT_history_as_input(bpy.types.Menu):
    """Make something of what this task made; nothing is uploaded"""

    bl_label = "Use as Input"

    def draw(self, context: bpy.types.Context) -> None:
        """A dialog each, which tells the price."""
        entry = VIEW.entry(chosen_id(context.window_manager))
        self.layout.operator_context = "INVOKE_DEFAULT"
        for kind, parameter in fitting(entry) if entry else ():
            button = self.layout.operator(f"meshy.{kind.name}", text=f"{kind.title}…")
            setattr(button, parameter, entry.id)
            button.ask = True


_CLASSES = (MeshyHistoryRow, MESHY_UL_history, MESHY_MT_history_as_input, MESHY_PT_history)


def register() -> None:
    for each in _CLASSES:
        bpy.utils.register_class(each)
    HISTORY.on_change = _changed
    manager = bpy.types.WindowManager
    manager.meshy_history = CollectionProperty(type=MeshyHistoryRow)
    manager.meshy_history_at = IntProperty(name="Task")
    manager.meshy_history_search = StringProperty(
        name="Search",
        description="Show only tasks whose prompt or kind says this",
        options={"TEXTEDIT_UPDATE"},
        update=_refill,
    )
    manager.meshy_history_kind = EnumProperty(
        name="Kind", description="Show only tasks of this kind", items=_kinds(), update=_refill
    )


def _kinds() -> list[tuple[str, str, str]]:
    every = (_ALL, "All Kinds", "Tasks of every kind")
    return [every, *((kind.name, kind.title, kind.help) for kind in KINDS.values())]


def unregister() -> None:
    if bpy.app.timers.is_registered(_catch_up):
        bpy.app.timers.unregister(_catch_up)
    HISTORY.on_change = lambda: None
    manager = bpy.types.WindowManager
    del (
        manager.meshy_history_kind,
        manager.meshy_history_search,
        manager.meshy_history_at,
        manager.meshy_history,
    )
    for each in reversed(_CLASSES):
        bpy.utils.unregister_class(each)
