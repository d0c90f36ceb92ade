"""The engine: takes jobs, works on them in the background, and says what happens.

A front end submits jobs and picks events up, from its own thread and without ever waiting for the
network. The engine knows no Blender and starts no thread before the first job.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..api.account import Account
from ..api.client import Client
from .accounts import mark_of
from .asset_session import asset_session
from .calls import Calls
from .converting import Converter
from .crew import Crew, NoThread
from .ending import Endings
from .events import Event, StageChanged
from .fetching import Fetcher
from .funds import Funds
from .gate import Cancelled, Gate
from .job import Job, Result, Stage, Step
from .journal import JobRecord, Journal
from .known_plan import KnownPlan
from .logbook import Logbook
from .owner import Owner
from .planning import total_price
from .reading_ahead import read_ahead
from .runner import Runner
from .scribe import Scribe
from .spending import NO_LIMITS, Limits, refuse_over
from .workers import Workers

if TYPE_CHECKING:
    import requests

_ASIDES = 4
"""Questions and cancels at a time that a front end asked for beside its jobs."""


class Engine:
    """Works on jobs as `account`, with its journal and files in the folder `state`.

    With a `converter`, models come ready to be appended; the engine closes it. Every method may be
    called from the front end's thread. Raises CannotWrite if `state` can't be used.
    """

    def __init__(self, account: Account, state: Path, converter: Converter | None = None) -> None:
        self.account = account
        self._converter = converter
        self.journal = Journal(state / "jobs.sqlite", mark_of(account))
        self._state = state
        self._owner = Owner(state / "owners")
        self._client = Client(account)
        self._logbook = Logbook(state, account.key)
        self._logbook.open()
        plan = KnownPlan(account, state)
        self._gate = Gate(known=plan.places, learnt=plan.learn)
        self._funds = Funds(self.calls(), self._tell, self._let_go_if_unused)
        self._endings = Endings(self.journal, self.calls, self._tell)
        self._files: requests.Session | None = None
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._workers = Workers(
            self.journal,
            self.calls,
            self._runner,
            self._endings,
            self._tell,
            self._let_go_if_unused,
        )
        self._asides: Crew[Callable[[], None]] = Crew(
            lambda work: work(), _ASIDES, self._let_go_if_unused, idle_s=None
        )
        self._scribe = Scribe(self._workers.begin, self._tell, self._let_go_if_unused)

    def submit(self, *jobs: Job, limits: Limits = NO_LIMITS) -> None:
        """Take new jobs. They are on disk when this returns; the work begins at once.

        All or none: raises OverLimit if they would go past `limits`.
        """
        self._write_down(jobs, limits)
        for job in jobs:
            self._workers.begin(job)

    def submit_soon(self, *jobs: Job, limits: Limits = NO_LIMITS) -> None:
        """The same without waiting for the disk; what keeps them off it is told as Failed."""
        self._scribe.take(jobs, lambda: self._write_down(jobs, limits))

    def resume(self, job_id: str, limits: Limits = NO_LIMITS) -> bool:
        """Go on with a job that was left unfinished; False if another process works on it.

        One that was never sent is paid for now: raises OverLimit if that would go past `limits`.
        What was begun goes on, or what is paid would be for nothing.
        """
        record = self.journal.job(job_id)
        if record is None or record.stage.is_over:
            return False
        unpaid = () if self.journal.tasks(job_id) else record.job.steps
        if not self._claim(job_id, limits, unpaid):
            return False
        self._workers.begin(record.job)
        return True

    def send_again(self, job_id: str, limits: Limits = NO_LIMITS) -> bool:
        """Go on with a job without looking for the task that its last create may have made.

        If it made one, that is paid for and given up: only a person may decide it. False if
        another process works on the job. Raises OverLimit as if nothing had been sent.
        """
        record = self.journal.job(job_id)
        if record is None or record.stage.is_over:
            return False
        tasks = self.journal.tasks(job_id)
        answered = {task.step for task in tasks if not task.is_unanswered}
        unpaid = [step for index, step in enumerate(record.job.steps) if index not in answered]
        if not self._claim(job_id, limits, unpaid):
            return False
        for task in tasks:
            if task.is_unanswered:
                self.journal.create_refused(job_id, task.step)
        self._workers.begin(record.job)
        return True

    def fetch_again(self, job_id: str) -> bool:
        """Bring a result that came, and whose files are gone; Ready follows, and nothing is paid.

        Also one that was placed. False for others, and where somebody is at it already.
        """

        def is_others(owner: str) -> bool:
            return owner != self._owner.id and self._owner.alive(owner)

        record = self.journal.job(job_id)
        if record is None or not self.journal.reopen(job_id, self._owner.id, is_others):
            return False
        return self._workers.begin(record.job)

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
        follows, or Interrupted where its task may be another account's. Raises NoThread if there's
        nobody to do it.
        """
        if self._scribe.cancel(job_id, self.cancel):
            return
        is_under_way = self._workers.cancel(job_id)
        # A running job's worker may sit in a stream that tells it nothing for 10 s: its task is
        # cancelled from here, and the worker sees to what it was about to create.
        end = self._endings.cancel_tasks if is_under_way else self._endings.cancel_idle
        try:
            self._asides.give(lambda: end(job_id))
        except NoThread:
            if not is_under_way:
                raise

    def ask_balance(self) -> None:
        """Ask how many credits the account has. Returns at once; BalanceTold follows."""
        self._funds.tell()

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
            fitted = self._converter.fit(result, source, threading.Event())
        except Cancelled:  # we are closed
            return result
        read_ahead(fitted)
        return fitted

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
        self._workers.close()
        self._scribe.close()
        self._asides.close(drop_waiting=False)
        self._funds.close()
        if self._converter:
            self._converter.close()
        self._owner.close()
        self._let_go_if_unused()

    def _write_down(self, jobs: Sequence[Job], limits: Limits) -> None:
        prices = [total_price(job.steps) for job in jobs]
        # Within the transaction: of two who ask at once, the second sees what the first takes. And
        # ours from the start, or a process that looks just then finds them left by somebody.
        self.journal.add(
            *jobs,
            owner=self._owner.id,
            first=lambda: refuse_over(limits, prices, self.journal, self._owner.alive),
        )

    def _claim(self, job_id: str, limits: Limits, unpaid: Sequence[Step]) -> bool:
        alive = self._owner.alive
        if job_id in self._endings.kept:
            self.journal.release(job_id)
            self._endings.kept.discard(job_id)
        prices = [total_price(unpaid)]
        return self.journal.claim(
            *(job_id, self._owner.id, alive),
            first=lambda: refuse_over(limits, prices, self.journal, alive, taken_up=job_id),
        )

    def _tell(self, event: Event) -> None:
        self._logbook.tell(event)
        self._events.put(event)

    def _let_go_if_unused(self) -> None:
        crews = (self._scribe, self._workers, self._asides, self._funds)
        if not all(crew.is_gone for crew in crews):
            return
        self._client.close()
        if self._files:
            self._files.close()
        self.journal.close()
        self._logbook.close()

    def _runner(self, job: Job, calls: Calls) -> Runner:
        fetcher = Fetcher(self._file_session(), self._state, self.journal, calls, self._tell)
        return Runner(job, self.journal, calls, self._funds, fetcher, self._tell, self._converter)

    def _file_session(self) -> requests.Session:
        with self._lock:
            if self._files is None:
                self._files = asset_session()
            return self._files
