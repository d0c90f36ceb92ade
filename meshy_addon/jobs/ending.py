"""How the work on a job ends: written down, then told. Worker threads.

A cancelled job's tasks are ended at Meshy too, also one whose create was not answered; not what is
finished there, which is paid, and which ending would delete.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..api.endpoint import Endpoint
from ..api.endpoints import ENDPOINTS
from ..api.errors import MeshyError
from ..api.tasks import Status, Task
from .accounts import NotAllowedToAsk, may_be_elsewhere
from .calls import Calls
from .crew import NO_MEMORY
from .events import CreditsTold, Event, Failed, Interrupted, JobCancelled
from .folders import CannotWrite
from .job import Job, Stage
from .journal import Journal, TaskRecord
from .lost import find_lost

LOOKS_S = (0.0, 1.0, 2.0, 5.0, 10.0)
"""Pauses before each look for a lost task: who cancels doesn't wait for two minutes."""

_UNDER_WAY = (Status.PENDING, Status.IN_PROGRESS)

_ELSEWHERE = (
    "This was sent with another API key, and can't be cancelled with this one: set that key first."
)

log = logging.getLogger(__name__)


class Endings:
    """Of the jobs in `journal`. A disk that can't be written keeps nobody from hearing of it.

    `calls` gives the API as nobody's job calls it: what ends a cancelled job is not cancelled.
    """

    def __init__(
        self, journal: Journal, calls: Callable[[], Calls], tell: Callable[[Event], None]
    ) -> None:
        self._journal = journal
        self._calls = calls
        self._tell = tell
        self.kept: set[str] = set()
        """Jobs that were left and couldn't be given free, as on a full disk."""

    def failed(self, outcome: Failed) -> None:
        """The job is over."""
        if self._over(outcome.job_id, Stage.FAILED, str(outcome.error)) is Stage.CANCELLED:
            # By another process: that the task is gone is how we noticed.
            self._tell(JobCancelled(outcome.job_id))
        else:
            self._tell(outcome)

    def interrupted(self, outcome: Interrupted) -> None:
        """The job can be resumed."""
        try:
            self._journal.release(outcome.job_id, error=str(outcome.error))
        except (CannotWrite, MemoryError):
            log.exception("job %s", outcome.job_id)
            self.kept.add(outcome.job_id)
        self._tell(outcome)

    def cancelled(self, job_id: str) -> NotAllowedToAsk | None:
        """A job that was worked on here is over, at Meshy too; else why it can't be."""
        if refusal := self._refusal(job_id):
            return refusal
        self.cancel_tasks(job_id)
        self._over(job_id, Stage.CANCELLED)
        self._tell(JobCancelled(job_id))
        return None

    def cancel_idle(self, job_id: str) -> None:
        """Cancel a job that no worker of this engine has; nothing happens if it came to its end.

        Interrupted tells of one that can't be cancelled; it stays as it is.
        """
        if refusal := self._refusal(job_id):
            self._tell(Interrupted(job_id, refusal))
            return
        # First here: a process that works on it learns from its task's end to look here.
        try:
            before = self._over(job_id, Stage.CANCELLED)
        except LookupError:
            return
        if before is None:
            self.cancel_tasks(job_id)
        if before in (None, Stage.CANCELLED):
            self._tell(JobCancelled(job_id))

    def cancel_tasks(self, job_id: str) -> None:
        """Cancel at Meshy whatever task of the job is under way, as well as that can be done."""
        calls = self._calls()
        try:
            record, tasks = self._journal.job(job_id), self._journal.tasks(job_id)
        except CannotWrite:
            log.exception("job %s", job_id)
            return
        if record is None:
            return
        for task in tasks:
            try:
                if task_id := task.task_id or _lost(calls, self._journal, record.job, task):
                    self._end(calls, job_id, task, task_id)
            except MeshyError as error:
                log.info("job %s: its task could not be cancelled: %s", job_id, error)

    def _end(self, calls: Calls, job_id: str, task: TaskRecord, task_id: str) -> None:
        if task.status.is_final or task.is_taken_over:
            return
        endpoint = ENDPOINTS[task.endpoint]
        last = _last_seen(calls, endpoint, task_id)
        is_ended = _is_to_end(endpoint, last)
        if is_ended:
            calls.delete(endpoint, task_id)
        if last and is_ended and endpoint.cancel_only:
            self._settle(job_id, task.step, last)
        elif last:
            with _if_the_disk_lets(job_id):
                self._journal.task_seen(job_id, task.step, last)

    def _settle(self, job_id: str, step: int, last: Task) -> None:
        """Only the pages of those that DELETE cancels say what becomes of the credits."""
        is_returned = last.status is Status.PENDING
        took = 0 if is_returned else last.credits
        with _if_the_disk_lets(job_id):
            self._journal.task_changed(job_id, step, Status.CANCELED, last.progress, took)
        if last.credits:
            self._tell(CreditsTold(job_id, last.credits, is_returned))

    def _refusal(self, job_id: str) -> NotAllowedToAsk | None:
        """That a task of the job may go on at another account, where we can't cancel it."""
        try:
            record, tasks = self._journal.job(job_id), self._journal.tasks(job_id)
        except CannotWrite:
            log.exception("job %s", job_id)
            return None
        if record is None or record.stage.is_over:
            return None
        calls = self._calls()
        for task in tasks:
            if task.status.is_final or not may_be_elsewhere(task, calls.earliest_date()):
                continue
            if not _is_known(calls, self._journal, record.job, task):
                return NotAllowedToAsk(_ELSEWHERE)
        return None

    def _over(self, job_id: str, stage: Stage, error: str = "") -> Stage | None:
        """Write down how a job ended; the stage in which it was over before, if it was."""
        try:
            return self._journal.end(job_id, stage, error=error)
        except CannotWrite:
            log.exception("job %s", job_id)
            return None


@contextmanager
def _if_the_disk_lets(job_id: str) -> Iterator[None]:
    """A note that can't be made keeps nobody."""
    try:
        yield
    except CannotWrite:
        log.exception("job %s", job_id)


def fault(job_id: str, error: Exception) -> Interrupted:
    """What is said of a fault of ours, or of the machine; the job can be taken up again."""
    said = NO_MEMORY if isinstance(error, MemoryError) else f"An error in the add-on: {error!r}."
    return Interrupted(job_id, MeshyError(said))


def _is_known(calls: Calls, journal: Journal, job: Job, task: TaskRecord) -> bool:
    """Whether Meshy says under our key that it has the task: a new key of the same account."""
    try:
        if not task.task_id:
            return bool(_lost(calls, journal, job, task))
        calls.get(ENDPOINTS[task.endpoint], task.task_id)
    except MeshyError:
        return False
    return True


def _lost(calls: Calls, journal: Journal, job: Job, task: TaskRecord) -> str | None:
    """The task of a create that was not answered: it would be worked on, and paid, for nobody."""
    return find_lost(calls, journal, job, task, LOOKS_S, to_end_it=True)


def _is_to_end(endpoint: Endpoint, last: Task | None) -> bool:
    """What the journal knows may be hours old, and elsewhere than in the Creative Lab DELETE takes
    what has been finished since as well.
    """
    if endpoint.cancel_only:
        return last is None or not last.status.is_final
    return last is not None and last.status in _UNDER_WAY


def _last_seen(calls: Calls, endpoint: Endpoint, task_id: str) -> Task | None:
    """The task just before its end; None if the service doesn't say, which keeps nobody."""
    try:
        return calls.look_at(endpoint, task_id)
    except MeshyError:
        return None
