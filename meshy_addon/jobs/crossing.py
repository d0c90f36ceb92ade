"""How a result crosses into another process: as JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..api.tasks import read_task
from .job import Job, Result, Step
from .records import to_json
from .traces import without_secrets, without_urls


def result_to_plain(result: Result) -> dict[str, Any]:
    """All of it, but for what is secret: signed URLs and embedded data."""
    job = {**asdict(result.job), "steps": without_secrets([asdict(s) for s in result.job.steps])}
    plain: dict[str, Any] = json.loads(
        to_json(
            {
                "job": job,
                "tasks": [without_urls(task.raw) for task in result.tasks],
                "files": {role: str(path) for role, path in result.files.items()},
            }
        )
    )
    return plain


def result_from_plain(plain: Mapping[str, Any]) -> Result:
    """What `result_to_plain` was given."""
    job = plain["job"]
    steps = tuple(Step(**step) for step in job["steps"])
    return Result(
        Job(**{**job, "steps": steps}),
        tuple(read_task(raw) for raw in plain["tasks"]),
        {role: Path(path) for role, path in plain["files"].items()},
    )
