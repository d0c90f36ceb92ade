"""A task as the service describes it, read so that a newer service doesn't break us."""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from .errors import Nonsense, TaskFailed
from .frozen import frozen
from .wording import one_line


class Status(enum.StrEnum):
    """Where a task is. `UNKNOWN` is a status from a newer service: keep waiting."""

    PENDING = "PENDING"
    IN_PROGRESS = "IN_PROGRESS"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    EXPIRED = "EXPIRED"
    UNKNOWN = "UNKNOWN"

    @property
    def is_final(self) -> bool:
        return self in _FINAL


_FINAL = frozenset({Status.SUCCEEDED, Status.FAILED, Status.CANCELED, Status.EXPIRED})


@frozen
class Task:
    """One task. `raw` is the service's whole answer, for what only one endpoint returns."""

    id: str
    type: str
    status: Status
    progress: int
    """Percent, 0 to 100."""
    credits: int
    created_at_ms: int
    """Milliseconds since the Unix epoch, 0 where the service doesn't say."""
    preceding_tasks: int
    raw: Mapping[str, Any] = field(repr=False)

    @property
    def told_credits(self) -> int | None:
        """`credits`; None for a cancelled task that doesn't say, as the pages promise it of others
        only.
        """
        is_told = self.raw.get("consumed_credits") is not None
        return self.credits if is_told or self.status is not Status.CANCELED else None

    def raise_for_failure(self) -> None:
        """Raises TaskFailed if the task ended without a result."""
        if self.status is Status.FAILED:
            error = _mapping(self.raw.get("task_error"))
            raise TaskFailed(
                one_line(_text(error.get("message"))),
                task_id=self.id,
                type=_text(error.get("type")),
                code=_text(error.get("code")),
            )
        if self.status in (Status.CANCELED, Status.EXPIRED):
            was = "cancelled" if self.status is Status.CANCELED else "removed"
            raise TaskFailed(f"The task was {was} on Meshy's side", task_id=self.id)


def read_task(answer: object) -> Task:
    """The task in a decoded JSON answer, or in the data of a stream's message.

    Unknown fields stay in `raw`; missing and null ones take their neutral value.
    Raises Nonsense if it isn't a task at all.
    """
    if not isinstance(answer, Mapping) or not isinstance(answer.get("id"), str):
        raise Nonsense("Meshy's answer is not a task.")
    name = _text(answer.get("status")).upper()
    return Task(
        id=answer["id"],
        type=_text(answer.get("type")),
        status=Status(name) if name in Status.__members__ else Status.UNKNOWN,
        progress=min(100, max(0, _integer(answer.get("progress")))),
        credits=max(0, _integer(answer.get("consumed_credits"))),
        created_at_ms=max(0, _integer(answer.get("created_at"))),
        preceding_tasks=max(0, _integer(answer.get("preceding_tasks"))),
        raw=answer,
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _integer(value: object) -> int:
    """`value` as a whole number; 0 for what isn't one ("99" counts, NaN and lists don't)."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return 0
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    # Compared, because math.isfinite() fails on whole numbers that no float can hold.
    return int(value) if -math.inf < value < math.inf else 0
