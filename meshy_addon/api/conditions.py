"""Which parameters count with which others, and what a parameter is worth when nobody said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .endpoint import Endpoint
from .parameters import Choice, Conditions, Flag, Parameter

Values = Mapping[str, Any]
"""Flat name → value; what is missing or None was not given."""


def effective(endpoint: Endpoint, key: str, values: Values) -> Any:
    """The value of `key` that the service would work with; None if there's none."""
    value = values.get(key)
    if value is not None:
        return value
    if key in endpoint.fixed:
        return endpoint.fixed[key]
    parameter = endpoint.by_key.get(key)
    if parameter is None:
        return None
    if parameter.preset is not None:
        return parameter.preset
    if parameter.default_by:
        decider, defaults = parameter.default_by
        return defaults.get(effective(endpoint, decider, values), parameter.default)
    return parameter.default


def applies(endpoint: Endpoint, parameter: Parameter, values: Values) -> bool:
    """Whether a value for `parameter` would count: a panel hides it otherwise."""
    return not reason_against(endpoint, parameter, values)


def reason_against(endpoint: Endpoint, parameter: Parameter, values: Values) -> str:
    """Why a value for `parameter` would not count, as words that follow its name; "" if it does."""
    for key, barred in _known(endpoint, parameter.not_with):
        if effective(endpoint, key, values) in barred:
            return f"doesn't count {_spell_barred(key, barred)}"
    for key, allowed in _known(endpoint, parameter.when):
        if effective(endpoint, key, values) not in allowed:
            return f"only counts with {_spell(key, allowed)}"
    for key, allowed in _known(endpoint, parameter.only_with):
        value = effective(endpoint, key, values)
        if value not in allowed and _is_known(endpoint.parameter(key), value):
            return f"only works with {_spell(key, allowed)}"
    return ""


def implied_flags(endpoint: Endpoint, parameter: Parameter, values: Values) -> Iterator[str]:
    """Flags that whoever gives `parameter` evidently wants on, as long as they said nothing else.

    Asking for a number of polygons asks for a remesh.
    """
    for key, allowed in _known(endpoint, parameter.when):
        flag = endpoint.parameter(key)
        if not isinstance(flag, Flag) or allowed != (True,) or values.get(key) is not None:
            continue
        if applies(endpoint, flag, values):
            yield key


def _known(endpoint: Endpoint, conditions: Conditions) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The conditions that speak of parameters which this endpoint has."""
    return ((key, values) for key, values in conditions.items() if key in endpoint.by_key)


def _is_known(parameter: Parameter, value: object) -> bool:
    return not isinstance(parameter, Choice) or value in parameter.options


def _spell(key: str, allowed: tuple[Any, ...]) -> str:
    if allowed == (True,):
        return f"{key} on"
    return f"{key} {' or '.join(map(str, allowed))}"


def _spell_barred(key: str, barred: tuple[Any, ...]) -> str:
    if barred == (True,):
        return f"together with {key}"
    if barred == (None,):
        return f"without {key}"
    return f"with {_spell(key, barred)}"
