"""What an endpoint accepts, checked before a byte is sent.

Each complaint is one sentence that names the parameter and says what it takes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from .conditions import Values, effective, implied_flags, reason_against
from .endpoint import Endpoint
from .errors import InvalidParameter
from .frozen import frozen
from .parameters import (
    Choice,
    Choices,
    Flag,
    Group,
    Integer,
    Model,
    Number,
    Parameter,
    Picture,
    Pictures,
    TaskId,
    Text,
)
from .wording import one_line, whole, within


@frozen
class Checked:
    """Values that the endpoint accepts, and why some that were given would not have counted."""

    values: dict[str, Any]
    unheeded: dict[str, str]


def validated(endpoint: Endpoint, values: Values) -> dict[str, Any]:
    """The flat values to send. Raises InvalidParameter, also for a value that wouldn't count."""
    checked = check(endpoint, values)
    for key, reason in checked.unheeded.items():
        raise InvalidParameter(key, f"{key} {reason}.")
    return checked.values


def check(endpoint: Endpoint, values: Values) -> Checked:
    """`values` with types put right, presets added, and those left out that would not count.

    Raises InvalidParameter for what the service would refuse.
    """
    refuse_unknown(values, list(endpoint.by_key))
    given: dict[str, Any] = {}
    for parameter in endpoint.flat_parameters:
        if not _is_blank(parameter, values.get(parameter.key)):
            value = accepted(parameter, values[parameter.key])
            if not _is_blank(parameter, value):
                given[parameter.key] = value
    _add_implied(endpoint, given)
    for parameter in endpoint.flat_parameters:
        if parameter.preset is not None and not reason_against(endpoint, parameter, given):
            given.setdefault(parameter.key, parameter.preset)
    _require(endpoint, given)
    unheeded = _drop_unheeded(endpoint, given)
    _drop_overridden(endpoint, given)
    _check_groups(endpoint, given)
    _check_company(endpoint, given)
    return Checked(given, unheeded)


def refuse_unknown(values: Iterable[str], known: list[str]) -> None:
    """Raises InvalidParameter for the first name in `values` that isn't among the `known` ones."""
    for key in values:
        if key not in known:
            import difflib  # only the mistaken need it

            close = difflib.get_close_matches(key, known, n=1)
            hint = f"; did you mean {close[0]}?" if close else "."
            raise InvalidParameter(key, f"{one_line(key, 40)} is not a parameter here{hint}")


def accepted(parameter: Parameter, value: Any) -> Any:
    """`value` as the service wants it. Raises InvalidParameter."""
    match parameter:
        case Flag():
            return _flag(parameter, value)
        case Number():
            return _number(parameter, value)
        case Choice():
            return _choice(parameter, value)
        case Choices():
            return _choices(parameter, value)
        case Pictures():
            return _pictures(parameter, value)
        case Text() | TaskId() | Picture() | Model():
            return _text(parameter, value)
    raise TypeError(f"no check for {type(parameter).__name__}")


def _is_blank(parameter: Parameter, value: Any) -> bool:
    """Whether `value` says nothing. An empty text says nothing unless it's one of the choices."""
    if isinstance(parameter, Choice) and isinstance(value, str) and value in parameter.options:
        return False
    return value is None or (not isinstance(value, bool | int | float) and not value)


