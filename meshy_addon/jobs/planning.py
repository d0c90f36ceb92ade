"""From what an artist chose to the tasks that will run, and what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..api.conditions import Values
from ..api.credits import price
from ..api.endpoint import Kind, Part
from ..api.endpoints import ENDPOINTS
from ..api.errors import InvalidParameter
from ..api.validation import Checked, check, refuse_unknown
from .job import Step

PREVIOUS_TASK = "(the task before)"
"""Stands where the id of the previous task will be, until that is known."""


def plan(kind: Kind, values: Values, *, only_first: bool = False) -> tuple[Step, ...]:
    """The steps of a job of this `kind` with these flat values. Raises InvalidParameter.

    A value goes to each part that takes it; it must count in at least one. With the id of a task
    that did the first part before, only the rest is left.
    """
    if kind.continues_with and values.get(kind.continues_with):
        return plan(kind.rest, _for_the_rest(kind, values, only_first))
    refuse_unknown(values, [parameter.key for parameter in kind.parameters])
    parts = kind.parts_for(only_first)
    checks = [_checked(part, values, is_last=part is parts[-1]) for part in parts]
    _refuse_unheeded(values, checks)
    return tuple(
        Step(part.endpoint.name, checked.values, part.after)
        for part, checked in zip(parts, checks, strict=True)
    )


def _for_the_rest(kind: Kind, values: Values, only_first: bool) -> Values:
    """Raises InvalidParameter for what would only have counted in the first part."""
    known = {parameter.key for parameter in kind.rest.parameters}
    lost = [key for key in values if key not in known and values[key] not in (None, "")]
    if lost := [kind.only_first] if only_first else lost:
        raise InvalidParameter(
            lost[0],
            f"{lost[0]} doesn't count together with {kind.continues_with}: the task that it is"
            " about was made before.",
        )
    return {key: value for key, value in values.items() if key in known}


def total_price(steps: Iterable[Step]) -> int:
    """Credits for all of `steps`."""
    return sum(price(ENDPOINTS[step.endpoint], step.values) for step in steps)


def _checked(part: Part, values: Values, *, is_last: bool) -> Checked:
    known = part.endpoint.by_key
    own: dict[str, Any] = {key: value for key, value in values.items() if key in known}
    if not is_last:
        own.update(part.fixed)
    if part.after:
        own[part.after] = PREVIOUS_TASK
    checked = check(part.endpoint, own)
    checked.values.pop(part.after, None)
    return checked


def _refuse_unheeded(values: Mapping[str, Any], checks: Iterable[Checked]) -> None:
    """A value that counts nowhere in the job is refused, before anything is paid."""
    checks = list(checks)
    for key in values:
        reasons = [checked.unheeded[key] for checked in checks if key in checked.unheeded]
        if reasons and not any(key in checked.values for checked in checks):
            raise InvalidParameter(key, f"{key} {reasons[0]}.")
