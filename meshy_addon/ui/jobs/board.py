"""What the interface knows about jobs: told by the pump, read by whatever draws. Main thread.

Nothing here asks the disk or the network, so that drawing from it costs nothing.
"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from ...api.errors import MeshyError
from ...api.frozen import frozen
from ...jobs.events import (
    Event,
    Failed,
    FileProgressed,
    Interrupted,
    JobCancelled,
    Ready,
    StageChanged,
    TaskProgressed,
)
from ...jobs.job import Job, Result, Stage
from ...jobs.keeping import KEPT_S
from ...jobs.undecided import Undecided


@frozen
class JobRow:
    """One job as the list shows it."""

    job_id: str
    kind: str
    name: str
    stage: Stage
    price: int = 0
    """Credits, all tasks together."""
    credits: int = 0
    """What it has taken in the end; 0 too for what was paid elsewhere."""
    fraction: float = 0.0
    """Of all the job's tasks, 0 to 1."""
    part: int = 0
    """Which of the job's tasks, from 0."""
    parts: int = 1
    preceding_tasks: int = 0
    """How many wait before it in Meshy's queue."""
    began_at: float = 0.0
    """Seconds since the Unix epoch."""
    ended_at: float | None = None
    expected_s: float | None = None
    """Learnt from past jobs; None without any."""
    error: str = ""
    """One sentence."""
    is_left: bool = False
    """Unfinished, and nobody works on it: it can be resumed."""
    is_open: bool = False
    """Left, and Meshy may have its task: nothing but the artist's word sends it again."""
    is_once_more: bool = False
    """It was placed before, and its files are fetched again: this one comes beside that."""
    task_id: str = ""
    """The latest task, which its objects carry."""
    kept_until: float | None = None
    """Until when Meshy keeps that task at least; None while none was sent."""
    thumbnail: Path | None = None

    @property
    def is_running(self) -> bool:
        return not (self.stage.is_over or self.is_to_place or self.is_left)

    @property
    def is_to_place(self) -> bool:
        return self.stage is Stage.READY

    @property
    def is_landing(self) -> bool:
        """Whether its result is on the way from the service to the scene."""
        return self.is_running and self.stage in (Stage.DOWNLOADING, Stage.CONVERTING)

    @property
    def is_settled(self) -> bool:
        """Whether nobody needs to look at it any more; a failure is to be seen."""
        return self.stage in (Stage.PLACED, Stage.CANCELLED)


@frozen
class _View:
    """What all rows together come to, as of a version of the board."""

    version: int = 0
    rows: tuple[JobRow, ...] = ()
    unsettled: tuple[JobRow, ...] = ()
    settled: tuple[JobRow, ...] = ()
    running: int = 0
    landing: int = 0
    to_place: int = 0


