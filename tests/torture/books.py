"""What was paid for, seen from both sides: the account's tasks, and those that jobs here have."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator

from meshy_addon.api.account import Account
from meshy_addon.api.client import PAGE_SIZE, Client
from meshy_addon.api.credits import price
from meshy_addon.api.endpoints import ENDPOINTS
from meshy_addon.api.tasks import Status, Task
from meshy_addon.jobs.calls import Calls
from meshy_addon.jobs.gate import Gate
from meshy_addon.jobs.job import Job
from meshy_addon.jobs.journal import Journal
from tests.emulator.process import Emulator


class Books:
    """Of the emulator's account, opened before the jobs that are looked at are sent."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self._client = Client(Account(emulator.api, emulator.key, "a test"))
        self._calls = Calls(self._client, Gate(), threading.Event())
        self._before = {task.id for task in self._tasks()}
        self._credits = emulator.credits()

    def too_much(self, journal: Journal, jobs: Collection[Job]) -> int:
        """Credits that are gone beyond what the succeeded tasks of `jobs` cost."""
        fair = sum(
            price(ENDPOINTS[task.endpoint], job.steps[task.step].values)
            for job in jobs
            for task in journal.tasks(job.id)
            if task.status is Status.SUCCEEDED
        )
        return self._credits - self._emulator.credits() - fair

    def nobodys(self, journal: Journal, jobs: Collection[Job]) -> list[str]:
        """A sentence for each task that was paid for and no job has, with whose it might be."""
        known = {task.task_id for job in jobs for task in journal.tasks(job.id)}
        return [
            f"no job has the {task.type} {task.id} of {task.created_at_ms / 1000:.3f}"
            f" ({task.status}, {task.credits} credits);"
            f" there are {', '.join(_jobs_like(task, journal, jobs)) or 'no jobs'} of its kind"
            for task in self._tasks()
            if task.credits and task.id not in known | self._before
        ]

    def close(self) -> None:
        self._client.close()

    def _tasks(self) -> Iterator[Task]:
        for endpoint in {endpoint.path: endpoint for endpoint in ENDPOINTS.values()}.values():
            number, page = 1, self._calls.newest(endpoint)
            yield from page
            while len(page) == PAGE_SIZE:
                number += 1
                page = self._calls.newest(endpoint, number)
                yield from page


def _jobs_like(task: Task, journal: Journal, jobs: Collection[Job]) -> Iterator[str]:
    for job in jobs:
        for known in journal.tasks(job.id):
            if ENDPOINTS[known.endpoint].type == task.type:
                yield f"{job.name} (sent at {known.sent_at:.3f}, has {known.task_id})"
