"""What a parameter does and what it costs, in the words of a tooltip, from the endpoints' data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, reduce
from itertools import product
from typing import Any

from .credits import price
from .endpoint import Kind
from .endpoints import KINDS
from .parameters import Choice, Choices, Flag, Integer, Number, Parameter

Tell = Callable[[str], str]
_OPTION = (Choice, Choices, Flag)
"""Where one may well ask whether it costs more."""

_ABBREVIATIONS = frozenset({"glb", "obj", "stl", "zip", "fbx", "usdz", "fps", "gpt"})

_UNITS = {"mm": "mm", "deg": "°", "%": "%"}
_NOTHING = "Costs no extra credits"


def tooltip(kind: Kind, parameter: Parameter, tell: Tell = str) -> str:
    """For `parameter` in a job of this `kind`; without a full stop at the end.

    `tell` gives each piece of it in another language.
    """
    help, more = _help(parameter, tell), _advice(kind, parameter, tell)
    return f"{help}. {more}" if more else help


def kind_tooltip(kind: Kind, tell: Tell = str) -> str:
    """What a job of this `kind` makes, and what that costs whatever is chosen."""
    return f"{tell(kind.help)}. {_span(*price_range(kind), tell)}"


def only_first_tooltip(kind: Kind, tell: Tell = str) -> str:
    """For the option that ends a job after its first part."""
    saved = _credits(_total(kind, {}) - _total(kind, {}, only_first=True), tell)
    return f"{tell(kind.only_first_help)}. {tell('Saves {credits}').format(credits=saved)}"


def all_tooltips(tell: Tell = str) -> Iterator[tuple[str, str]]:
    """Each with the help that it begins with, which is English whatever `tell` does."""
    for kind in KINDS.values():
        yield kind.help, kind_tooltip(kind, tell)
        if kind.only_first:
            yield kind.only_first_help, only_first_tooltip(kind, tell)
        for parameter in (*kind.parameters, *kind.wishes):
            yield parameter.help, tooltip(kind, parameter, tell)


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


def _help(parameter: Parameter, tell: Tell) -> str:
    help = tell(parameter.help)
    if not isinstance(parameter, Integer) or not parameter.levels:
        return help
    spelt = ", ".join(f"{level}: {tell(meaning)}" for level, meaning in parameter.levels.items())
    return f"{help} ({spelt})"


def _advice(kind: Kind, parameter: Parameter, tell: Tell) -> str:
    if parameter.deprecated:
        return tell("Meshy advises against using it")
    if parameter.key in kind.priced_by:
        return _cost(kind, parameter, tell)
    return tell(_NOTHING) if kind.priced_by and isinstance(parameter, _OPTION) else ""


def _cost(kind: Kind, parameter: Parameter, tell: Tell) -> str:
    totals = {value: _total(kind, {parameter.key: value}) for value in _values(parameter)}
    if len(set(totals.values())) == 1:
        return tell(_NOTHING)
    if isinstance(parameter, Flag):
        more = totals[True] - totals[False]
        template = tell("Costs {credits} more" if more > 0 else "Saves {credits}")
        return template.format(credits=_credits(abs(more), tell))
    by_price: dict[int, list[str]] = {}
    for value, total in totals.items():
        by_price.setdefault(total, []).append(tell(option_title(value)))
    prices = ", ".join(_price_with(total, names, tell) for total, names in by_price.items())
    return tell("Costs {prices}").format(prices=prices)


def _price_with(total: int, names: list[str], tell: Tell) -> str:
    either = tell("{one} or {other}")
    choice = reduce(lambda one, other: either.format(one=one, other=other), names)
    return tell("{credits} with {choice}").format(credits=_credits(total, tell), choice=choice)


def _span(low: int, high: int, tell: Tell) -> str:
    if not high:
        return tell("Costs nothing")
    if low == high:
        return tell("Costs {credits}").format(credits=_credits(high, tell))
    return tell("Costs {low} to {high}").format(low=low, high=_credits(high, tell))


def _values(parameter: Parameter) -> tuple[Any, ...]:
    if isinstance(parameter, Flag):
        return (True, False)
    return tuple(parameter.options) if isinstance(parameter, Choice) else (None,)


def _total(kind: Kind, values: Mapping[str, Any], *, only_first: bool = False) -> int:
    """Credits for a job with these `values` and all else as it is unless told."""
    return sum(price(part.endpoint, values) for part in kind.parts_for(only_first))


def _credits(number: int, tell: Tell) -> str:
    return tell("1 credit") if number == 1 else tell("{number} credits").format(number=number)
