"""Who works on an engine's jobs: some up to their last task's end, others on what comes after.

How the work on each ended is written down and told once, however it did.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from ..api.errors import MeshyError, ServiceTrouble
from ..api.frozen import frozen
from ..api.tasks import Task
from .accounts import NotAllowedToAsk
from .at_hand import keep_ready
from .calls import Calls
from .converting import NotPrepared
from .crew import Crew, NoThread
from .ending import Endings, fault
from .events import Event, Failed, Interrupted, Ready
from .folders import CannotWrite
from .gate import Cancelled
from .job import Job
from .journal import Journal
from .runner import Runner
from .undecided import Undecided

_MAKERS = 64
"""Jobs at a time up to their last task's end: more than any plan lets tasks run, so that some are
prepared and wait for a place. Further ones cost no thread."""
_FETCHERS = 8
"""Jobs at a time after that, in threads of their own: downloads never hold back a create."""
_LATER = (ServiceTrouble, Undecided, NotAllowedToAsk, CannotWrite, NotPrepared, NoThread)
"""What ends the work on a job for now, but not the job: nothing that was paid for is given up."""

log = logging.getLogger(__name__)


@frozen
class _Made:
    """A job whose tasks have succeeded."""

    job: Job
    tasks: tuple[Task, ...]


class Workers:
    """Threads that come as there are jobs. Any thread may call.

    `runner` gives what runs a job with its own `calls`; `gone` is called by the last thread, after
    `close`.
    """

    def __init__(
        self,
        journal: Journal,
        calls: Callable[[], Calls],
        runner: Callable[[Job, Calls], Runner],
        endings: Endings,
        tell: Callable[[Event], None],
        gone: Callable[[], None],
    ) -> None:
        self._journal = journal
        self._calls = calls
        self._runner = runner
        self._endings = endings
        self._tell = tell
        self._lock = threading.Lock()
        self._makers = Crew(self._make, _MAKERS, gone)
        self._fetchers = Crew(self._fetch, _FETCHERS, gone)
        self._under_way: dict[str, Calls] = {}
        """The calls of each job that waits or is worked on."""
        self._closed = False

    @property
    def is_gone(self) -> bool:
        """Whether they were let go, and have."""
        return self._makers.is_gone and self._fetchers.is_gone

    def begin(self, job: Job) -> bool:
        """Work on a job that is ours; False if that is under way."""
        try:
            with self._lock:
                if job.id in self._under_way:
                    return False
                self._under_way[job.id] = self._calls()
                self._makers.give(job)
        except NoThread as error:
            self._conclude(job.id, Interrupted(job.id, error))
        return True

    def cancel(self, job_id: str) -> bool:
        """Have the work on a job end; False if nobody is at it, or will be."""
        with self._lock:
            if self._makers.take_back(lambda job: job.id == job_id) or self._fetchers.take_back(
                lambda made: made.job.id == job_id
            ):
                del self._under_way[job_id]
            calls = self._under_way.get(job_id)
            if calls:
                calls.cancel()
        return calls is not None

    def close(self) -> None:
        """Leave all jobs where they are. Returns at once."""
        with self._lock:
            self._closed = True
            for calls in self._under_way.values():
                calls.cancel()
        self._makers.close()
        self._fetchers.close()

    def _make(self, job: Job) -> None:
        """A job up to its last task's end. In a maker's thread."""

        def make() -> None:
            self._fetchers.give(_Made(job, self._run(job).make()))

        self._attempt(job.id, make)

    def _fetch(self, made: _Made) -> None:
        """A job after that, up to its result. In a fetcher's thread."""
        job = made.job
        outcome = self._attempt(job.id, lambda: Ready(job.id, self._run(job).fetch(made.tasks)))
        if isinstance(outcome, Ready):
            try:
                keep_ready(self._journal, outcome.result)
            except CannotWrite as error:
                log.warning("job %s: %s", job.id, error)

    def _run(self, job: Job) -> Runner:
        return self._runner(job, self._under_way[job.id])

    def _attempt(
        self, job_id: str, work: Callable[[], Ready | None]
    ) -> Ready | Failed | Interrupted | None:
        """Do a part of the work on a job, and conclude unless there's another part.

        What it was concluded with.
        """
        outcome: Ready | Failed | Interrupted | None
        try:
            outcome = work()
            if outcome is None:
                return None
        except Cancelled:
            outcome = None
        except _LATER as error:
            outcome = Interrupted(job_id, error)
        except MeshyError as error:
            outcome = Failed(job_id, error)
        except Exception as error:
            # A fault of ours must not end in silence, nor take a paid task along.
            log.exception("job %s", job_id)
            outcome = fault(job_id, error)
        return self._conclude(job_id, outcome)

    def _conclude(
        self, job_id: str, outcome: Ready | Failed | Interrupted | None
    ) -> Ready | Failed | Interrupted | None:
        """Write down and say how the work on a job ended, and return it; None for cancelled."""
        with self._lock:
            if self._under_way[job_id].cancelled.is_set() and not self._closed:
                outcome = None  # what else went wrong may come of the cancelling itself
            if outcome is not None:
                # Before anybody hears of it: who does may resume the job at once.
                del self._under_way[job_id]
            if isinstance(outcome, Ready):
                # Within the lock: a cancel came before, or finds a job that is ready.
                self._tell(outcome)
        if isinstance(outcome, Failed):
            self._endings.failed(outcome)
        elif isinstance(outcome, Interrupted):
            self._endings.interrupted(outcome)
        elif outcome is None and not self._closed:
            refusal = self._endings.cancelled(job_id)
            with self._lock:
                del self._under_way[job_id]
            if refusal:
                self._endings.interrupted(Interrupted(job_id, refusal))
        return outcome
