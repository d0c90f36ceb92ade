"""When tasks start, how their progress climbs, and how they end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.emulator.errors import TaskError
from tests.emulator.tasks import Status, Task, now_ms

_WAITING_SHARE = 0.1
_CLIMBING_SHARE = 0.7
_CLIMB = (4, 9, 15, 22, 30, 38, 46, 54, 61, 68, 74, 80, 85, 90, 94, 97, 99)


class Schedule:
    """Runs at most `running` tasks at a time; the others wait in line. On the event loop.

    `make` makes a task's files, on a worker thread, while the task runs: it's finished when they
    are there.
    """

    def __init__(self, running: int, make: Callable[[Task], None] | None = None) -> None:
        self._running = running
        self._make = make
        self._line: list[Task] = []
        self._work: dict[str, asyncio.Task[None]] = {}

    def start(self, task: Task) -> None:
        """Take a new task in; its credits are already charged."""
        if task.order.ready_at_once:
            task.started_at = now_ms()
            self._finish(task)
            return
        self._line.append(task)
        self._advance()

    def cancel(self, task: Task) -> None:
        """End a task as CANCELED; a pending one is refunded (the Creative Lab pages)."""
        refunded = task.status is Status.PENDING
        self.drop(task)
        if refunded:
            task.account.refund(task.consumed_credits)
            task.consumed_credits = 0
        task.status = Status.CANCELED
        task.finished_at = now_ms()
        task.announce()

    def drop(self, task: Task) -> None:
        """Stop working on a task, whatever becomes of it."""
        if task in self._line:
            self._line.remove(task)
        work = self._work.pop(task.id, None)
        if work is not None:
            work.cancel()
        self._advance()

    def _advance(self) -> None:
        while self._line and len(self._work) < self._running:
            task = self._line.pop(0)
            task.preceding_tasks = 0
            self._work[task.id] = asyncio.create_task(self._run(task))
        for place, task in enumerate(self._line):
            task.preceding_tasks = place + 1

    async def _run(self, task: Task) -> None:
        await asyncio.sleep(task.seconds * _WAITING_SHARE)
        task.status = Status.IN_PROGRESS
        task.started_at = now_ms()
        task.announce()
        making = asyncio.create_task(self._make_files(task))
        pause = task.seconds * _CLIMBING_SHARE / len(_CLIMB)
        for progress in _CLIMB:
            await asyncio.sleep(pause)
            task.progress = progress
            task.announce()
        # The service, too, stays at 99 for a while.
        await asyncio.sleep(task.seconds * (1 - _WAITING_SHARE - _CLIMBING_SHARE))
        await asyncio.wait([making])
        self._work.pop(task.id, None)
        self._finish(task)
        self._advance()

    async def _make_files(self, task: Task) -> None:
        if self._make and task.failure is None:
            await asyncio.to_thread(self._make, task)

    def _finish(self, task: Task) -> None:
        task.finished_at = now_ms()
        if task.failure is not None:
            self._fail(task, task.failure)
        else:
            task.status = Status.SUCCEEDED
            task.progress = 100
        task.announce()

    def _fail(self, task: Task, error: TaskError) -> None:
        task.status = Status.FAILED
        task.error = error
        task.account.refund(task.consumed_credits)
        task.consumed_credits = 0
