"""What a plan allows: requests per second, and tasks that wait or run (the Rate Limits page)."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass

from tests.emulator.errors import Refusal
from tests.emulator.options import PlanName, RetryAfter


@dataclass(frozen=True)
class Plan:
    """The limits of one user tier."""

    requests_per_second: int
    queue_tasks: int


PLANS: dict[PlanName, Plan] = {
    "pro": Plan(20, 10),
    "studio": Plan(20, 20),
    "enterprise": Plan(100, 50),
}


class Limits:
    """Counts per account and refuses with 429. Runs on the event loop."""

    def __init__(self, plan: Plan, retry_after: RetryAfter) -> None:
        self.plan = plan
        self.queue_message = "NoMoreConcurrentTasks"
        self._retry_after = retry_after
        self._refused = 0
        self._recent: dict[str, deque[float]] = {}

    def count_request(self, account_id: str) -> None:
        """Refuse what goes beyond the plan's requests in any one second."""
        now = time.monotonic()
        recent = self._recent.setdefault(account_id, deque())
        while recent and now - recent[0] >= 1.0:
            recent.popleft()
        if len(recent) >= self.plan.requests_per_second:
            raise self._too_many("RateLimitExceeded")
        recent.append(now)

    def check_queue(self, waiting_or_running: int) -> None:
        """Refuse a create when the account's queue is full."""
        if waiting_or_running >= self.plan.queue_tasks:
            raise self._too_many(self.queue_message)

    def _too_many(self, message: str) -> Refusal:
        self._refused += 1
        told = self._retry_after == "always" or (
            self._retry_after == "sometimes" and self._refused % 2 == 0
        )
        return Refusal(429, message, {"Retry-After": "1"} if told else {})
