"""Blender properties from the endpoints' parameters."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import BoolProperty, EnumProperty, FloatProperty, IntProperty, StringProperty

from ..api.endpoint import Kind
from ..api.parameters import Choice, Choices, Flag, Integer, Number, Parameter, Picture
from ..api.tooltips import label, only_first_tooltip, option_title, tooltip
from .menus import NONE, choice_items

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
            return StringProperty(
                **common,
                default=_default(parameter) or "",
                search=lambda _self, _context, _text: list(parameter.options),
                search_options={"SUGGESTION"},
            )
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


def _default(parameter: Parameter) -> Any:
    return parameter.default if parameter.preset is None else parameter.preset


def _whole(value: float | None, otherwise: int) -> int:
    return otherwise if value is None else int(value)
