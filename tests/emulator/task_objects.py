"""The JSON of a task, as the pages' examples show it, family by family."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.emulator.orders import File, Json, Layout
from tests.emulator.tasks import Status, Task

# "3 days" of the Asset Retention page.
_RETENTION_MS = 3 * 24 * 3600 * 1000

_WITHOUT_EXPIRY = frozenset(
    {
        "text-to-3d-preview",
        "text-to-3d-refine",
        "remesh",
        "convert",
        "resize",
        "print-multi-color",
    }
)
_NULL_ERROR = frozenset(
    {"remesh", "convert", "resize", "print-multi-color", "print-analyze", "print-repair"}
)

Sign = Callable[[Task, str], str]


def brief(task: Task) -> dict[str, Json]:
    """What a stream tells about a task that isn't finished: no more than the pages show."""
    return {"id": task.id, "progress": task.progress, "status": task.status.value}


def full(task: Task, sign: Sign) -> dict[str, Json]:
    """The whole task object; `sign` gives a fresh URL for a file of the task."""
    lab = task.type.startswith("creative-lab-")
    answer: dict[str, Json] = {"id": task.id, "type": task.newer_type or task.type}
    answer.update(task.order.fields)
    answer.update(_result(task, sign))
    answer["progress"] = task.progress
    answer["status"] = task.status.value
    answer["created_at"] = task.created_at
    answer["started_at"] = _time(task.started_at, lab)
    answer["finished_at"] = _time(task.finished_at, lab)
    if task.type not in _WITHOUT_EXPIRY:
        answer["expires_at"] = _time(_expiry(task), lab)
    answer["preceding_tasks"] = task.preceding_tasks
    answer["task_error"] = _error(task, lab)
    answer["consumed_credits"] = task.consumed_credits
    return answer


def _result(task: Task, sign: Sign) -> dict[str, Json]:
    if task.status is not Status.SUCCEEDED:
        return dict(task.order.pending)
    return {key: _signed(value, task, sign) for key, value in task.order.result.items()}


def _signed(value: Layout, task: Task, sign: Sign) -> Json:
    if isinstance(value, File):
        return sign(task, value.name)
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Mapping):
        return {key: _signed(each, task, sign) for key, each in value.items()}
    return [_signed(each, task, sign) for each in value]


def _time(moment_ms: int, lab: bool) -> Json:
    """0 stands for "not yet"; Creative Lab says null (seen in its answers)."""
    return None if lab and moment_ms == 0 else moment_ms


def _expiry(task: Task) -> int:
    return task.finished_at + _RETENTION_MS if task.finished_at else 0


def _error(task: Task, lab: bool) -> Json:
    if task.error is not None:
        return dict(task.error.as_json())
    return None if lab or task.type in _NULL_ERROR else {"message": ""}
