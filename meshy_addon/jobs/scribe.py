"""New jobs of whoever can't wait for the disk: written down in a thread, in their order."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress

from ..api.errors import MeshyError
from .crew import Crew
from .ending import fault
from .events import Event, Failed
from .job import Job
from .journal import Journal

log = logging.getLogger(__name__)


class Scribe:
    """Adds each job to `journal` and hands it to `begin`; what can't be added is told as Failed.

    Nothing of a job is sent, and so nothing paid, before it's on the disk. Any thread may call;
    `gone` is called by its own thread, after `close`.
    """

    def __init__(
        self,
        journal: Journal,
        begin: Callable[[Job], object],
        tell: Callable[[Event], None],
        gone: Callable[[], None],
    ) -> None:
        self._journal = journal
        self._begin = begin
        self._tell = tell
        self._lock = threading.Lock()
        self._unwritten: dict[str, Job] = {}
        self._crew: Crew[Callable[[], None]] = Crew(lambda work: work(), 1, gone, idle_s=None)

    @property
    def is_gone(self) -> bool:
        """Whether it's closed and its thread has ended."""
        return self._crew.is_gone

    def take(self, job: Job) -> None:
        """Returns at once."""
        with self._lock:
            self._unwritten[job.id] = job
        self._crew.give(lambda: self._write(job))

    def cancel(self, job_id: str, cancel: Callable[[str], None]) -> bool:
        """Whether the job is yet to be written down; then `cancel` is called once it is."""
        with self._lock:
            if job_id not in self._unwritten:
                return False
            self._crew.give(lambda: cancel(job_id))
        return True

    def close(self) -> None:
        """Take no more. What was asked for the moment before is written down all the same."""
        self._crew.close()
        with self._lock:
            unwritten = list(self._unwritten.values())
        for job in unwritten:
            with suppress(ValueError, MeshyError):  # the thread was quicker, or there's no way
                self._journal.add(job)

    def _write(self, job: Job) -> None:
        try:
            self._journal.add(job)
            self._begin(job)
        except ValueError:
            log.info("job %s was written down by whoever closed", job.id)
        except MeshyError as error:
            self._tell(Failed(job.id, error))
        except Exception as error:
            log.exception("job %s", job.id)
            self._tell(Failed(job.id, fault(job.id, error).error))
        finally:
            with self._lock:
                self._unwritten.pop(job.id, None)
