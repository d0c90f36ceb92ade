"""What the plan allows, as far as it's known: requests per second, tasks at a time.

Limits: Meshy's "Rate limits" page (20 requests a second; 10, 20 or 50 tasks at a time). They count
per account, so other programs may use them up as well. Bookkeeping only: `gate` waits.
"""

from __future__ import annotations

import math
import random
from collections import deque
from dataclasses import dataclass

WINDOW_S = 1.1
"""What we take for a second: on its way to the server the distance between requests shrinks."""
PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
PROBE_S, LONGEST_PROBE_S = 5.0, 60.0
SMALLEST_PLAN = 10
"""Tasks at a time that every plan allows."""


class Rate:
    """A sliding window: never more than `per_window` requests in any WINDOW_S, plus a pause.

    Exact where a bucket of tokens would let twice the rate through after a quiet second.
    """

    def __init__(self, per_window: int) -> None:
        self._per_window = per_window
        self._sent: deque[float] = deque(maxlen=per_window)
        self._backoff = Backoff(PAUSE_S, LONGEST_PAUSE_S)

    def delay(self, now: float, spared: int = 0) -> float:
        """Until one more may be sent that leaves `spared` of the window's to others."""
        most = max(1, self._per_window - spared)
        window_opens = self._sent[-most] + WINDOW_S if len(self._sent) >= most else now
        return max(window_opens, self._backoff.until) - now

    def enter(self, now: float) -> None:
        self._sent.append(now)

    def pause(self, now: float, wish_s: float | None) -> None:
        self._backoff.again(now, wish_s)

    def relax(self, now: float) -> None:
        # An answer during the pause belongs to a request from before it, and says nothing.
        if now >= self._backoff.until:
            self._backoff.reset()


class Places:
    """The queue's places: `limit` falls when Meshy refuses one, and is tried upwards.

    One at a time, and after a refusal only now and then: a create that is refused has been sent in
    vain, with all its attachments. `known` is where an earlier session was refused, for whose sake
    none is tried for a while after `now`.
    """

    def __init__(self, most: int, known: int | None, now: float) -> None:
        self.most = most
        self.known = known
        self.limit = min(most, max(known or 0, SMALLEST_PLAN))
        self.in_use = 0
        self.taken = 0
        """Of these, those whose tasks Meshy has."""
        self.ended = 0
        """Tasks of ours, in all."""
        self._is_trying = False
        self._probe = Backoff(PROBE_S, LONGEST_PROBE_S)
        if known is not None:
            self._probe.again(now, LONGEST_PROBE_S)

    def delay(self, now: float) -> float:
        if self.in_use < self.limit:
            return 0.0
        # One may try for more: the plan may be a larger one, or other programs have left.
        return self._probe.until - now if self.limit < self.most else math.inf

    def enter(self, now: float, *, running: bool = False) -> None:
        """Take a place, which may be one more than there seemed to be."""
        self.in_use += 1
        if running:
            self.taken += 1
        elif self.in_use > self.limit:
            self.limit = self.in_use
            self._is_trying = True
            self._probe.again(now, None)

    def accepted(self) -> bool:
        """A create made a task; whether that shows one more place, and there may be another.

        Not while others are unanswered: of creates that go out together any may be one too many.
        """
        self.taken += 1
        if not self._is_trying or self.taken < self.limit:
            return False
        self._is_trying = False
        self._probe.end()
        if self.known is not None and self.limit > self.known:
            self.known = None
        return True

    def refused(self, now: float, wish_s: float | None, ended_before: int) -> None:
        """Take back an `enter` before which `ended_before` of our tasks had ended.

        The places of those that have ended since may be free by now.
        """
        self.in_use -= 1
        self._is_trying = False
        self.limit = min(self.most, self.in_use + self.ended - ended_before)
        if self.limit >= SMALLEST_PLAN:  # below that it's other programs that fill the queue
            self.known = self.limit
        self._probe.again(now, wish_s)

    def leave(self, *, taken: bool) -> None:
        """Give a place back; whether Meshy had a task for it."""
        self.in_use -= 1
        self.taken -= taken
        self.ended += 1


@dataclass
class Backoff:
    """Until when to hold back: twice as long each time, with jitter so that clients spread."""

    first_s: float
    longest_s: float
    until: float = -math.inf
    times: int = 0

    def again(self, now: float, wish_s: float | None) -> None:
        if now >= self.until:
            self.times += 1
            own_s = min(self.longest_s, self.first_s * 2 ** min(self.times - 1, 16))
            self.until = now + own_s * random.uniform(0.5, 1.0)
        # Several answers to requests sent together are one event; only a later wish counts.
        if wish_s is not None and math.isfinite(wish_s):
            wish_s = min(max(wish_s, 0.0), self.longest_s)
            self.until = max(self.until, now + wish_s * random.uniform(1.0, 1.1))

    def reset(self) -> None:
        self.times = 0

    def end(self) -> None:
        self.times, self.until = 0, -math.inf
