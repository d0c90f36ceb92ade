"""One gate for all jobs of a process: the plan's queue and its requests per second.

A 429 is no failure of a job: whoever got one reports it here and waits, and so do all others.
Limits: Meshy's "Rate limits" page (20 requests a second; 10, 20 or 50 tasks at a time). They count
per account, so other programs may use them up as well; the gate learns what is left.
"""

from __future__ import annotations

import itertools
import math
import random
import threading
import time
from bisect import insort
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

WINDOW_S = 1.1
"""What we take for a second: on its way to the server the distance between requests shrinks."""
NOTICE_S = 0.5
"""How long a cancelled wait may go on."""
PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
PROBE_S, LONGEST_PROBE_S = 5.0, 60.0


class Cancelled(Exception):
    """The artist doesn't want the job any more. Not an error; ends any wait and any download."""


class Clock:
    """Monotonic time and how to wait; tests bring another."""

    def now(self) -> float:
        return time.monotonic()

    def wait(self, condition: threading.Condition, seconds: float) -> None:
        """Wait on `condition`, whose lock is held, for at most `seconds`."""
        condition.wait(seconds)


class Gate:
    """Any thread. Every wait is first come, first served, and raises Cancelled when told to.

    `queue` is the largest number of tasks at a time; the gate finds out itself when the plan
    allows less.
    """

    def __init__(
        self, requests_per_second: int = 20, queue: int = 50, *, clock: Clock | None = None
    ) -> None:
        self._room = _WaitingRoom(clock or Clock())
        self._rate = _Rate(requests_per_second)
        self._places = _Places(queue)

    def request(self, cancelled: threading.Event) -> None:
        """Wait until one more request may be sent. Call before each. Raises Cancelled."""
        room, rate = self._room, self._rate
        with room.condition:
            room.wait_in_line(rate.line, room.ticket(), rate.delay, cancelled)
            rate.enter(room.clock.now())

    def slow_down(self, retry_after_s: float | None = None) -> None:
        """Report RateLimited: nobody sends a request for a while, twice as long each time."""
        with self._room.condition:
            self._rate.pause(self._room.clock.now(), retry_after_s)

    def succeeded(self) -> None:
        """Report an answer that wasn't RateLimited: the next pause is a short one again."""
        with self._room.condition:
            self._rate.relax(self._room.clock.now())

    @contextmanager
    def slot(self, cancelled: threading.Event, *, running: bool = False) -> Iterator[Slot]:
        """A place in the plan's queue, from before the create until the task is final.

        `running` is for a task that Meshy already has (a resumed job): it takes its place without
        waiting. Raises Cancelled while waiting.
        """
        slot = Slot(self._room, self._places, cancelled)
        slot.enter(running=running)
        try:
            yield slot
        finally:
            slot.leave()

    @property
    def in_use(self) -> int:
        """Places taken now."""
        return self._places.in_use

    @property
    def limit(self) -> int:
        """Places that the account seems to have for us at the moment."""
        return self._places.limit


class Slot:
    """A place in the queue, from `Gate.slot`; belongs to one job's thread."""

    def __init__(self, room: _WaitingRoom, places: _Places, cancelled: threading.Event) -> None:
        self._room = room
        self._places = places
        self._cancelled = cancelled
        self._ticket = room.ticket()
        self._held = False

    def queue_full(self, retry_after_s: float | None = None) -> None:
        """Report QueueFull for this slot's create, and wait until it's worth another try.

        That is when one of our own tasks has ended, or after a while, since the places may be
        taken by another program. Keeps its turn before later jobs. Raises Cancelled.
        """
        with self._room.condition:
            self._held = False
            self._places.refused(self._room.clock.now(), retry_after_s)
        self.enter()

    def enter(self, *, running: bool = False) -> None:
        """For the gate."""
        room, places = self._room, self._places
        with room.condition:
            if not running:
                room.wait_in_line(places.line, self._ticket, places.delay, self._cancelled)
            places.enter(room.clock.now())
            self._held = True

    def leave(self) -> None:
        """For the gate."""
        with self._room.condition:
            if self._held:
                self._places.leave()
                self._room.condition.notify_all()
            self._held = False


class _WaitingRoom:
    """Where all wait: one condition, and for each thing to wait for a line in order of tickets."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.condition = threading.Condition()
        self._tickets = itertools.count()

    def ticket(self) -> int:
        return next(self._tickets)

    def wait_in_line(
        self,
        line: list[int],
        ticket: int,
        delay: Callable[[float], float],
        cancelled: threading.Event,
    ) -> None:
        """Until `ticket` is the first in `line` and `delay(now)` has gone to zero.

        The lock of `condition` is held. Raises Cancelled.
        """
        insort(line, ticket)
        try:
            while True:
                if cancelled.is_set():
                    raise Cancelled
                wait_s = delay(self.clock.now()) if line[0] == ticket else math.inf
                if wait_s <= 0:
                    return
                self.clock.wait(self.condition, min(wait_s, NOTICE_S))
        finally:
            line.remove(ticket)
            self.condition.notify_all()


class _Rate:
    """A sliding window: never more than `per_window` requests in any WINDOW_S, plus a pause.

    Exact where a bucket of tokens would let twice the rate through after a quiet second.
    """

    def __init__(self, per_window: int) -> None:
        self.line: list[int] = []
        self._sent: deque[float] = deque(maxlen=per_window)
        self._backoff = _Backoff(PAUSE_S, LONGEST_PAUSE_S)

    def delay(self, now: float) -> float:
        full = len(self._sent) == self._sent.maxlen
        window_opens = self._sent[0] + WINDOW_S if full else now
        return max(window_opens, self._backoff.until) - now

    def enter(self, now: float) -> None:
        self._sent.append(now)

    def pause(self, now: float, wish_s: float | None) -> None:
        self._backoff.again(now, wish_s)

    def relax(self, now: float) -> None:
        # An answer during the pause belongs to a request from before it, and says nothing.
        if now >= self._backoff.until:
            self._backoff.reset()


class _Places:
    """The queue's places: `limit` falls when Meshy refuses one, and is tried upwards again."""

    def __init__(self, most: int) -> None:
        self.line: list[int] = []
        self.most = most
        self.limit = most
        self.in_use = 0
        self._probe = _Backoff(PROBE_S, LONGEST_PROBE_S)

    def delay(self, now: float) -> float:
        if self.in_use < self.limit:
            return 0.0
        # At a learned limit one may try for more now and then: it need not be true any longer.
        return self._probe.until - now if self.limit < self.most else math.inf

    def enter(self, now: float) -> None:
        self.in_use += 1
        if self.in_use > self.limit:
            self.limit = self.in_use
            self._probe.again(now, None)

    def refused(self, now: float, wish_s: float | None) -> None:
        self.in_use -= 1
        self.limit = self.in_use
        self._probe.again(now, wish_s)

    def leave(self) -> None:
        self.in_use -= 1
        self.limit = min(self.most, self.limit + 1)
        self._probe.reset()


@dataclass
class _Backoff:
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
