"""Server-sent events of one task."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from tests.emulator.orders import Json
from tests.emulator.task_objects import Sign, brief, full
from tests.emulator.tasks import Task


def event(name: str, data: Json) -> bytes:
    """One event in the wire format."""
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


def not_found() -> bytes:
    """What a stream says about an unknown task, after an HTTP 200."""
    return event("error", {"status_code": 404, "message": "Task not found"})


async def follow(task: Task | None, sign: Sign, heartbeat_s: float) -> AsyncIterator[bytes]:
    """Every change of `task` until it ends.

    When nothing changes for `heartbeat_s` the last message is sent again, and half-way a comment
    line keeps the connection open.
    """
    if task is None:
        yield not_found()
        return
    while True:
        seen = task.version
        if task.deleted:
            yield not_found()
            return
        if task.status.terminal:
            yield event("message", full(task, sign))
            return
        yield event("message", brief(task))
        if not await task.changed(seen, heartbeat_s / 2):
            yield b": ping\n\n"
            await task.changed(seen, heartbeat_s / 2)
