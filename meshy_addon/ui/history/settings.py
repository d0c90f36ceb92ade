"""The history's list as Blender keeps it: its lines, and what the artist looks for in it."""

from typing import Any

import bpy
from bpy.props import CollectionProperty, EnumProperty, IntProperty, StringProperty

from ...api.endpoints import KINDS
from ..lists import FilteredBefore


class MeshyHistoryRow(bpy.types.PropertyGroup):
    """One line of the list; all it says is in the history."""

    task_id: StringProperty()


def _refill(manager: bpy.types.WindowManager, _: bpy.types.Context) -> None:
    from .rows import refill

    refill(manager)


class MESHY_UL_history(FilteredBefore, bpy.types.UIList):
    def draw_line(self, layout: bpy.types.UILayout, context: bpy.types.Context, item: Any) -> None:
        """One task; the last ones ask for the next page."""
        from .rows import draw_line

        draw_line(layout, context, item.task_id)


_CLASSES = (MeshyHistoryRow, MESHY_UL_history)


def register() -> None:
    for each in _CLASSES:
        bpy.utils.register_class(each)
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
    every = ("ALL", "All Kinds", "Tasks of every kind")
    return [every, *((kind.name, kind.title, kind.help) for kind in KINDS.values())]


def unregister() -> None:
    manager = bpy.types.WindowManager
    del (
        manager.meshy_history_kind,
        manager.meshy_history_search,
        manager.meshy_history_at,
        manager.meshy_history,
    )
    for each in reversed(_CLASSES):
        bpy.utils.unregister_class(each)
