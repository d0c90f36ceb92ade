"""The engine: takes jobs, works on them in the background, and says what happens.

A front end submits jobs and picks events up, from its own thread and without ever waiting for the
network. The engine knows no Blender and starts no thread before the first job.
"""

from __future__ import annotations

import logging
import math
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from ..api.account import Account
from ..api.client import Client
from ..api.errors import MeshyError, ServiceTrouble
from .calls import Calls
from .converting import Converter, NotPrepared
from .download import asset_session
from .ending import end_tasks
from .events import (
    BalanceTold,
    CreditsTold,
    Event,
    Failed,
    Interrupted,
    JobCancelled,
    Ready,
    StageChanged,
)
from .fetching import Fetcher
from .folders import CannotWrite
from .gate import Cancelled, Gate
from .job import Job, Result, Stage
from .journal import JobRecord, Journal
from .logbook import Logbook
from .owner import Owner
from .runner import NotAllowedToAsk, Runner
from .undecided import Undecided

if TYPE_CHECKING:
    import requests

_WORKERS = 64
"""Threads at most: more than any plan lets tasks run at a time, so that downloads never wait."""
_LATER = (ServiceTrouble, Undecided, NotAllowedToAsk, CannotWrite, NotPrepared)
"""What ends the work on a job for now, but not the job: nothing that was paid for is given up."""

log = logging.getLogger(__name__)


