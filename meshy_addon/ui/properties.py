"""Blender properties from the endpoints' parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import bpy
from bpy.props import BoolProperty, EnumProperty, FloatProperty, IntProperty, StringProperty

from ..api.endpoint import Kind
from ..api.parameters import Choice, Choices, Flag, Integer, Number, Parameter, Picture
from ..api.tooltips import label, only_first_tooltip, option_title, tooltip

NONE = "NONE"
"""Stands for the empty string among an enum's identifiers, where Blender doesn't allow that."""
OTHER = "OTHER"
"""Among the choices: another value, typed in."""
NO_LEVEL = "0"

Items = list[tuple[str, str, str]]
_UNLIMITED = 2**31 - 1


def properties_of(kind: Kind) -> dict[str, Any]:
    """Annotations for an operator or property group: name → property, for all of `kind`."""
    told = {each.key: bpy_property(each, tooltip(kind, each)) for each in kind.parameters}
    return {**told, **wishes_of(kind)}


def wishes_of(kind: Kind) -> dict[str, Any]:
    """The same for what the service isn't told, of which that the job ends after its first part."""
    properties = {each.key: bpy_property(each, tooltip(kind, each)) for each in kind.wishes}
    if kind.only_first:
        properties[kind.only_first] = BoolProperty(
            name=option_title(kind.only_first), description=only_first_tooltip(kind)
        )
    return properties


def bpy_property(parameter: Parameter, description: str) -> Any:
    """The Blender property for `parameter`, `description` being its tooltip.

    Ranges are soft: Blender clamps to hard ones in silence, and a script should be told.
    """
    common = {"name": label(parameter), "description": description}
    match parameter:
        case Flag():
            return BoolProperty(**common, default=bool(_default(parameter)))
        case Integer():
            return IntProperty(
                **common,
                default=parameter.default or 0,
                soft_min=_whole(parameter.minimum, min(parameter.levels, default=-_UNLIMITED)),
                soft_max=_whole(parameter.maximum, max(parameter.levels, default=_UNLIMITED)),
            )
        case Number():
            low = parameter.minimum if parameter.minimum is not None else parameter.above
            return FloatProperty(
                **common,
                default=parameter.default or 0.0,
                soft_min=-1e6 if low is None else low,
                soft_max=1e6 if parameter.maximum is None else parameter.maximum,
                subtype="DISTANCE" if parameter.unit == "m" else "NONE",
            )
        case Choices():
            # File formats are all that one can choose several of.
            return EnumProperty(
                **common,
                items=[(name, name.upper(), text) for name, text in parameter.options.items()],
                options={"ENUM_FLAG"},
                default=set(parameter.default or ()),
            )
        case Choice() if not parameter.open and parameter.default is not None:
            return EnumProperty(
                **common, items=choice_items(parameter.options), default=parameter.default or NONE
            )
        case Choice():
            return StringProperty(**common, default=_default(parameter) or "")
        case Picture():
            return StringProperty(**common, subtype="FILE_PATH", maxlen=0)
    return StringProperty(**common, maxlen=0)


def given_values(properties: bpy.types.OperatorProperties, kind: Kind) -> dict[str, Any]:
    """What was set on an operator, by parameter; what wasn't is the service's to decide."""
    return {
        parameter.key: plain_value(parameter, getattr(properties, parameter.key))
        for parameter in kind.parameters
        if properties.is_property_set(parameter.key)
    }


def plain_value(parameter: Parameter, value: Any) -> Any:
    """A property's value in the API's terms."""
    if isinstance(parameter, Choices):
        return sorted(value)
    if isinstance(parameter, Choice) and value == NONE:
        return ""
    if isinstance(parameter, Integer) and parameter.levels and value == 0:
        return None  # back at rest: not given
    if isinstance(value, float):
        # Blender keeps single precision: 1.7 comes back as 1.7000000476837158.
        return float(f"{value:.7g}")
    return value


def property_value(parameter: Parameter, value: Any) -> Any:
    """A value in the API's terms as an operator's property takes it."""
    if isinstance(parameter, Choices):
        return set(value)
    if isinstance(parameter, Choice) and value == "":
        return NONE
    return value


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


def _default(parameter: Parameter) -> Any:
    return parameter.default if parameter.preset is None else parameter.preset


def _whole(value: float | None, otherwise: int) -> int:
    return otherwise if value is None else int(value)


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
        options={"HIDDEN"},
    )
