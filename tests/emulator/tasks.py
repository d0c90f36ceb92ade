"""Tasks and where they are kept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tests.emulator.accounts import Account
from tests.emulator.errors import TaskError
from tests.emulator.identifiers import uuid7
from tests.emulator.orders import Order


class Status(StrEnum):
    """The five states of a task."""

    PENDING = "PENDING"
    IN_PROGRESS = "IN_PROGRESS"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"

    @property
    def terminal(self) -> bool:
        """Whether nothing changes any more."""
        return self not in (Status.PENDING, Status.IN_PROGRESS)


def now_ms() -> int:
    """Milliseconds since 1970, the API's unit of time."""
    return time.time_ns() // 1_000_000


@dataclass(eq=False)
class Task:
    """One unit of work. Changed on the event loop only, through the schedule."""

    order: Order
    account: Account
    seconds: float
    id: str = field(default_factory=uuid7)
    status: Status = Status.PENDING
    progress: int = 0
    created_at: int = field(default_factory=now_ms)
    started_at: int = 0
    finished_at: int = 0
    preceding_tasks: int = 0
    failure: TaskError | None = None
    error: TaskError | None = None
    consumed_credits: int = 0
    deleted: bool = False
    version: int = 0
    newer_type: str = ""
    """What a newer service calls it; it's in the same list."""
    _change: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    @property
    def type(self) -> str:
        """The `type` of its task object."""
        return self.order.type

    def announce(self) -> None:
        """Count a change and wake everybody who waits for one."""
        self.version += 1
        self._change.set()
        self._change = asyncio.Event()

    async def changed(self, since: int, timeout_s: float) -> bool:
        """Wait until the version is past `since`; False when `timeout_s` passed before."""
        if self.version > since:
            return True
        try:
            await asyncio.wait_for(self._change.wait(), timeout_s)
        except TimeoutError:
            return False
        return True


class Tasks:
    """Every task of every account, in the order of their creation."""

    def __init__(self) -> None:
        self._by_id: dict[str, Task] = {}

    def add(self, task: Task) -> None:
        """Keep a new task."""
        self._by_id[task.id] = task

    def find(self, task_id: str) -> Task | None:
        """The task of this id, whoever it belongs to."""
        return self._by_id.get(task_id)

    def everything(self) -> list[Task]:
        """All tasks, oldest first."""
        return list(self._by_id.values())

    def owned(self, account: Account, types: Iterable[str] | None = None) -> list[Task]:
        """The account's tasks, oldest first, of these types or of all."""
        wanted = None if types is None else frozenset(types)
        found = [
            task
            for task in list(self._by_id.values())  # others are made meanwhile
            if task.account is account and (wanted is None or task.type in wanted)
        ]
        return sorted(found, key=lambda task: task.created_at)

    def active(self, account: Account) -> int:
        """How many of the account's tasks wait or run."""
        return sum(not task.status.terminal for task in self.owned(account))

    def repeat(
        self, task: Task, count: int, seconds_apart: float, newer_type: str = ""
    ) -> list[str]:
        """Let a finished task have been made `count` times before, so far apart; their ids."""
        ids = []
        for number in range(1, count + 1):
            earlier_ms = int(1000 * seconds_apart * number)
            earlier = replace(
                task,
                id=uuid7(),
                created_at=task.created_at - earlier_ms,
                started_at=task.started_at - earlier_ms,
                finished_at=task.finished_at - earlier_ms,
                newer_type=newer_type,
            )
            self.add(earlier)
            ids.append(earlier.id)
        return ids

    def delete(self, task: Task) -> None:
        """Forget a task for good."""
        task.deleted = True
        self._by_id.pop(task.id, None)
        task.announce()
