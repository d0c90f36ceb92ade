"""One gate for all jobs of a process: the plan's queue and its requests per second.

A 429 is no failure of a job: whoever got one reports it here and waits, and so do all others.
"""

from __future__ import annotations

import itertools
import math
import threading
import time
from bisect import insort
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .plan_limits import Places, Rate


class Cancelled(Exception):
    """The artist doesn't want the job any more. Not an error; ends any wait and any download."""


class Clock:
    """Monotonic time and how to wait; tests bring another."""

    def now(self) -> float:
        return time.monotonic()

    def wait(self, condition: threading.Condition, seconds: float) -> None:
        """Wait on `condition`, whose lock is held, for at most `seconds`."""
        condition.wait(None if math.isinf(seconds) else seconds)


Turn = tuple[int, int]
"""Sorts in the order in which they are served."""

_URGENT, _ORDINARY, _LEISURELY = range(3)

SPARED = 4
"""Requests of each second that leisurely ones leave: to create and follow a job takes three."""


class Gate:
    """Any thread. Every wait is first come, first served, and raises Cancelled after `cancel`.

    `queue` is the largest number of tasks at a time; the gate finds out itself when the plan
    allows less. `known` is what it found out in an earlier session, and `learnt` hears of what it
    finds out now: where Meshy says that it's full, None when that proves to be wrong.
    """

    def __init__(
        self,
        requests_per_second: int = 20,
        queue: int = 50,
        *,
        clock: Clock | None = None,
        known: int | None = None,
        learnt: Callable[[int | None], None] = lambda _: None,
    ) -> None:
        self._room = _WaitingRoom(clock or Clock())
        self._rate = Rate(requests_per_second)
        self._places = Places(queue, known, self._room.clock.now())
        self._learnt = learnt

    def request(
        self, cancelled: threading.Event, *, urgent: bool = False, leisurely: bool = False
    ) -> None:
        """Wait until one more request may be sent. Call before each. Raises Cancelled.

        An `urgent` one goes before all others: a create, for which a place in the queue is kept.
        A `leisurely` one goes after all others and leaves some for those that come within the
        second: no job ever waits for what is only looked at.
        """
        room, rate = self._room, self._rate
        rank = _URGENT if urgent else _LEISURELY if leisurely else _ORDINARY
        spared = SPARED if leisurely else 0
        with room.lock:
            room.wait_in_line(
                room.requests,
                room.ticket(rank),
                lambda now: rate.delay(now, spared),
                cancelled,
            )
            rate.enter(room.clock.now())

    def slow_down(self, retry_after_s: float | None = None) -> None:
        """Report RateLimited: nobody sends a request for a while, twice as long each time."""
        with self._room.lock:
            self._rate.pause(self._room.clock.now(), retry_after_s)

    def succeeded(self) -> None:
        """Report an answer that wasn't RateLimited: the next pause is a short one again."""
        with self._room.lock:
            self._rate.relax(self._room.clock.now())

    def wait_until(self, holds: Callable[[], bool], cancelled: threading.Event) -> None:
        """Wait until `holds()`, which is looked at after each `wake`. Raises Cancelled."""
        room = self._room
        with room.lock, room.others.joined(room.ticket(), threading.Condition(room.lock)) as woken:
            while not holds():
                if cancelled.is_set():
                    raise Cancelled
                room.clock.wait(woken, math.inf)

    def wake(self) -> None:
        """Something may hold now that somebody waits for."""
        with self._room.lock:
            self._room.others.look()

    def cancel(self, cancelled: threading.Event) -> None:
        """Set `cancelled`, and let go whoever waits with it."""
        cancelled.set()
        with self._room.lock:
            for line in (self._room.requests, self._room.places, self._room.others):
                line.look()

    def turn(self) -> Turn:
        """A turn among those who wait for a place: drawn when a job comes, kept for all its tasks.

        So its second task goes before the first of a job that came later.
        """
        return self._room.ticket()

    @contextmanager
    def slot(
        self, cancelled: threading.Event, turn: Turn | None = None, *, running: bool = False
    ) -> Iterator[Slot]:
        """A place in the plan's queue, from before the create until the task is final.

        `running` is for a task that Meshy already has (a resumed job): it takes its place without
        waiting. Raises Cancelled while waiting.
        """
        slot = Slot(self._room, self._places, cancelled, turn or self.turn(), self._learnt)
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

    def __init__(
        self,
        room: _WaitingRoom,
        places: Places,
        cancelled: threading.Event,
        turn: Turn,
        learnt: Callable[[int | None], None],
    ) -> None:
        self._room = room
        self._places = places
        self._cancelled = cancelled
        self._turn = turn
        self._learnt = learnt
        self._held = self._is_taken = False
        self._ended_before = 0

    def accepted(self) -> None:
        """Report that the slot's create made a task."""
        with self._learning():
            self._is_taken = True
            if self._places.accepted():
                self._room.places.move_up()

    def queue_full(self, retry_after_s: float | None = None) -> None:
        """Report QueueFull for this slot's create, and wait until it's worth another try.

        That is when one of our own tasks has ended, or after a while, since the places may be
        taken by another program. Keeps its turn before later jobs. Raises Cancelled.
        """
        with self._learning():
            self._held = False
            self._places.refused(self._room.clock.now(), retry_after_s, self._ended_before)
        self.enter()

    def enter(self, *, running: bool = False) -> None:
        """For the gate."""
        room, places = self._room, self._places
        with room.lock:
            if not running:
                room.wait_in_line(room.places, self._turn, places.delay, self._cancelled)
            places.enter(room.clock.now(), running=running)
            self._is_taken = running
            self._ended_before = places.ended
            self._held = True

    def leave(self) -> None:
        """For the gate."""
        with self._room.lock:
            if self._held:
                self._places.leave(taken=self._is_taken)
                self._room.places.move_up()
            self._held = False

    @contextmanager
    def _learning(self) -> Iterator[None]:
        with self._room.lock:
            before = self._places.known
            yield
            known = self._places.known
        if known != before:
            self._learnt(known)  # without the lock: it may be written down


