"""Ending a cancelled job's tasks at Meshy, also one whose create was not answered."""

from __future__ import annotations

import logging
from collections.abc import Callable

from ..api.endpoint import Endpoint
from ..api.endpoints import ENDPOINTS
from ..api.errors import MeshyError
from ..api.tasks import Status, Task
from .calls import Calls
from .job import Job
from .journal import Journal, TaskRecord
from .lost import find_lost

LOOKS_S = (0.0, 1.0, 2.0, 5.0, 10.0)
"""Pauses before each look for a lost task: who cancels doesn't wait for two minutes."""

log = logging.getLogger(__name__)


def end_tasks(
    calls: Calls, journal: Journal, job_id: str, told: Callable[[int, bool], None]
) -> None:
    """Cancel whatever task of the job is under way, as well as that can be done. Worker thread.

    `told` hears what a cancelled task had cost and whether that comes back, where there's a rule.
    Raises CannotWrite if the journal can't be read.
    """
    record = journal.job(job_id)
    for task in journal.tasks(job_id) if record else ():
        try:
            if record and (task_id := task.task_id or _lost(calls, journal, record.job, task)):
                _end(calls, task, task_id, told)
        except MeshyError as error:
            log.info("job %s: its task could not be cancelled: %s", job_id, error)


def _lost(calls: Calls, journal: Journal, job: Job, task: TaskRecord) -> str | None:
    """The task of a create that was not answered: it would be worked on, and paid, for nobody."""
    return find_lost(calls, journal, job, task, LOOKS_S)


def _end(calls: Calls, task: TaskRecord, task_id: str, told: Callable[[int, bool], None]) -> None:
    if task.status.is_final:
        return
    endpoint = ENDPOINTS[task.endpoint]
    # Only the pages of those that DELETE cancels say what becomes of the credits.
    last = _last_seen(calls, endpoint, task_id) if endpoint.cancel_only else None
    calls.delete(endpoint, task_id)
    if last and last.credits:
        told(last.credits, last.status is Status.PENDING)


def _last_seen(calls: Calls, endpoint: Endpoint, task_id: str) -> Task | None:
    """The task just before its end; None if the service doesn't say, which keeps nobody."""
    try:
        return calls.get(endpoint, task_id)
    except MeshyError:
        return None
