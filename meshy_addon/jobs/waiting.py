"""Waiting for a task: by its stream, and by asking where there's no stream to be had."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

from ..api.endpoint import Endpoint
from ..api.errors import Refused, ServiceTrouble
from ..api.tasks import Status, Task
from .calls import Calls
from .gate import Cancelled

FIRST_POLL_S, LONGEST_POLL_S, POLL_GROWTH = 3.0, 20.0, 1.5
PATIENCE_S = 600.0
"""How long the service may be out of reach before we leave the task for later. It isn't lost."""
_LOOK_S = 60.0
"""So much one look may count as: what took longer was sleep, in which Windows' clock goes on."""


def wait_for(
    calls: Calls, endpoint: Endpoint, task_id: str, report: Callable[[Task], None]
) -> Task:
    """The task once it's over, however it ended. Worker thread; may take minutes.

    `report` is told each time the task moved. Raises Cancelled; ServiceTrouble when the service
    stayed out of reach for `PATIENCE_S`; Refused when it doesn't want to tell (any more).
    """
    out_of_reach_s, looked_at = 0.0, time.monotonic()
    for task in _glimpses(calls, endpoint, task_id):
        took_s = time.monotonic() - looked_at
        looked_at += took_s
        if isinstance(task, ServiceTrouble):
            out_of_reach_s += min(took_s, _LOOK_S)
            if out_of_reach_s > PATIENCE_S:
                raise task
            continue
        out_of_reach_s = 0.0
        report(task)
        if task.status.is_final:
            return task
    raise AssertionError("glimpses never end")


def _glimpses(calls: Calls, endpoint: Endpoint, task_id: str) -> Iterator[Task | ServiceTrouble]:
    """The task each time something is heard of it, or what kept it from being heard; endless."""
    streaming = True
    for delay_s in _poll_delays():
        if streaming:
            try:
                for task in calls.stream(endpoint, task_id):
                    if _tells_all(endpoint, task):
                        yield task
            except Refused:
                streaming = False  # asking will tell whether it's the stream or the task
            except ServiceTrouble:
                pass  # cut: asking will tell whether the service is still there
        try:
            yield calls.get(endpoint, task_id)
        except ServiceTrouble as trouble:
            yield trouble
        if calls.cancelled.wait(delay_s):
            raise Cancelled


def _tells_all(endpoint: Endpoint, task: Task) -> bool:
    """Whether a finished task has its results or its error: a stream may end without them."""
    if task.status is Status.SUCCEEDED:
        return any(task.raw.get(output) for output in endpoint.outputs)
    return task.status is not Status.FAILED or bool(task.raw.get("task_error"))


def _poll_delays() -> Iterator[float]:
    """Seconds between two questions: growing, and never in step with other clients."""
    delay_s = FIRST_POLL_S
    while True:
        yield delay_s * random.uniform(0.8, 1.0)
        delay_s = min(LONGEST_POLL_S, delay_s * POLL_GROWTH)