class _WaitingRoom:
    """Where all wait, under one lock; for each thing to wait for there's a line."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.requests, self.places, self.others = _Line(), _Line(), _Line()
        self._tickets = itertools.count()

    def ticket(self, rank: int = _ORDINARY) -> Turn:
        return rank, next(self._tickets)

    def wait_in_line(
        self,
        line: _Line,
        ticket: Turn,
        delay: Callable[[float], float],
        cancelled: threading.Event,
    ) -> None:
        """Until `ticket` is the first in `line` and `delay(now)` has gone to zero.

        The lock is held. Raises Cancelled.
        """
        with line.joined(ticket, threading.Condition(self.lock)) as woken:
            while True:
                if cancelled.is_set():
                    raise Cancelled
                wait_s = delay(self.clock.now()) if line.first == ticket else math.inf
                if wait_s <= 0:
                    return
                self.clock.wait(woken, wait_s)


class _Line:
    """Who waits for one thing. Each has a condition, so that only the first need be woken."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Turn, threading.Condition]] = []

    @property
    def first(self) -> Turn:
        return self._waiting[0][0]

    @contextmanager
    def joined(self, ticket: Turn, woken: threading.Condition) -> Iterator[threading.Condition]:
        entry = (ticket, woken)
        insort(self._waiting, entry, key=lambda each: each[0])
        try:
            yield woken
        finally:
            self._waiting.remove(entry)
            self.move_up()

    def move_up(self) -> None:
        """Wake the first: it may be its turn."""
        for _, woken in self._waiting[:1]:
            woken.notify()

    def look(self) -> None:
        """Wake all: somebody doesn't want to wait any more."""
        for _, woken in self._waiting:
            woken.notify()
