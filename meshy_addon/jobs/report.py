"""All that is known of one job, as text that a person can send us: no secrets, no addresses."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from ..api.errors import InvalidParameter
from .folders import job_folder
from .journal import JobRecord, Journal
from .logbook import lines_about
from .planning import total_price
from .traces import without_urls

_LINES = 60


def report(journal: Journal, state: Path, job_id: str, about: str = "") -> str:
    """The report; `about` says where it was made (versions). Reads files: not while drawing.

    Raises InvalidParameter for an unknown job, CannotWrite.
    """
    record = journal.job(job_id)
    if record is None:
        raise InvalidParameter("id", f"There is no job {job_id} on this machine.")
    lines = [
        *([about] if about else []),
        *_job(record),
        *_tasks(journal, job_id),
        *_files(journal, state, job_id),
        "Log:",
        *(f"  {line}" for line in list(lines_about(state, job_id))[-_LINES:]),
    ]
    return "\n".join(lines)


def _job(record: JobRecord) -> Iterator[str]:
    job = record.job
    yield f"Job {job.id}: {job.kind}, {job.name!r}, {total_price(job.steps)} credits"
    yield f"Asked for {_when(job.created_at)}"
    yield f"Stage: {record.stage.value} since {_when(record.updated_at)}"
    if record.error:
        yield f"Error: {record.error}"
    for step in job.steps:
        values = {key: without_urls(value) for key, value in step.values.items()}
        told = ", ".join(f"{key}={_named(value)!r}" for key, value in values.items())
        yield f"Step {step.endpoint}: {told}"


def _tasks(journal: Journal, job_id: str) -> Iterator[str]:
    for task in journal.tasks(job_id):
        named = task.task_id or "not known: its create was sent and not answered"
        yield (
            f"Task {named}: {task.endpoint}, {task.status.value} {task.progress}%, "
            f"{task.credits} credits, sent {_when(task.sent_at)}"
        )


def _files(journal: Journal, state: Path, job_id: str) -> Iterator[str]:
    folder = job_folder(state, job_id)
    for file in journal.files(job_id):
        is_there = (folder / file.path).is_file()
        gone = "" if is_there else ", not there any more"
        yield f"File {file.role}: {file.path}, {file.size:,} bytes{gone}"


def _named(value: object) -> object:
    """A path by its last part: folders tell who somebody is."""
    if isinstance(value, str) and ("/" in value or "\\" in value) and len(value) < 1000:
        return Path(value.replace("\\", "/")).name
    if isinstance(value, list | tuple):
        return [_named(item) for item in value]
    return value


def _when(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(seconds)) + " UTC"
