"""Finding the task whose create was sent but whose answer never came.

A create costs money, so it's never simply sent again: the account's list is asked first, for long
enough that a slow service has written the task down (answers after 60 s happen).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..api.client import PAGE_SIZE
from ..api.endpoint import Endpoint
from ..api.endpoints import ENDPOINTS
from ..api.errors import InvalidParameter, MeshyError, NotFound, Refused, ServiceTrouble
from ..api.request import request_body
from ..api.tasks import Task
from .calls import CLOCKS_S, Calls
from .gate import Cancelled
from .job import Job
from .journal import Journal
from .keeping import KEPT_S
from .records import Others, TaskRecord
from .undecided import Undecided

LOOKS_S = (0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 30.0)
"""Pauses before each look at the list: close at first, 98 s in all."""
PAGES = 20
"""How far back in the list we look: 1,000 tasks."""
LATEST_S = 3600.0
"""How long after it began a create may still make its task: a slow line's upload, and then some."""
_ECHOED = ("prompt", "texture_prompt", "text_style_prompt", "text", "name")
"""Parameters that a task repeats in its description."""


def find_lost(
    calls: Calls,
    journal: Journal,
    job: Job,
    record: TaskRecord,
    pauses_s: Sequence[float] = (),
    *,
    to_end_it: bool = False,
) -> str | None:
    """The id of the task of `job` whose create, noted in `record`, was not answered.

    It's written down as the job's. None if there certainly is none. Worker thread, up to two
    minutes (`pauses_s`: between looks). With `to_end_it` no other job's will do, however alike
    they are. Raises Undecided when several could be it or there's no list that would show it;
    ServiceTrouble when the service stays out of reach; Cancelled.
    """
    endpoint = ENDPOINTS[record.endpoint]
    # Without its pictures: their files may be gone by now. A refined model tells the prompt of its
    # preview.
    body = request_body(endpoint, job.steps[record.step].values)
    before = job.steps[record.step - 1].values if record.step else {}
    if "prompt" in before:
        body.setdefault("prompt", before["prompt"])
    trouble: MeshyError | None = None
    for pause_s in pauses_s or LOOKS_S:
        if calls.cancelled.wait(pause_s):
            raise Cancelled
        try:
            listed = _listed_since(calls, endpoint, record.sent_at)
        except NotFound as error:
            raise Undecided(_UNDECIDED) from error
        except ServiceTrouble as error:
            trouble = error
            continue
        others = journal.others(
            job.id, endpoint.name, record.sent_at - LATEST_S
        )  # after the list: what it shows may belong to somebody by now
        fitting = {task.id: task for task in listed if _fits(task, endpoint, body, record, others)}
        is_settled = _are_ours(fitting.values(), body, record, others, all_alike=to_end_it)
        if is_settled and journal.created(job.id, record.step, min(fitting)):
            return min(fitting)
        if fitting and not others.unanswered:
            raise Undecided(_UNDECIDED)
        # Else it may be told apart once the others have their answers.
        trouble = Undecided(_UNDECIDED) if fitting else None
    if trouble:
        raise trouble
    _expect_in_list(calls, record)
    return None


def is_uncertain(error: MeshyError) -> bool:
    """Whether the service may have made the task although the create ended with `error`."""
    if isinstance(error, Refused | InvalidParameter):
        return False
    return getattr(error, "sent", True)


_UNDECIDED = (
    "Meshy may have this one already, and it can't be told: "
    "look again, or send it again, which may pay twice."
)

_ELSEWHERE = (
    "This was sent with another API key, and whether Meshy has it can't be told with this one: "
    "look again with that key, or send it again, which may pay twice."
)


def _expect_in_list(calls: Calls, record: TaskRecord) -> None:
    """Raises Undecided where a task may be, or have been, although no list shows it to us."""
    if record.is_of_another_account:
        raise Undecided(_ELSEWHERE)
    age_s = calls.earliest_date() - record.sent_at
    # Sent later than now: it was dated by a clock that was wrong, and any task looks older than it.
    if not -CLOCKS_S <= age_s <= KEPT_S:
        raise Undecided(_UNDECIDED)


def _listed_since(calls: Calls, endpoint: Endpoint, time_s: float) -> list[Task]:
    """The account's tasks from `time_s` on, and some before. Raises Undecided for too many."""
    tasks: list[Task] = []
    for number in range(1, PAGES + 1):
        page = calls.newest(endpoint, number)
        tasks += page
        if len(page) < PAGE_SIZE or 0 < page[-1].created_at_ms < time_s * 1000:
            return tasks
    raise Undecided(_UNDECIDED)


def _fits(
    task: Task, endpoint: Endpoint, body: Mapping[str, Any], record: TaskRecord, others: Others
) -> bool:
    if task.id in others.tasks or (task.type and task.type != endpoint.type):
        return False
    if task.created_at_ms and task.created_at_ms / 1000 < record.sent_at:
        return False
    echoes = _echoes(task, body)
    return all(echo.split() == str(body[key]).split() for key, echo in echoes.items())


def _echoes(task: Task, body: Mapping[str, Any]) -> dict[str, str]:
    # What wasn't sent proves nothing: the service may tell a name of its own making.
    told = {key: task.raw.get(key) for key in _ECHOED if key in body}
    return {key: echo for key, echo in told.items() if isinstance(echo, str)}


def _are_ours(
    tasks: Collection[Task],
    body: Mapping[str, Any],
    record: TaskRecord,
    others: Others,
    *,
    all_alike: bool,
) -> bool:
    """Whether any of `tasks`, which all fit, may be taken: nobody else's create can have made it.

    Of several that were asked for in the very same words, one is as good as the other;
    `all_alike`: once they are all there.
    """
    twins = others.unanswered.count(record.body_digest)
    if not (1 + twins if all_alike else 1) <= len(tasks) <= 1 + twins:
        return False
    if all(_echoes(task, body) for task in tasks):
        return True
    return twins == len(others.unanswered) and not any(_is_late(task, record) for task in tasks)


def _is_late(task: Task, record: TaskRecord) -> bool:
    """Whether somebody else made it, most likely: a day later, on the web."""
    return task.created_at_ms / 1000 > record.sent_at + LATEST_S
