"""What the journal tells, and how it crosses between frozen dataclasses and the file's rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..api.tasks import Status, Task, read_task
from .job import Job, Stage, Step

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True)
class JobRecord:
    """A job and how far it came."""

    job: Job
    stage: Stage
    error: str
    """One sentence: why it failed, or couldn't go on when it was left."""
    updated_at: float
    """Seconds since the Unix epoch."""
    owner: str
    """Id of the `Owner` that works, or worked, on it; empty if nobody does."""


@dataclass(frozen=True)
class TaskRecord:
    """One task of a job. Without a `task_id`: its create was sent, and the answer isn't known."""

    step: int
    endpoint: str
    body_digest: str
    sent_at: float
    """Seconds since the Unix epoch by the service's clock, which dates no task of it earlier."""
    task_id: str
    status: Status
    progress: int
    """Percent."""
    credits: int
    answer: Mapping[str, Any] = field(repr=False)
    """The service's last whole answer without any URL; empty until one was written down."""

    is_of_another_account: bool = False
    """That Meshy doesn't know it says nothing then; unless the account has got another key."""
    is_deleted: bool = False
    """At Meshy, because the artist wanted it so."""

    @property
    def is_unanswered(self) -> bool:
        """Whether Meshy may have a task of this step that we know nothing of."""
        return not self.task_id

    @property
    def is_taken_over(self) -> bool:
        """Whether the job only brings what was made, and paid for, elsewhere."""
        return not self.body_digest

    @property
    def task(self) -> Task | None:
        """The task as it was last described, its files' URLs removed."""
        return read_task(self.answer) if self.answer else None


@dataclass(frozen=True)
class Others:
    """What the other jobs have of an endpoint's tasks."""

    tasks: frozenset[str]
    """The ids of all that are known to belong to one."""
    unanswered: tuple[str, ...]
    """The body digests of the creates whose answer isn't known."""


@dataclass(frozen=True)
class FileRecord:
    """A file of a job that is here, whole."""

    role: str
    path: str
    """Relative to the job's folder, with forward slashes."""
    size: int
    """Bytes."""


def job_record(row: sqlite3.Row) -> JobRecord:
    steps = tuple(Step(**step) for step in json.loads(row["steps"]))
    job = Job(
        id=row["id"],
        kind=row["kind"],
        name=row["name"],
        steps=steps,
        created_at=row["created_at"],
        target=json.loads(row["target"]),
    )
    return JobRecord(job, Stage(row["stage"]), row["error"], row["updated_at"], row["owner"])


def task_record(row: sqlite3.Row, progress: int | None, account: str = "") -> TaskRecord:
    return TaskRecord(
        step=row["step"],
        endpoint=row["endpoint"],
        body_digest=row["body_digest"],
        sent_at=row["sent_at"],
        task_id=row["task_id"],
        status=Status(row["status"]),
        progress=row["progress"] if progress is None else progress,
        credits=row["credits"],
        answer=json.loads(row["answer"]),
        is_of_another_account=bool(account and row["account"] and row["account"] != account),
        is_deleted=bool(row["is_deleted"]),
    )


def has_failed(status: str) -> bool:
    return Status(status).is_final and status != Status.SUCCEEDED


def seconds_taken(answer: Mapping[str, Any] | None) -> float | None:
    """From creation to end by the service's clock: ours may have slept, or not have run at all."""
    times = [answer.get(name) for name in ("created_at", "finished_at")] if answer else []
    numbers = [float(time) for time in times if isinstance(time, int | float) and time > 0]
    if len(numbers) != 2 or numbers[1] <= numbers[0]:
        return None
    return (numbers[1] - numbers[0]) / 1000


def over_stages() -> str:
    """As JSON, for a query."""
    return to_json([stage.value for stage in Stage if stage.is_over])


def steps_as_json(job: Job) -> str:
    return to_json(
        [
            {
                "endpoint": step.endpoint,
                "values": step.values,
                "after": step.after,
                "instead": step.instead,
            }
            for step in job.steps
        ]
    )


def to_json(value: object) -> str:
    # In ASCII, as a path may hold bytes that are no UTF-8: SQLite takes no such text.
    return json.dumps(value, default=_plain)


def _plain(value: object) -> object:
    """What JSON hasn't: sets become sorted lists, paths strings."""
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} can't be written to the journal.")
