"""Where an object or an image came from, kept in the file: `obj.meshy`, `image.meshy`.

Holds task ids and what was asked for, so that "again", "vary" and "next step" still work a year
later. Never a signed URL, picture data or a key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

import bpy

from ..api.frozen import frozen
from ..api.tasks import Task
from ..api.wording import whole
from ..jobs.job import Result
from .kept import MeshyProvenance

_Made = bpy.types.Object | bpy.types.Image | bpy.types.Action
_KEY = re.compile(r"msy_\w+")
_PROMPTS = ("prompt", "texture_prompt", "text_style_prompt")
_ABOUT_KEYS = ("api_key", "apikey", "authorization", "token", "secret", "password")


READY_MARK = "meshy_mark"
"""The property of an object that brings its mark along, until it's sealed."""


@frozen
class Provenance:
    """What `obj.meshy` says, read."""

    task_id: str
    kind: str
    task_type: str = ""
    prompt: str = ""
    ai_model: str = ""
    credits: int = 0
    created_at: str = ""
    parents: Sequence[Mapping[str, str]] = ()
    parameters: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    """For each task {"endpoint": name, "values": {…}}, in the order in which they ran."""


def record(thing: _Made, result: Result) -> None:
    """Writes down where `thing` came from. Main thread."""
    fill(thing.meshy, result)
    if isinstance(thing, bpy.types.Object):
        seal(thing)


def fill(group: MeshyProvenance, result: Result) -> None:
    """Writes down what `result` came from. Main thread."""
    last = result.tasks[-1] if result.tasks else None
    steps = [{"endpoint": s.endpoint, "values": _presentable(s.values)} for s in result.job.steps]
    group.task_id = last.id if last else ""
    group.kind = result.job.kind
    group.task_type = last.type if last else ""
    prompts = (_latest(result, name) for name in _PROMPTS)
    group.prompt = next((prompt for prompt in prompts if prompt), "")
    group.ai_model = _latest(result, "ai_model")
    group.credits = sum(task.credits for task in result.tasks)
    group.created_at = _created_at(result).isoformat(timespec="seconds")
    group.parents = _json(_parents(result.tasks, result.job.steps))
    group.parameters = _json(steps)


def seal(thing: bpy.types.Object) -> None:
    """Writes down what `thing` looks like now: the task's own result."""
    # Here, not above: it takes numpy, which is slow to load at enabling.
    from .objects.fingerprint import fingerprint

    # A background Blender has taken the mark already, so that it's not taken while an artist waits.
    mark = thing.pop(READY_MARK, None)
    thing.meshy.fingerprint = fingerprint(thing) if mark is None else mark


def is_unchanged(thing: bpy.types.Object) -> bool:
    """Whether `thing` still is what its task made of it, wherever it stands. 5 to 10 ms."""
    from .objects.fingerprint import fingerprint

    sealed = thing.meshy.fingerprint
    return bool(sealed and thing.meshy.task_id) and sealed == fingerprint(thing)


def read(thing: _Made) -> Provenance | None:
    """Where `thing` came from; None if Meshy didn't make it."""
    group = getattr(thing, "meshy", None)
    if group is None or not group.task_id:
        return None
    return Provenance(
        task_id=group.task_id,
        kind=group.kind,
        task_type=group.task_type,
        prompt=group.prompt,
        ai_model=group.ai_model,
        credits=group.credits,
        created_at=group.created_at,
        parents=_list(group.parents),
        parameters=_list(group.parameters),
    )


def copy_provenance(source: MeshyProvenance, target: MeshyProvenance) -> None:
    """All that `source` says into `target`. Main thread."""
    for name in MeshyProvenance.__annotations__:
        setattr(target, name, getattr(source, name))


def _latest(result: Result, parameter: str) -> str:
    """The text that the last step with this parameter sent, else what the service says."""
    for step in reversed(result.job.steps):
        if isinstance(value := step.values.get(parameter), str) and value:
            return value
    for task in reversed(result.tasks):
        if isinstance(value := task.raw.get(parameter), str) and value:
            return value
    return ""


def _created_at(result: Result) -> datetime:
    """When the service took the last task on; the job's own time where it doesn't say."""
    task_ms = result.tasks[-1].created_at_ms if result.tasks else 0
    return datetime.fromtimestamp(task_ms / 1000 if task_ms else result.job.created_at, UTC)


def _parents(tasks: Sequence[Task], steps: Sequence[Any]) -> list[dict[str, str]]:
    """The tasks before the last one, oldest first, with the one that the job itself continued."""
    own = [{"id": task.id, "type": task.type} for task in tasks[:-1]]
    values = steps[0].values if steps else {}
    names = ("preview_task_id", "input_task_id", "rig_task_id", "after")
    continued = next((values[name] for name in names if isinstance(values.get(name), str)), "")
    known = {task.id for task in tasks}
    return ([{"id": continued, "type": ""}] if continued and continued not in known else []) + own


def _presentable(value: Any, parameter: str = "") -> Any:
    """`value` without what is large, private or soon void: pictures, folders, signatures, keys."""
    if isinstance(value, Mapping):
        return {
            name: _presentable(inner, name)
            for name, inner in value.items()
            if str(name).lower() not in _ABOUT_KEYS
        }
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value) if isinstance(value, set | frozenset) else value
        return [_presentable(inner, parameter) for inner in items]
    if isinstance(value, str):
        return _presentable_text(value, parameter)
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _presentable_text(text: str, parameter: str) -> str:
    if text.startswith("data:"):
        return text.partition(",")[0].partition(";")[0]
    if text.startswith(("http://", "https://")):
        url = urlsplit(text)
        return f"{url.scheme}://{url.hostname or ''}{url.path}"
    if parameter.endswith(("_url", "_urls")):
        return PurePath(text.replace("\\", "/")).name
    return _KEY.sub("msy_…", text)


def _json(value: object) -> str:
    return whole(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _list(text: str) -> list[Any]:
    try:
        value = json.loads(text or "[]")
    except ValueError:
        return []
    return value if isinstance(value, list) else []
