"""Ending a cancelled job's tasks at Meshy, also one whose create was not answered."""

from __future__ import annotations

import logging

from ..api.endpoints import ENDPOINTS
from ..api.errors import MeshyError
from .calls import Calls
from .job import Job
from .journal import Journal, TaskRecord
from .lost import find_lost

LOOKS_S = (0.0, 1.0, 2.0, 5.0, 10.0)
"""Pauses before each look for a lost task: who cancels doesn't wait for two minutes."""

log = logging.getLogger(__name__)


def end_tasks(calls: Calls, journal: Journal, job_id: str) -> None:
    """Cancel whatever task of the job is under way, as well as that can be done. Worker thread.

    Raises CannotWrite if the journal can't be read.
    """
    record = journal.job(job_id)
    for task in journal.tasks(job_id) if record else ():
        try:
            if record and (task_id := task.task_id or _lost(calls, journal, record.job, task)):
                _end(calls, task, task_id)
        except MeshyError as error:
            log.info("job %s: its task could not be cancelled: %s", job_id, error)


def _lost(calls: Calls, journal: Journal, job: Job, task: TaskRecord) -> str | None:
    """The task of a create that was not answered: it would be worked on, and paid, for nobody."""
    return find_lost(calls, journal, job, task, LOOKS_S)


def _end(calls: Calls, task: TaskRecord, task_id: str) -> None:
    if not task.status.is_final:
        calls.delete(ENDPOINTS[task.endpoint], task_id)
