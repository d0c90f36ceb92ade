"""Menus for what scripts give as a text or a number: a model's name, a level of detail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bpy.props import EnumProperty

from ..api.endpoint import Kind
from ..api.parameters import Choice, Integer, Parameter
from ..api.tooltips import option_title, tooltip

NONE = "NONE"
"""Stands for the empty string among an enum's identifiers, where Blender doesn't allow that."""
OTHER = "OTHER"
"""Among the choices: another value, typed in."""
NO_LEVEL = "0"

Items = list[tuple[str, str, str]]


def choice_items(options: Mapping[str, str]) -> Items:
    return [(value or NONE, option_title(value), meaning) for value, meaning in options.items()]


def menu_items(parameter: Parameter) -> Items:
    """What an artist chooses from where a script's property isn't an enum; nothing elsewhere."""
    match parameter:
        case Choice(open=True, options=options):
            return [*choice_items(options), (OTHER, "Other…", "Type in the name of another one")]
        case Choice(default=None, options=options):
            return [(NONE, "As It Comes", "Leave it to Meshy"), *choice_items(options)]
        case Integer(levels=levels) if levels:
            by_number = (NO_LEVEL, "Off", "Use the number instead")
            return [by_number, *((str(level), text.title(), "") for level, text in levels.items())]
    return []


def menu_name(key: str) -> str:
    """The operator's property that shows in a dialog what `key` is."""
    return f"{key}_menu"


def dialog_menus(kind: Kind) -> dict[str, Any]:
    """Annotations for an operator: name → menu. Each only shows and sets the script's property."""
    asked = (each for each in kind.parameters if menu_items(each))
    return {menu_name(each.key): _menu(each, tooltip(kind, each)) for each in asked}


def _menu(parameter: Parameter, description: str) -> Any:
    items = menu_items(parameter)
    identifiers = [identifier for identifier, _, _ in items]
    unlisted = OTHER if OTHER in identifiers else identifiers[0]
    is_level = isinstance(parameter, Integer)

    def shown(self: Any) -> int:
        value = str(getattr(self, parameter.key)) or unlisted
        return identifiers.index(value if value in identifiers else unlisted)

    def choose(self: Any, number: int) -> None:
        value = "" if identifiers[number] in (NONE, OTHER) else identifiers[number]
        setattr(self, parameter.key, int(value) if is_level else value)

    return EnumProperty(
        name=parameter.title,
        description=description,
        items=items,
        get=shown,
        set=choose,
        options={"HIDDEN", "SKIP_SAVE"},
    )
