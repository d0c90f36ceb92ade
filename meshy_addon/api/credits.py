"""What a task costs, known before it is sent."""

from __future__ import annotations

from .conditions import Values, effective
from .endpoint import Case, Endpoint


def price(endpoint: Endpoint, values: Values) -> int:
    """Credits for one task of `endpoint` with these flat `values`."""

    def holds(case: Case) -> bool:
        return all(effective(endpoint, key, values) in wanted for key, wanted in case.when.items())

    rule = endpoint.price
    base = next((case.credits for case in rule.cases if holds(case)), rule.base)
    return base + sum(extra.credits for extra in rule.extras if holds(extra))
