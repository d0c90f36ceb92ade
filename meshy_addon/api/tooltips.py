"""What a parameter does and what it costs, in the words of a tooltip, from the endpoints' data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import product
from typing import Any

from .credits import price
from .endpoint import Kind
from .parameters import Choice, Choices, Flag, Integer, Number, Parameter

_OPTION = (Choice, Choices, Flag)
"""Where one may well ask whether it costs more."""

_ABBREVIATIONS = frozenset({"glb", "obj", "stl", "zip", "fbx", "usdz", "fps", "gpt"})

_UNITS = {"mm": "mm", "deg": "°", "%": "%"}
_NOTHING = "Costs no extra credits"


def tooltip(kind: Kind, parameter: Parameter) -> str:
    """For `parameter` in a job of this `kind`; without a full stop at the end."""
    help, more = _help(parameter), _advice(kind, parameter)
    return f"{help}. {more}" if more else help


def kind_tooltip(kind: Kind) -> str:
    """What a job of this `kind` makes, and what that costs whatever is chosen."""
    low, high = price_range(kind)
    if not high:
        return f"{kind.help}. Costs nothing"
    span = _credits(high) if low == high else f"{low} to {_credits(high)}"
    return f"{kind.help}. Costs {span}"


def only_first_tooltip(kind: Kind) -> str:
    """For the option that ends a job after its first part."""
    saved = _total(kind, {}) - _total(kind, {}, only_first=True)
    return f"{kind.only_first_help}. Saves {_credits(saved)}"


def price_range(kind: Kind) -> tuple[int, int]:
    """The least and the most credits that a whole job can cost, whatever is chosen."""
    deciding = [(p.key, _values(p)) for p in kind.parameters if p.key in kind.priced_by]
    keys = [key for key, _ in deciding]
    chosen = product(*(values for _, values in deciding))
    totals = [_total(kind, dict(zip(keys, values, strict=True))) for values in chosen]
    return min(totals), max(totals)


def label(parameter: Parameter) -> str:
    """What its field is called, as "Size (mm)": Blender's own units follow the scene's, and a
    printer's don't.
    """
    unit = _UNITS.get(parameter.unit) if isinstance(parameter, Number) else None
    return f"{parameter.title} ({unit})" if unit else parameter.title


@cache
def option_title(value: str) -> str:
    """An option as a menu names it: "a-pose" is "A Pose"; names with capitals stay."""
    if not value:
        return "None"
    if not value.islower():
        return value
    return " ".join(_word(word) for word in value.replace("_", " ").replace("-", " ").split(" "))


def _word(word: str) -> str:
    """As it's spelt in the middle of a name: "Image", "FBX", "MH001", "60mm"."""
    if word[:1].isdigit():
        return word
    is_model = any(letter.isdigit() for letter in word)
    return word.upper() if is_model or word in _ABBREVIATIONS else word.capitalize()


def _help(parameter: Parameter) -> str:
    if not isinstance(parameter, Integer) or not parameter.levels:
        return parameter.help
    spelt = ", ".join(f"{level}: {meaning}" for level, meaning in parameter.levels.items())
    return f"{parameter.help} ({spelt})"


def _advice(kind: Kind, parameter: Parameter) -> str:
    if parameter.deprecated:
        return "Meshy advises against using it"
    if parameter.key in kind.priced_by:
        return _cost(kind, parameter)
    return _NOTHING if kind.priced_by and isinstance(parameter, _OPTION) else ""


def _cost(kind: Kind, parameter: Parameter) -> str:
    totals = {value: _total(kind, {parameter.key: value}) for value in _values(parameter)}
    if len(set(totals.values())) == 1:
        return _NOTHING
    if isinstance(parameter, Flag):
        more = totals[True] - totals[False]
        return f"Costs {_credits(more)} more" if more > 0 else f"Saves {_credits(-more)}"
    by_price: dict[int, list[str]] = {}
    for value, total in totals.items():
        by_price.setdefault(total, []).append(option_title(value))
    spelt = [f"{_credits(total)} with {' or '.join(names)}" for total, names in by_price.items()]
    return f"Costs {', '.join(spelt)}"


def _values(parameter: Parameter) -> tuple[Any, ...]:
    if isinstance(parameter, Flag):
        return (True, False)
    return tuple(parameter.options) if isinstance(parameter, Choice) else (None,)


def _total(kind: Kind, values: Mapping[str, Any], *, only_first: bool = False) -> int:
    """Credits for a job with these `values` and all else as it is unless told."""
    return sum(price(part.endpoint, values) for part in kind.parts_for(only_first))


def _credits(number: int) -> str:
    return "1 credit" if number == 1 else f"{number} credits"