class Engine:
    """Works on jobs as `account`, with its journal and files in the folder `state`.

    With a `converter`, models come ready to be appended; the engine closes it. Every method may be
    called from the front end's thread. Raises CannotWrite if `state` can't be used.
    """

    def __init__(self, account: Account, state: Path, converter: Converter | None = None) -> None:
        self.account = account
        self._converter = converter
        self.journal = Journal(state / "jobs.sqlite")
        self._state = state
        self._owner = Owner(state / "owners")
        self._client = Client(account)
        self._logbook = Logbook(state, account.key)
        self._logbook.open()
        self._gate = Gate()
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._lock = threading.Condition()
        self._waiting: deque[Job] = deque()
        self._cancelled: dict[str, threading.Event] = {}
        self._kept: set[str] = set()
        """Jobs that were left and couldn't be given free, as on a full disk."""
        self._threads = 0
        self._idle = 0
        self._closed = False

    def submit(self, job: Job) -> None:
        """Take a new job. It's on disk when this returns; the work begins at once."""
        self.journal.add(job)
        self._take(job)

    def resume(self, job_id: str) -> bool:
        """Go on with a job that was left unfinished; False if another process works on it."""
        record = self.journal.job(job_id)
        return record is not None and not record.stage.is_over and self._take(record.job)

    def send_again(self, job_id: str) -> bool:
        """Go on with a job without looking for the task that its last create may have made.

        If it made one, that is paid for and given up: only a person may decide it. False if
        another process works on the job.
        """
        record = self.journal.job(job_id)
        if record is None or record.stage.is_over or not self._claim(job_id):
            return False
        for task in self.journal.tasks(job_id):
            if task.is_unanswered:
                self.journal.create_refused(job_id, task.step)
        self._enqueue(record.job)
        return True

    def unfinished(self) -> list[JobRecord]:
        """Jobs that `resume` would take up: unfinished, and no process works on them."""
        return [
            record
            for record in self.journal.unfinished()
            if not record.owner or not self._owner.alive(record.owner)
        ]

    def cancel(self, job_id: str) -> None:
        """Stop a job at whatever it is; a task that Meshy works on is cancelled there too.

        Also a job of another process, which will notice by its task. Returns at once; JobCancelled
        follows.
        """
        with self._lock:
            if any(job.id == job_id for job in self._waiting):
                self._waiting = deque(job for job in self._waiting if job.id != job_id)
                del self._cancelled[job_id]
            cancelled = self._cancelled.get(job_id)
            if cancelled:
                cancelled.set()
        # A running job's worker may sit in a stream that tells it nothing for 10 s: its task is
        # cancelled from here, and the worker sees to what it was about to create.
        self._start_thread(self._cancel_tasks if cancelled else self._cancel_idle, job_id)

    def ask_balance(self) -> None:
        """Ask how many credits the account has. Returns at once; BalanceTold follows."""
        self._start_thread(self._tell_balance)

    def calls(self) -> Calls:
        """The API as nobody's job calls it, at the pace of all jobs together. For other threads."""
        return Calls(self._client, self._gate, threading.Event())

    @property
    def can_fit(self) -> bool:
        """Whether `fit` has somebody to ask."""
        return self._converter is not None

    def fit(self, result: Result, source: Path) -> Result:
        """See `Converter.fit`. Waits for it; for other threads."""
        if self._converter is None:
            return result
        try:
            return self._converter.fit(result, source, threading.Event())
        except Cancelled:  # we are closed
            return result

    def drain(self) -> Iterator[Event]:
        """The events that have come up since the last call. Never waits."""
        while True:
            try:
                yield self._events.get_nowait()
            except queue.Empty:
                return

    def next_event(self, timeout_s: float) -> Event | None:
        """The next event, waited for at most `timeout_s`."""
        try:
            return self._events.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def put_back(self, events: Iterable[Event]) -> None:
        """Give back events that were picked up by somebody whom they don't concern."""
        for event in events:
            self._events.put(event)

    def placed(self, job_id: str) -> None:
        """Note that a result is in the scene, or written out: the job is over."""
        self.journal.set_stage(job_id, Stage.PLACED)
        self.journal.release(job_id)
        self._logbook.tell(StageChanged(job_id, Stage.PLACED))

    def close(self) -> None:
        """Let go of everything; the jobs stay resumable. Returns at once. May be called twice.

        The threads end by themselves.
        """
        with self._lock:
            self._closed = True
            for cancelled in self._cancelled.values():
                cancelled.set()
            self._waiting.clear()
            self._lock.notify_all()
            is_unused = not self._threads
        if self._converter:
            self._converter.close()
        self._owner.close()
        if is_unused:
            self._let_go()

    def _take(self, job: Job) -> bool:
        if not self._claim(job.id):
            return False
        self._enqueue(job)
        return True

    def _claim(self, job_id: str) -> bool:
        if job_id in self._kept:
            self.journal.release(job_id)
            self._kept.discard(job_id)
        return self.journal.claim(job_id, self._owner.id, self._owner.alive)

    def _enqueue(self, job: Job) -> None:
        with self._lock:
            self._cancelled[job.id] = threading.Event()
            self._waiting.append(job)
            if self._idle >= len(self._waiting) or self._threads >= _WORKERS:
                self._lock.notify()
                return
            self._threads += 1
        try:
            self._start_thread(self._work)
        except RuntimeError as error:
            self._do_without_thread(job, error)

    def _do_without_thread(self, job: Job, error: RuntimeError) -> None:
        """None could be started: the job is left, unless another thread has it by now."""
        with self._lock:
            self._threads -= 1
            if job not in self._waiting:
                return
            self._waiting.remove(job)
        self._conclude(job.id, _fault(job.id, error))

    @staticmethod
    def _start_thread(work: Callable[..., None], *args: str) -> None:
        # Daemon: a worker must never hold up Blender's exit.
        threading.Thread(target=work, args=args, name="meshy", daemon=True).start()

    def _work(self) -> None:
        """A worker thread: one job after the other, until there's none for a while."""
        with ExitStack() as stack:
            session = None
            while job := self._next_job():
                try:
                    session = session or stack.enter_context(asset_session())
                except Exception as error:
                    log.exception("job %s", job.id)
                    self._conclude(job.id, _fault(job.id, error))
                else:
                    self._run(job, session)

    def _next_job(self) -> Job | None:
        with self._lock:
            self._idle += 1
            self._lock.wait_for(lambda: self._waiting or self._closed, timeout=10)
            self._idle -= 1
            if self._waiting and not self._closed:
                return self._waiting.popleft()
            self._threads -= 1
            is_last = self._closed and not self._threads
        if is_last:
            self._let_go()
        return None

    def _tell(self, event: Event) -> None:
        self._logbook.tell(event)
        self._events.put(event)

    def _let_go(self) -> None:
        self._client.close()
        self.journal.close()

    def _run(self, job: Job, session: requests.Session) -> None:
        calls = Calls(self._client, self._gate, self._cancelled[job.id])
        fetcher = Fetcher(session, self._state, self.journal, calls, self._tell)
        runner = Runner(job, self.journal, calls, fetcher, self._tell, self._converter)
        outcome: Ready | Failed | Interrupted | None
        try:
            outcome = Ready(job.id, runner.run())
        except Cancelled:
            outcome = None
        except _LATER as error:
            outcome = Interrupted(job.id, error)
        except MeshyError as error:
            outcome = Failed(job.id, error)
        except Exception as error:
            # A fault of ours must not end in silence, nor take a paid task along.
            log.exception("job %s", job.id)
            outcome = _fault(job.id, error)
        self._conclude(job.id, outcome)

    def _conclude(self, job_id: str, outcome: Ready | Failed | Interrupted | None) -> None:
        """Write down and say how the work on a job ended; None for cancelled."""
        with self._lock:
            if self._cancelled[job_id].is_set() and not self._closed:
                outcome = None  # what else went wrong may come of the cancelling itself
            if outcome is not None:
                # Before anybody hears of it: who does may resume the job at once.
                del self._cancelled[job_id]
            if isinstance(outcome, Ready):
                # Within the lock: a cancel came before, or finds a job that is ready.
                self._tell(outcome)
        if isinstance(outcome, Failed):
            self._end(outcome)
        elif isinstance(outcome, Interrupted):
            self._leave(outcome)
        elif outcome is None and not self._closed:
            self._cancel_tasks(job_id)
            self._over(job_id, Stage.CANCELLED)
            self._tell(JobCancelled(job_id))
            with self._lock:
                del self._cancelled[job_id]

    def _end(self, outcome: Failed) -> None:
        if self._over(outcome.job_id, Stage.FAILED, str(outcome.error)) is Stage.CANCELLED:
            # By another process: that the task is gone is how we noticed.
            self._tell(JobCancelled(outcome.job_id))
        else:
            self._tell(outcome)

    def _leave(self, outcome: Interrupted) -> None:
        try:
            self.journal.release(outcome.job_id, error=str(outcome.error))
        except (CannotWrite, MemoryError):
            log.exception("job %s", outcome.job_id)
            self._kept.add(outcome.job_id)
        self._tell(outcome)

    def _tell_balance(self) -> None:
        try:
            credits = Calls(self._client, self._gate, threading.Event()).balance()
        except MeshyError as error:
            self._events.put(BalanceTold("", None, error))
        else:
            self._events.put(BalanceTold("", None if math.isinf(credits) else int(credits)))

    def _cancel_idle(self, job_id: str) -> None:
        """Cancel a job that no worker of this engine has; nothing happens if it came to its end."""
        # First here: a process that works on it learns from its task's end to look here.
        try:
            before = self._over(job_id, Stage.CANCELLED)
        except LookupError:
            return
        if before is None:
            self._cancel_tasks(job_id)
        if before in (None, Stage.CANCELLED):
            self._tell(JobCancelled(job_id))

    def _over(self, job_id: str, stage: Stage, error: str = "") -> Stage | None:
        """Write down how a job ended; the stage in which it was over before, if it was."""
        try:
            return self.journal.end(job_id, stage, error=error)
        except CannotWrite:
            log.exception("job %s", job_id)
            return None

    def _cancel_tasks(self, job_id: str) -> None:
        """Cancel at Meshy whatever task of the job is under way, as well as that can be done."""
        try:
            end_tasks(
                Calls(self._client, self._gate, threading.Event()),
                self.journal,
                job_id,
                lambda cost, is_back: self._tell(CreditsTold(job_id, cost, is_back)),
            )
        except CannotWrite:
            log.exception("job %s", job_id)


def _fault(job_id: str, error: Exception) -> Interrupted:
    """What is said of a fault of ours, or of the machine; the job can be taken up again."""
    if isinstance(error, MemoryError) or "start new thread" in str(error):
        said = "There is not enough memory to go on: close something, then resume the job."
    else:
        said = f"An error in the add-on: {error!r}."
    return Interrupted(job_id, MeshyError(said))
