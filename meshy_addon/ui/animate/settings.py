"""What the artist looks for among the actions, and how a chosen one is to come."""

from typing import Any

import bpy
from bpy.props import (
    BoolProperty,
    CollectionProperty,
    EnumProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)

from ...api.endpoints import KINDS
from ...api.parameters import Choice
from ...api.tooltips import tooltip
from ..properties import bpy_property

KIND = KINDS["animate"]
NOTHING = "NOTHING"
_ALL = "ALL"
_OPERATION, _FPS = "operation_type", "fps"


def _is_chosen(row: Any) -> bool:
    from .library import LIBRARY

    return row.action_id in LIBRARY.chosen


def _choose(row: Any, wanted: bool) -> None:
    from .library import LIBRARY

    LIBRARY.choose(row.action_id, wanted=wanted)


class MeshyActionRow(bpy.types.PropertyGroup):
    """One action of the library that is listed; what is said of it is the library's."""

    action_id: IntProperty()
    category: StringProperty()
    is_chosen: BoolProperty(
        name="Choose",
        description="Choose this action, to add several at once",
        get=_is_chosen,
        set=_choose,
    )


def _categories(_self: Any, _context: Any) -> list[tuple[str, str, str]]:
    from .library import LIBRARY, in_words

    found = dict.fromkeys(each.category for each in LIBRARY.animations if each.category)
    _SHOWN_CATEGORIES[:] = [
        (_ALL, "All Categories", "Actions of every category"),
        *((name, in_words(name), "") for name in found),
    ]
    return _SHOWN_CATEGORIES


_SHOWN_CATEGORIES: list[tuple[str, str, str]] = []
"""Blender wants the texts of a menu to be kept."""


def _list_again(settings: Any, _context: Any) -> None:
    from .library import list_matching

    list_matching(settings)


def _operations() -> list[tuple[str, str, str]]:
    options = next(
        p.options for p in KIND.parameters if p.key == _OPERATION and isinstance(p, Choice)
    )
    titles = {
        "change_fps": "FBX at Another Rate",
        "fbx2usdz": "USDZ",
        "extract_armature": "Armature",
    }
    made = [(value, titles.get(value, value), text) for value, text in options.items()]
    return [(NOTHING, "Nothing", "Only the action in the scene"), *made]


def _wish(name: str) -> Any:
    flag = next(each for each in KIND.wishes if each.key == name)
    return bpy_property(flag, tooltip(KIND, flag))


class MeshyAnimateSettings(bpy.types.PropertyGroup):
    """`window_manager.meshy_animate`: not saved, not undone."""

    rows: CollectionProperty(type=MeshyActionRow)
    active: IntProperty(name="Action", options={"SKIP_SAVE"})
    search: StringProperty(
        name="Search",
        description="Show only actions with these words in their name or category",
        options={"TEXTEDIT_UPDATE"},
        update=_list_again,
    )
    category: EnumProperty(
        name="Category",
        description="Show only this category",
        items=_categories,
        update=_list_again,
    )
    only_favourites: BoolProperty(
        name="Favourites", description="Show only the actions with a star", update=_list_again
    )
    root_motion: _wish("root_motion")
    to_nla: _wish("to_nla")
    operation_type: EnumProperty(
        name="Also Make", description="A further file to make of it", items=_operations()
    )
    fps: EnumProperty(
        name="Frame Rate",
        description="Frames per second of that FBX; the action itself has the scene's",
        items=[(str(rate), str(rate), "") for rate in (24, 25, 30, 60)],
        default="30",
    )

    @property
    def values(self) -> dict[str, Any]:
        """What the operator is to be told besides the action."""
        told: dict[str, Any] = {"root_motion": self.root_motion, "to_nla": self.to_nla}
        if self.operation_type != NOTHING:
            told[_OPERATION] = self.operation_type
        if self.operation_type == "change_fps":
            told[_FPS] = int(self.fps)
        return told

    @property
    def category_sought(self) -> str:
        """As the library calls it; "" for all."""
        return "" if self.category in (_ALL, "") else str(self.category)

    @property
    def wanted(self) -> list[int]:
        """The chosen actions, else the one that is looked at."""
        from .library import LIBRARY

        if LIBRARY.chosen:
            return list(LIBRARY.chosen)
        return [self.rows[self.active].action_id] if 0 <= self.active < len(self.rows) else []


_CLASSES = (MeshyActionRow, MeshyAnimateSettings)


def register() -> None:
    for each in _CLASSES:
        bpy.utils.register_class(each)
    bpy.types.WindowManager.meshy_animate = PointerProperty(type=MeshyAnimateSettings)


def unregister() -> None:
    del bpy.types.WindowManager.meshy_animate
    for each in reversed(_CLASSES):
        bpy.utils.unregister_class(each)
