"""The lines of the history's list: which there are, and what one looks like."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import bpy

from ...api.endpoints import KINDS
from ...api.tasks import Status
from ...jobs.adopting import kind_of_endpoint
from .. import redrawing
from ..objects.jobs import icon
from ..wording import in_credits, say, told
from ..wrapping import is_narrow, is_wide
from .pictures import PICTURES
from .state import HISTORY

if TYPE_CHECKING:
    from ...jobs.history_entry import Entry

_NEAR_THE_END = 10
_REPLACED = 500
"""So many lines are taken away one by one, rather than all at once."""
_ENDED = {Status.SUCCEEDED: "CHECKMARK", Status.FAILED: "ERROR", Status.CANCELED: "X"}
_KIND_ICONS = {
    "text_to_3d": "TEXT",
    "image_to_3d": "IMAGE_DATA",
    "multi_image_to_3d": "RENDERLAYERS",
    "text_to_image": "IMAGE",
    "image_to_image": "IMAGE",
    "print_analyze": "VIEWZOOM",
    "print_repair": "MODIFIER",
    "print_multi_color": "COLOR",
    "keychain": "LINKED",
    "fridge_magnet": "SNAP_ON",
    "figure": "OUTLINER_OB_ARMATURE",
    "lamp": "LIGHT",
}
"""Of what has no icon on the buttons for objects."""


class View:
    """What the list shows of the history, and whether it wants more. Main thread."""

    def __init__(self) -> None:
        self.shown = -1
        self.by_id: dict[str, Entry] = {}
        self._known: object = None
        self._ids: list[str] = []
        """Those in the lines, so that nobody has to ask Blender for each."""
        self.wants_more = False

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

    def fill(self, rows: Any, ids: list[str]) -> None:
        """Make `rows` say `ids`; those before the first that differs stay as they are."""
        if len(rows) != len(self._ids):  # not ours any more
            self._ids = []
        shared = zip(self._ids, ids, strict=False)
        same = next((at for at, (old, new) in enumerate(shared) if old != new), None)
        same = min(len(self._ids), len(ids)) if same is None else same
        if len(rows) - same > _REPLACED:
            rows.clear()
            same = 0
        while len(rows) > same:
            rows.remove(len(rows) - 1)
        for task_id in ids[same:]:
            rows.add().task_id = task_id
        self._ids = ids
        self.shown = HISTORY.version


VIEW = View()
"""One, as all sidebars show the same list."""


def is_filtered(manager: bpy.types.WindowManager) -> bool:
    return bool(manager.meshy_history_search or _kind(manager))


def chosen_id(manager: bpy.types.WindowManager) -> str:
    """The task in the chosen line; empty without one."""
    rows, at = manager.meshy_history, manager.meshy_history_at
    return rows[at].task_id if 0 <= at < len(rows) else ""


def refill(manager: bpy.types.WindowManager) -> None:
    """The lines that the search leaves. What is chosen stays chosen, the first line the first."""
    chosen = chosen_id(manager) if manager.meshy_history_at else ""
    found: Sequence[Entry] = HISTORY.entries
    if is_filtered(manager):
        found = HISTORY.found(manager.meshy_history_search, _kind(manager))
    ids = [entry.id for entry in found]
    VIEW.fill(manager.meshy_history, ids)
    if chosen and chosen_id(manager) != chosen:
        manager.meshy_history_at = ids.index(chosen) if chosen in ids else 0


def _kind(manager: bpy.types.WindowManager) -> str:
    """Of which tasks are shown; empty for all."""
    return manager.meshy_history_kind if manager.meshy_history_kind in KINDS else ""


def _catch_up() -> None:
    if VIEW.wants_more:
        VIEW.wants_more = False
        HISTORY.fetch()
    refill(bpy.context.window_manager)
    redrawing.tag(changed=False)


def draw_line(layout: bpy.types.UILayout, context: bpy.types.Context, task_id: str) -> None:
    """One task; the last ones ask for the next page."""
    entry = VIEW.entry(task_id)
    if entry is None:
        return
    _draw_line(layout.row(), entry, context)
    is_near = entry in HISTORY.entries[-_NEAR_THE_END:]
    if is_near and not HISTORY.is_complete:
        VIEW.want(more=not HISTORY.is_fetching and not HISTORY.error)


def _draw_line(row: bpy.types.UILayout, entry: Entry, context: bpy.types.Context) -> None:
    """Its picture and prompt, and what it is; where there's room how old, what it cost, how long
    it's kept.
    """
    now = time.time()
    row.active = entry.status is not Status.FAILED
    text, picture = entry.prompt or title_in_words(entry), PICTURES.icon(entry)
    if picture:
        row.label(text=text, icon_value=picture, translate=False)
    else:
        icon = _ENDED.get(entry.status, "SORTTIME")
        row.label(text=text, icon=icon, translate=False)
    side = row.row(align=True)
    side.alignment = "RIGHT"
    side.active = False
    if is_wide(context):
        side.label(text=in_credits(entry.credits))
        side.label(text=_time_left(entry, now), translate=False)
    if not is_narrow(context):
        side.label(text=entry.age_in_words(now), translate=False)
    side.label(text="", icon="DISK_DRIVE" if entry.is_gone else _kind_icon(entry))


def title_in_words(entry: Entry) -> str:
    """What was done, as "Text to 3D, Refine"."""
    return ", ".join(map(told, entry.title.split(", ")))


def _time_left(entry: Entry, now: float) -> str:
    if entry.is_gone:
        return say("Only here")
    days = entry.days_left(now)
    return say("{days:.1f} d left", days=days) if days else say("Not kept")


def _kind_icon(entry: Entry) -> str:
    if not entry.is_known:
        return "QUESTION"
    kind = KINDS[kind_of_endpoint(entry.endpoint)]
    return _KIND_ICONS.get(kind.name) or icon(kind)


def end() -> None:
    """Nothing is to be caught up with any more."""
    if bpy.app.timers.is_registered(_catch_up):
        bpy.app.timers.unregister(_catch_up)
