"""Finding the task whose create was sent but whose answer never came.

A create costs money, so it's never simply sent again: the account's list is asked first, for long
enough that a slow service has written the task down (answers after 60 s happen).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..api.endpoint import Endpoint
from ..api.errors import MeshyError, NotFound, Refused, ServiceTrouble
from ..api.tasks import Task
from .calls import Calls
from .gate import Cancelled

CLOCK_SKEW_S = 120.0
"""How far the service's clock and ours may be apart."""
LOOKS_S = (0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 30.0)
"""Pauses before each look at the list: close at first, 98 s in all."""
_ECHOED = ("prompt", "texture_prompt", "text_style_prompt", "text", "name")
"""Parameters that a task repeats in its description."""


class Undecided(MeshyError):
    """Whether the service made the task can't be told; sending it again might pay twice."""


def find_lost_task(
    calls: Calls,
    endpoint: Endpoint,
    body: Mapping[str, Any],
    sent_at: float,
    known: Callable[[], frozenset[str]],
) -> str | None:
    """The id of the task that `body`, sent at `sent_at`, made; None when it made none for certain.

    `known` tells the tasks that belong to other jobs by now. Worker thread, up to two minutes.
    Raises Undecided when several could be it or there's no list to look at; ServiceTrouble when
    the service stays out of reach; Cancelled.
    """
    trouble: ServiceTrouble | None = None
    for pause_s in LOOKS_S:
        if calls.cancelled.wait(pause_s):
            raise Cancelled
        try:
            newest = calls.newest(endpoint)
        except NotFound as error:
            raise Undecided(_UNDECIDED) from error
        except ServiceTrouble as error:
            trouble = error
            continue
        trouble = None
        others = known()
        found = [task for task in newest if _fits(task, endpoint, body, sent_at, others)]
        if len(found) > 1:
            raise Undecided(_UNDECIDED)
        if found:
            return found[0].id
    if trouble:
        raise trouble
    return None


def is_uncertain(error: MeshyError) -> bool:
    """Whether the service may have made the task although the create ended with `error`."""
    if isinstance(error, Refused):
        return False
    return getattr(error, "sent", True)


_UNDECIDED = (
    "Meshy may or may not have this task, and it can't be told which: "
    "look at the account's tasks before sending it again."
)


def _fits(
    task: Task, endpoint: Endpoint, body: Mapping[str, Any], sent_at: float, known: frozenset[str]
) -> bool:
    if task.id in known or (task.type and task.type != endpoint.type):
        return False
    if task.created_at_ms and task.created_at_ms / 1000 < sent_at - CLOCK_SKEW_S:
        return False
    # What wasn't sent proves nothing: the service may tell a name of its own making.
    echoes = {key: task.raw.get(key) for key in _ECHOED if key in body}
    return all(
        echo.split() == str(body[key]).split()
        for key, echo in echoes.items()
        if isinstance(echo, str)
    )
