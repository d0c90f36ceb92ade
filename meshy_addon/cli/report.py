"""What a command says: lines for a person, or one JSON object for a program."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..api.errors import MeshyError
from ..jobs.job import Stage
from ..jobs.journal import JobRecord, Journal, TaskRecord
from ..jobs.keeping import kept_until
from .saying import say


def as_json(answer: Mapping[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False)


def describe_job(
    journal: Journal | None,
    job_id: str,
    *,
    objects: Sequence[str] = (),
    files: Iterable[Path] = (),
    seconds: float = 0.0,
    error: MeshyError | None = None,
) -> dict[str, Any]:
    """The JSON object for a job, as the contract has it; with "error" if it came to nothing.

    The id is empty, and there's no journal, where it didn't come to a job.
    """
    tasks = journal.tasks(job_id) if journal else ()
    answer: dict[str, Any] = {
        "job": job_id,
        "tasks": [
            {
                "id": record.task_id,
                "kind": record.endpoint,
                "status": record.status.value,
                "credits": record.credits,
            }
            for record in tasks
        ],
        "objects": list(objects),
        "files": [str(file) for file in files],
        "seconds": round(seconds, 2),
    }
    return {**answer, **describe_error(error)} if error else answer


def describe_error(error: MeshyError) -> dict[str, Any]:
    """What the JSON object says of what kept a command from its end."""
    return {"error": {"type": type(error).__name__, "message": str(error)}}


def warn_of(journal: Journal) -> None:
    """Say on stderr that an earlier job list couldn't be used."""
    if journal.warning:
        say(f"meshy: {journal.warning}")


def job_line(record: JobRecord, journal: Journal) -> str:
    """One line of the job list."""
    tasks = journal.tasks(record.job.id)
    credits = sum(task.credits for task in tasks)
    parts = (
        record.job.id,
        f"{record.stage:<11}",
        f"{credits:>4}",
        record.job.kind,
        record.job.name,
    )
    return "  ".join(filter(None, (*parts, record.error, _kept(record, tasks))))


def _kept(record: JobRecord, tasks: Sequence[TaskRecord]) -> str:
    """How long an unfinished job's task can still be fetched."""
    until = kept_until(tasks)
    if until is None or record.stage.is_over or record.stage is Stage.READY:
        return ""
    hours = (until - time.time()) / 3600
    return f"Meshy keeps it for {hours:.0f} h." if hours > 0 else "Meshy may have removed it."
