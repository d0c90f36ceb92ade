"""The write-ahead journal: what was asked for and how far it came, on disk before it is done.

A create costs money, so it is written down before it is sent. Every commit is flushed to the disk
(synchronous=FULL): with NORMAL a power cut could lose the last commits, and a job whose create was
forgotten would be paid for twice. A job makes about ten commits, all from worker threads, so the
few milliseconds each don't matter.

No URL of a task's files is ever in it, and of the artist's own inputs only as long as the step
isn't sent: afterwards signatures and embedded data are dropped.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..api.tasks import Status, Task
from ..api.wording import whole
from .claims import Claims
from .file_list import FileList
from .job import Job, Stage
from .records import (
    FileRecord,
    JobRecord,
    Others,
    TaskRecord,
    has_failed,
    job_record,
    over_stages,
    seconds_taken,
    steps_as_json,
    task_record,
    to_json,
)
from .traces import as_note, without_secrets, without_urls

if TYPE_CHECKING:
    import sqlite3

__all__ = ["FileRecord", "JobRecord", "Journal", "TaskRecord"]

TYPICAL_OF = 20
"""How many of the latest tasks the expected time is learnt from."""


class Journal(FileList, Claims):
    """The jobs in the file at `path`. Any thread, several processes; but not Blender's main
    thread while an artist watches: a write waits for the disk.

    `account` is the mark of whoever works on them; without it nobody's tasks are another's. Every
    method raises CannotWrite if the disk doesn't let it do its work.
    """

    def __init__(self, path: Path, account: str = "") -> None:
        super().__init__(path)
        self._account = account
        self._seen: dict[tuple[str, int], tuple[str, int | None]] = {}
        self._progress: dict[tuple[str, int], int] = {}

    # --- jobs

    def add(self, *jobs: Job, owner: str = "", first: Callable[[], object] = lambda: None) -> None:
        """Write down new jobs, as QUEUED and the `owner`'s: all, or none where `first` raises.

        Nothing changes in the journal between `first` and then. Raises ValueError if one of them
        is there already.
        """
        with self._writing() as database:
            for job in jobs:
                if self._row(database, job.id):
                    raise ValueError(f"The job {job.id} is in the journal already.")
            first()
            self._insert(database, *jobs, owner=owner)

    def take_over(self, job: Job, task_id: str) -> None:
        """Write down a new job of one step, whose task was made elsewhere: both, or nothing."""
        with self._writing() as database:
            self._insert(database, job)
            database.execute(
                "INSERT INTO tasks"
                " (job_id, step, endpoint, body_digest, sent_at, task_id, status, account)"
                " VALUES (?, 0, ?, '', ?, ?, ?, ?)",
                (
                    *(job.id, job.steps[0].endpoint, job.created_at),
                    *(task_id, Status.PENDING, self._account),
                ),
            )

    def job(self, job_id: str) -> JobRecord | None:
        """The job with exactly this id."""
        with self._reading() as database:
            row = self._row(database, job_id)
        return job_record(row) if row else None

    def find(self, prefix: str) -> list[JobRecord]:
        """The jobs whose own id, or a task's id, begins with `prefix`; newest first."""
        query = (
            "SELECT * FROM jobs WHERE substr(id, 1, length(?1)) = ?1 OR id IN (SELECT job_id"
            " FROM tasks WHERE substr(task_id, 1, length(?1)) = ?1)"
            " ORDER BY created_at DESC, rowid DESC"
        )
        with self._reading() as database:
            rows = database.execute(query, (prefix,)).fetchall() if prefix else []
        return [job_record(row) for row in rows]

    def jobs(self, *, unfinished: bool = False, limit: int = 200) -> list[JobRecord]:
        """The newest jobs first; `unfinished` leaves out those whose stage is over."""
        over = over_stages() if unfinished else "[]"
        query = (
            "SELECT * FROM jobs WHERE stage NOT IN (SELECT value FROM json_each(?))"
            " ORDER BY created_at DESC, rowid DESC LIMIT ?"
        )
        with self._reading() as database:
            rows = database.execute(query, (over, limit)).fetchall()
        return [job_record(row) for row in rows]

    def unfinished(self) -> list[JobRecord]:
        """All jobs to go on with, READY ones too, in the order in which they were asked for."""
        return self.jobs(unfinished=True, limit=-1)[::-1]

    def set_stage(self, job_id: str, stage: Stage, *, error: str = "") -> None:
        """Write down how far a job came. Raises LookupError for an unknown one."""
        with self._writing() as database:
            done = database.execute(
                "UPDATE jobs SET stage = ?, error = ?, updated_at = ? WHERE id = ?",
                (stage, as_note(error), time.time(), job_id),
            )
            _expect_one(done, job_id)

    def advance(self, job_id: str, stage: Stage) -> bool:
        """Write down that a job goes on with `stage`; False if it is over, by whoever's act."""
        with self._writing() as database:
            done = database.execute(
                "UPDATE jobs SET stage = ?, error = '', updated_at = ? WHERE id = ?"
                " AND stage NOT IN (SELECT value FROM json_each(?))",
                (stage, time.time(), job_id, over_stages()),
            )
            return done.rowcount == 1

    def end(self, job_id: str, stage: Stage, *, error: str = "") -> Stage | None:
        """Write down how a job ended, and set it free; the stage it ended in before, if it did.

        Atomic across processes: of two who end a job, one does. Raises LookupError for an unknown
        one.
        """
        with self._writing() as database:
            row = self._row(database, job_id)
            if row is None:
                raise LookupError(f"There is no job {job_id} in the journal.")
            if Stage(row["stage"]).is_over:
                return Stage(row["stage"])
            database.execute(
                "UPDATE jobs SET stage = ?, error = ?, updated_at = ?, owner = '' WHERE id = ?",
                (stage, as_note(error), time.time(), job_id),
            )
            return None

    # --- tasks

    def creating(
        self, job_id: str, step: int, endpoint: str, body_digest: str, sent_at: float
    ) -> None:
        """Write down that a create is about to be sent; `sent_at` is by the service's clock.

        Raises ValueError if the step has a task already that didn't fail: it would be paid twice.
        """
        with self._writing() as database:
            row = database.execute(
                "SELECT task_id, status FROM tasks WHERE job_id = ? AND step = ?", (job_id, step)
            ).fetchone()
            if row and row["task_id"] and not has_failed(row["status"]):
                raise ValueError(f"Step {step} of job {job_id} has a task already.")
            database.execute(
                "INSERT OR REPLACE INTO tasks"
                " (job_id, step, endpoint, body_digest, sent_at, noted_at, account)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (job_id, step, endpoint, body_digest, sent_at, time.time(), self._account),
            )
            self._seen.pop((job_id, step), None)
            self._progress.pop((job_id, step), None)

    def created(self, job_id: str, step: int, task_id: str) -> bool:
        """Write down the id of the task that a create gave, or may have given.

        False if another job has that task, which happens to jobs alike whose answers are late; one
        that is only taken over any number may have. Raises LookupError if no create was sent.
        """
        with self._writing() as database:
            query = (
                "SELECT 1 FROM tasks AS own JOIN tasks AS other ON other.task_id = ?"
                " WHERE own.job_id = ? AND own.step = ? AND own.body_digest != ''"
                " AND other.body_digest != '' AND other.rowid != own.rowid"
            )
            if database.execute(query, (task_id, job_id, step)).fetchone():
                return False
            done = database.execute(
                "UPDATE tasks SET task_id = ?, status = ? WHERE job_id = ? AND step = ?",
                (task_id, Status.PENDING, job_id, step),
            )
            _expect_one(done, job_id)
            self._forget_inputs(database, job_id, step)
        with self._reading() as database:
            # What was forgotten is to leave the write-ahead log too.
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return True

    def create_refused(self, job_id: str, step: int) -> None:
        """Take back `creating`: it is certain that the service made no task."""
        with self._writing() as database:
            database.execute(
                "DELETE FROM tasks WHERE job_id = ? AND step = ? AND task_id = ''", (job_id, step)
            )

    def deleted(self, task_id: str) -> None:
        """Note that a task, if it's one of a job here, was deleted at Meshy as the artist asked."""
        with self._writing() as database:
            database.execute("UPDATE tasks SET is_deleted = 1 WHERE task_id = ?", (task_id,))

    def task_seen(self, job_id: str, step: int, task: Task) -> None:
        """Note how the service describes a task; the whole answer once it's over."""
        answer = task.raw if task.status.is_final else None
        self.task_changed(job_id, step, task.status, task.progress, task.told_credits, answer)

    def task_changed(
        self,
        job_id: str,
        step: int,
        status: Status,
        progress: int,
        credits: int | None,
        answer: Mapping[str, Any] | None = None,
    ) -> None:
        """Note where a task is; `answer` (the service's whole one) belongs to a final status.

        Where `credits` is None it keeps what it took, and nothing if it hadn't begun.
        Cheap: only a change of status or credits goes to the disk, mere progress stays in memory.
        """
        key = (job_id, step)
        with self._lock:
            self._progress[key] = progress
            if answer is None and self._seen.get(key) == (status, credits):
                return
        with self._writing() as database:
            done = database.execute(
                "UPDATE tasks SET progress = ?,"
                " credits = ifnull(?, CASE status WHEN ? THEN 0 ELSE credits END), status = ?,"
                " seconds = ifnull(?, seconds), answer = ifnull(?, answer)"
                " WHERE job_id = ? AND step = ?",
                (
                    *(progress, credits, Status.PENDING, status),
                    *(seconds_taken(answer), to_json(without_urls(answer)) if answer else None),
                    *(job_id, step),
                ),
            )
            _expect_one(done, job_id)
            self._seen[key] = (status, credits)

    def tasks(self, job_id: str) -> tuple[TaskRecord, ...]:
        """The tasks of a job in the order of its steps, as far as they were sent."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT * FROM tasks WHERE job_id = ? ORDER BY step", (job_id,)
            ).fetchall()
            return tuple(
                task_record(row, self._progress.get((job_id, row["step"])), self._account)
                for row in rows
            )

    def others(self, job_id: str, endpoint: str, since: float = 0.0) -> Others:
        """What jobs other than this one made of the endpoint's tasks; not what was taken over.

        Of the creates whose answer isn't known those that this account sent after `since`.
        """
        with self._reading() as database:
            rows = database.execute(
                "SELECT task_id, body_digest FROM tasks WHERE job_id != ? AND endpoint = ?"
                " AND body_digest != '' AND (task_id != '' OR sent_at > ? AND account IN ('', ?))",
                (job_id, endpoint, since, self._account),
            ).fetchall()
        return Others(
            frozenset(row["task_id"] for row in rows if row["task_id"]),
            tuple(row["body_digest"] for row in rows if not row["task_id"]),
        )

    def credits_since(self, moment: float) -> int:
        """What tasks that were sent since then, by this machine's clock, took.

        Not those that were only taken over.
        """
        with self._reading() as database:
            row = database.execute(
                "SELECT ifnull(sum(credits), 0) FROM tasks"
                " WHERE noted_at >= ? AND body_digest != '' AND status != ?",
                (moment, Status.FAILED),
            ).fetchone()
        return int(row[0])

    def typical_seconds(self, endpoint: str) -> float | None:
        """How long the latest tasks of an endpoint took (their median); None without any."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT seconds FROM tasks WHERE endpoint = ? AND status = ? AND seconds > 0"
                " ORDER BY sent_at DESC LIMIT ?",
                (endpoint, Status.SUCCEEDED, TYPICAL_OF),
            ).fetchall()
        return statistics.median(row["seconds"] for row in rows) if rows else None

    # --- below

    @staticmethod
    def _row(database: sqlite3.Connection, job_id: str) -> sqlite3.Row | None:
        row: sqlite3.Row | None = database.execute(
            "SELECT * FROM jobs WHERE id = ?", (job_id,)
        ).fetchone()
        return row

    @staticmethod
    def _insert(database: sqlite3.Connection, *jobs: Job, owner: str = "") -> None:
        database.executemany(
            "INSERT INTO jobs (id, kind, name, steps, target, created_at, stage, updated_at, owner)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(job.id, job.kind, whole(job.name), steps_as_json(job), to_json(job.target)),
                    *(job.created_at, Stage.QUEUED, time.time(), owner),
                )
                for job in jobs
            ],
        )

    @staticmethod
    def _forget_inputs(database: sqlite3.Connection, job_id: str, step: int) -> None:
        """What was sent needn't be read again: drop signatures and embedded data of this step."""
        row = database.execute("SELECT steps FROM jobs WHERE id = ?", (job_id,)).fetchone()
        steps = json.loads(row["steps"]) if row else []
        if step < len(steps):
            steps[step]["values"] = without_secrets(steps[step]["values"])
            database.execute("UPDATE jobs SET steps = ? WHERE id = ?", (to_json(steps), job_id))


def _expect_one(done: sqlite3.Cursor, job_id: str) -> None:
    if done.rowcount != 1:
        raise LookupError(f"The job {job_id} has no such entry in the journal.")
