"""New jobs of whoever can't wait for the disk: written down in a thread, in their order."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

from ..api.errors import MeshyError
from .crew import Crew, NoThread
from .ending import fault
from .events import Event, Failed
from .job import Job

log = logging.getLogger(__name__)


class Scribe:
    """Has each job begun that could be written down; what couldn't is told as Failed.

    Nothing of a job is sent, and so nothing paid, before it's on the disk. Any thread may call;
    `gone` is called by its own thread, after `close`.
    """

    def __init__(
        self,
        begin: Callable[[Job], object],
        tell: Callable[[Event], None],
        gone: Callable[[], None],
    ) -> None:
        self._begin = begin
        self._tell = tell
        self._lock = threading.Lock()
        self._unwritten: list[_Order] = []
        self._crew: Crew[Callable[[], None]] = Crew(lambda work: work(), 1, gone, idle_s=None)

    @property
    def is_gone(self) -> bool:
        """Whether it's closed and its thread has ended."""
        return self._crew.is_gone

    def take(self, jobs: Sequence[Job], write: Callable[[], None]) -> None:
        """Have `write` put them into the journal, all or none. Returns at once."""
        order = _Order(jobs, write)
        with self._lock:
            self._unwritten.append(order)
        try:
            self._crew.give(lambda: self._write(order))
        except NoThread as error:
            self._fail(order, error)
            self._is_done(order)

    def cancel(self, job_id: str, cancel: Callable[[str], None]) -> bool:
        """Whether the job is yet to be written down; then `cancel` is called once it is."""
        with self._lock:
            if not any(job.id == job_id for order in self._unwritten for job in order.jobs):
                return False
            self._crew.give(lambda: cancel(job_id))
        return True

    def close(self) -> None:
        """Take no more. What was asked for the moment before is written down all the same."""
        self._crew.close()
        with self._lock:
            unwritten = list(self._unwritten)
        for order in unwritten:
            with suppress(ValueError, MeshyError):  # the thread was quicker, or there's no way
                order.write()

    def _write(self, order: _Order) -> None:
        try:
            order.write()
        except ValueError:
            log.info("%s was written down by whoever closed", order)
        except MeshyError as error:
            self._fail(order, error)
        except Exception as error:
            log.exception("%s", order)
            self._fail(order, error)
        else:
            for job in order.jobs:
                self._begin_one(job)
        finally:
            self._is_done(order)

    def _begin_one(self, job: Job) -> None:
        try:
            self._begin(job)
        except Exception as error:
            log.exception("job %s", job.id)
            self._tell(Failed(job.id, _as_told(job, error)))

    def _fail(self, order: _Order, error: Exception) -> None:
        for job in order.jobs:
            self._tell(Failed(job.id, _as_told(job, error)))

    def _is_done(self, order: _Order) -> None:
        with self._lock:
            self._unwritten.remove(order)


class _Order:
    """What one press asked for."""

    def __init__(self, jobs: Sequence[Job], write: Callable[[], None]) -> None:
        self.jobs = tuple(jobs)
        self.write = write

    def __str__(self) -> str:
        return f"jobs {', '.join(job.id for job in self.jobs)}"


def _as_told(job: Job, error: Exception) -> MeshyError:
    return error if isinstance(error, MeshyError) else fault(job.id, error).error
