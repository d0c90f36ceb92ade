"""How long Meshy keeps what was paid for: three days (docs.meshy.ai, asset retention)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .records import TaskRecord

KEPT_S = 3 * 24 * 3600.0


def kept_until(tasks: Sequence[TaskRecord]) -> float | None:
    """Until when Meshy keeps the latest of a job's tasks at least, in seconds since the Unix epoch.

    None where none was sent. An unanswered create counts: Meshy may have its task.
    """
    return tasks[-1].sent_at + KEPT_S if tasks else None