class JobBoard:
    """The jobs of this Blender, and what was left unfinished before."""

    def __init__(self) -> None:
        self._rows: dict[str, JobRow] = {}
        self._jobs: dict[str, Job] = {}
        self._results: dict[str, Result] = {}
        self.warning = ""
        """What the artist should know of the job list itself, until they have read it."""
        self._heeded: set[str] = set()
        self._seen = _View()
        self.version = 0
        """Grows with each change, so that a drawing can tell whether it is stale."""

    @property
    def rows(self) -> tuple[JobRow, ...]:
        """Newest first."""
        return self._view.rows

    @property
    def unsettled(self) -> tuple[JobRow, ...]:
        """Those that go on, wait or went wrong, newest first."""
        return self._view.unsettled

    @property
    def settled(self) -> tuple[JobRow, ...]:
        """Those that nobody needs to look at any more, newest first."""
        return self._view.settled

    @property
    def running(self) -> int:
        return self._view.running

    @property
    def landing(self) -> int:
        return self._view.landing

    @property
    def to_place(self) -> int:
        return self._view.to_place

    @property
    def _view(self) -> _View:
        """Made once for each change: every tick and every drawing asks, however long the list."""
        if self._seen.version != self.version:
            rows = tuple(sorted(self._rows.values(), key=lambda row: -row.began_at))
            unsettled = tuple(row for row in rows if not row.is_settled)
            settled = tuple(row for row in rows if row.is_settled)
            running = sum(row.is_running for row in rows)
            landing = sum(row.is_landing for row in rows)
            to_place = sum(row.is_to_place for row in rows)
            self._seen = _View(self.version, rows, unsettled, settled, running, landing, to_place)
        return self._seen

    def add(self, job: Job, price: int) -> None:
        """A job that was just submitted."""
        self._jobs[job.id] = job
        self._put(
            JobRow(
                job.id,
                job.kind,
                job.name,
                Stage.QUEUED,
                price,
                parts=len(job.steps),
                began_at=job.created_at,
            )
        )

    def add_left(self, row: JobRow, job: Job) -> None:
        """A job that was left unfinished, unless it's known already."""
        if row.job_id not in self._rows:
            self._jobs[row.job_id] = job
            self._put(row)

    def add_placed(self, row: JobRow, result: Result) -> None:
        """A result that came before and can be placed again, unless the job's known already."""
        if row.job_id not in self._rows:
            self._results[row.job_id] = result
            self.add_left(row, result.job)

    def expect(self, job_id: str, seconds: float | None) -> None:
        """How long the job will take, learnt from past ones."""
        if row := self._rows.get(job_id):
            self._put(replace(row, expected_s=seconds))

    def resumed(self, job_id: str) -> None:
        """Somebody works on it again."""
        if row := self._rows.get(job_id):
            self._put(replace(row, is_left=False, is_open=False, error="", ended_at=None))

    def fetched_again(self, job_id: str) -> None:
        """Its files were removed, and are on their way once more."""
        if row := self._rows.get(job_id):
            is_once_more = row.is_once_more or row.stage is Stage.PLACED
            row = replace(row, stage=Stage.DOWNLOADING, is_once_more=is_once_more)
            self._put(replace(row, error="", ended_at=None))

    def not_resumed(self, before: JobRow | None, sentence: str) -> None:
        """It was to be, or to be fetched again, and couldn't: it waits as it did `before`."""
        row = self._rows.get(before.job_id) if before else None
        if before and row and not row.stage.is_over:
            self._put(replace(before, error=sentence))

    def trouble(self, job_id: str, sentence: str) -> None:
        """What was tried with the job didn't work; it stays where it is."""
        if row := self._rows.get(job_id):
            self._put(replace(row, error=sentence))

    def warn(self, sentence: str) -> None:
        """Say something of the job list itself, once."""
        if sentence and sentence not in self._heeded:
            self._heeded.add(sentence)
            self.warning = sentence
            self.version += 1

    def dismiss_warning(self) -> None:
        """The artist has read it."""
        self.warning = ""
        self.version += 1

    def clear_finished(self) -> None:
        """Forget the jobs that are over. What they made stays."""
        for row in self.rows:
            if row.stage.is_over:
                self.forget(row.job_id)

    def forget_all(self) -> None:
        """Take everything off the list."""
        for row in self.rows:
            self.forget(row.job_id)

    def forget(self, job_id: str) -> None:
        """Take a job off the list."""
        for known in (self._rows, self._jobs, self._results):
            known.pop(job_id, None)
        self.version += 1

    def row(self, job_id: str) -> JobRow | None:
        return self._rows.get(job_id)

    def job(self, job_id: str) -> Job | None:
        return self._jobs.get(job_id)

    def result(self, job_id: str) -> Result | None:
        """The files of a job that came during this session."""
        return self._results.get(job_id)

    def note(self, event: Event) -> None:
        """Take in what the engine says; what isn't about a job in the list is passed over."""
        row = self._rows.get(event.job_id)
        if row is None:
            return
        match event:
            case StageChanged(stage=Stage.READY):
                return  # not before Ready brings the result: until then it's landing
            case StageChanged(stage=stage):
                row = replace(row, stage=stage, error="", is_left=False, is_open=False)
            case TaskProgressed():
                is_new = event.task_id != row.task_id
                row = replace(
                    row,
                    kept_until=time.time() + KEPT_S if is_new else row.kept_until,
                    fraction=event.fraction,
                    part=event.part,
                    parts=event.parts,
                    preceding_tasks=event.preceding_tasks,
                    task_id=event.task_id,
                )
            case Ready(result=result):
                self._results[event.job_id] = result
                self._jobs[event.job_id] = result.job
                row = replace(
                    row,
                    stage=Stage.READY,
                    fraction=1.0,
                    ended_at=time.time(),
                    error="",
                    is_left=False,
                    thumbnail=result.thumbnail,
                    task_id=result.tasks[-1].id if result.tasks else row.task_id,
                    credits=sum(task.credits for task in result.tasks) if row.price else 0,
                )
            case Failed(error=error):
                row = replace(
                    row,
                    stage=Stage.FAILED,
                    error=str(error),
                    is_left=False,
                    ended_at=time.time(),
                )
            case Interrupted(error=error):
                is_open = isinstance(error, Undecided)
                row = replace(row, error=str(error), is_left=True, is_open=is_open)
            case JobCancelled():
                row = replace(row, stage=Stage.CANCELLED, is_left=False, ended_at=time.time())
            case FileProgressed():
                return  # downloads take seconds: the stage says enough
        self._put(row)

    def interrupt(self, error: MeshyError) -> list[str]:
        """Nobody works any more on the jobs that run; which these are."""
        running = [row.job_id for row in self.rows if row.is_running]
        for job_id in running:
            self.note(Interrupted(job_id, error))
        return running

    def is_to_place_again(self, job_id: str) -> None:
        """The result was in the scene, and isn't any more."""
        if row := self._rows.get(job_id):
            self._put(replace(row, stage=Stage.READY))

    def placed(self, job_id: str) -> None:
        """The result is in the scene."""
        if row := self._rows.get(job_id):
            self._put(replace(row, stage=Stage.PLACED, is_once_more=False, error=""))

    def _put(self, row: JobRow) -> None:
        self._rows[row.job_id] = row
        self.version += 1


BOARD = JobBoard()
"""The jobs of this process, as there is one interface that shows them."""
