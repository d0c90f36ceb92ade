"""Whether the account can pay for a job, asked once for jobs that begin together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from ..api.errors import NotEnoughCredits

FRESH_S = 5.0
"""For how long an answer serves others too."""


class Funds:
    """Of one account. Any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left = 0.0
        self._asked_at: float | None = None

    def reserve(self, cost: int, ask: Callable[[], float]) -> None:
        """Count on `cost` credits. `ask` gives the balance, and what it raises is passed on.

        Raises NotEnoughCredits, but never by an earlier answer: what other jobs counted on may
        not have been spent.
        """
        with self._lock:
            now = time.monotonic()
            is_fresh = self._asked_at is not None and now - self._asked_at < FRESH_S
            if not is_fresh or self._left < cost:
                self._left = ask()
                self._asked_at = now
            if self._left < cost:
                raise NotEnoughCredits(
                    f"This job costs {cost} credits and the account has {self._left:g}."
                )
            self._left -= cost
