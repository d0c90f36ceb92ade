"""A task that was made elsewhere becomes a job of ours, whose files are fetched and placed."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from typing import Any

from ..api.endpoints import KINDS
from .job import Job, Step
from .journal import Journal


def adopt(
    journal: Journal, endpoint: str, task_id: str, *, name: str, target: Mapping[str, Any]
) -> Job:
    """A job that has its task already: `Engine.resume` goes on with it, and nothing is paid.

    It's on disk when this returns. Worker thread.
    """
    job = Job(
        id=uuid.uuid4().hex[:12],
        kind=kind_of_endpoint(endpoint),
        name=name,
        steps=(Step(endpoint, {}),),
        created_at=time.time(),
        target=target,
    )
    journal.take_over(job, task_id)
    return job


def kind_of_endpoint(endpoint: str) -> str:
    """The kind whose only task this is, else the one of which it is a part."""
    parts = {name: [part.endpoint.name for part in kind.parts] for name, kind in KINDS.items()}
    alone = [name for name, endpoints in parts.items() if endpoints == [endpoint]]
    within = [name for name, endpoints in parts.items() if endpoint in endpoints]
    return (alone + within)[0]