def _flag(parameter: Parameter, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _wrong(parameter, "must be true or false", value)
    return value


def _number(parameter: Number, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(parameter, "must be a number", value)
    # Compared, because math.isfinite() fails on whole numbers that no float can hold.
    if not abs(value) <= sys.float_info.max:
        raise _wrong(parameter, "must be a number", value)
    if isinstance(parameter, Integer):
        if value != int(value):
            raise _wrong(parameter, "must be a whole number", value)
        value = int(value)
        if parameter.levels and value not in parameter.levels:
            levels = [f"{level} ({meaning})" for level, meaning in parameter.levels.items()]
            raise _wrong(parameter, f"must be {_either(levels)}", value)
    low, high, above = parameter.minimum, parameter.maximum, parameter.above
    too_low = (low is not None and value < low) or (above is not None and value <= above)
    if too_low or (high is not None and value > high):
        wanted = _range(parameter)
        raise InvalidParameter(
            parameter.key, f"{parameter.key} must be {wanted}, not {_shown(value)}."
        )
    return value


def _range(parameter: Number) -> str:
    unit = f" {parameter.unit}" if parameter.unit else ""
    low, high, above = parameter.minimum, parameter.maximum, parameter.above
    if low is not None and high is not None:
        return f"between {low:g} and {high:g}{unit}" if high < 1e6 else f"{low} to {high}{unit}"
    if above is None:
        return f"at least {low:g}{unit}"
    return (
        f"above {above:g}{unit}" if high is None else f"above {above:g} and at most {high:g}{unit}"
    )


def _choice(parameter: Choice, value: object) -> str:
    if isinstance(value, str) and (value in parameter.options or parameter.open):
        return value
    raise _wrong(parameter, f"must be {_either(parameter.options)}", value)


def _choices(parameter: Choices, value: Any) -> list[str]:
    for item in (items := _items(parameter, value)):
        if item not in parameter.options:
            raise _wrong(parameter, f"takes {', '.join(parameter.options)}", item)
    return [option for option in parameter.options if option in items]


def _pictures(parameter: Pictures, value: Any) -> list[str]:
    items = _items(parameter, value)
    if not parameter.min_items <= len(items) <= parameter.max_items:
        raise InvalidParameter(
            parameter.key,
            f"{parameter.key} takes {parameter.min_items} to {parameter.max_items} pictures, "
            f"not {len(items)}.",
        )
    return items


def _items(parameter: Parameter, value: Any) -> list[str]:
    """A list of strings as it comes: a list, a set, or a text with an item per line."""
    items = value.splitlines() if isinstance(value, str) else value
    is_list = isinstance(items, list | tuple | set | frozenset)
    if not is_list or not all(isinstance(item, str) for item in items):
        raise _wrong(parameter, "must be a list of texts", value)
    return [item.strip() for item in items if item.strip()]


def _text(parameter: Parameter, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(parameter, "must be a text", value)
    if isinstance(parameter, Text) and value != whole(value):
        raise _wrong(parameter, "must be a text in UTF-8", value)
    value = value.strip()
    limit = parameter.max_length if isinstance(parameter, Text) else None
    if limit is not None and len(value) > limit:
        raise InvalidParameter(
            parameter.key,
            f"{parameter.key} takes at most {limit} characters, and this has {len(value)}.",
        )
    return value


def _add_implied(endpoint: Endpoint, given: dict[str, Any]) -> None:
    for key in list(given):
        parameter = endpoint.parameter(key)
        # A choice at its default comes of itself, as triangles do; a number when it's asked for.
        if given[key] == parameter.default and not isinstance(parameter, Number):
            continue
        if reason_against(endpoint, parameter, given):
            for flag in implied_flags(endpoint, parameter, given):
                given[flag] = True


def _require(endpoint: Endpoint, given: dict[str, Any]) -> None:
    for parameter in endpoint.parameters:
        if isinstance(parameter, Group):
            # What a group needs it needs only if anything of it is given.
            if not any(field.key in given for field in parameter.fields):
                continue
            needed: tuple[Parameter, ...] = parameter.fields
        else:
            needed = (parameter,)
        for one in needed:
            if one.required and not given.get(one.key) and given.get(one.key) != 0:
                raise InvalidParameter(one.key, f"{one.key} must be given: {within(one.help)}.")


def _drop_unheeded(endpoint: Endpoint, given: dict[str, Any]) -> dict[str, str]:
    reasons = {
        key: reason
        for key in given
        if (reason := reason_against(endpoint, endpoint.parameter(key), given))
    }
    return {
        key: reason
        for key, reason in reasons.items()
        if given.pop(key) != endpoint.parameter(key).default
    }


def _drop_overridden(endpoint: Endpoint, given: dict[str, Any]) -> None:
    for key in list(given):
        for loser in endpoint.parameter(key).overrides if key in given else ():
            given.pop(loser, None)


def _check_groups(endpoint: Endpoint, given: dict[str, Any]) -> None:
    for group in endpoint.needs_one_of:
        if not any(given.get(key) for key in group):
            raise InvalidParameter(group[0], f"One of these is needed: {', '.join(group)}.")
    for group in endpoint.excludes:
        rivals = [key for key in group if given.get(key)]
        if len(rivals) > 1:
            raise InvalidParameter(
                rivals[1], f"Only one of these can be given: {', '.join(rivals)}."
            )


def _check_company(endpoint: Endpoint, given: dict[str, Any]) -> None:
    """Values that depend on others: what they require, and what they narrow down."""
    for key, value in given.items():
        parameter = endpoint.parameter(key)
        for needed in parameter.requires:
            if value and not given.get(needed):
                raise InvalidParameter(key, f"{key} needs {needed} too.")
        if isinstance(parameter, Choice) and parameter.options_by:
            decider, options = parameter.options_by
            choice = effective(endpoint, decider, given)
            allowed = options.get(choice)
            if allowed is not None and value not in allowed:
                raise InvalidParameter(
                    key, f"{key} must be {_either(allowed)} with {decider} {choice}, not {value}."
                )


def _wrong(parameter: Parameter, wanted: str, value: Any) -> InvalidParameter:
    return InvalidParameter(parameter.key, f"{parameter.key} {wanted}, not {_shown(value)}.")


def _shown(value: Any) -> str:
    try:
        return one_line(str(value), 40) or "empty"
    except ValueError:
        return "a number of thousands of digits"


def _either(options: Iterable[str]) -> str:
    words = [option or "empty" for option in options]
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
