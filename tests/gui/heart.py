"""How long an artist's hand waits for us: a timer's beat, and what ran between two. Inside Blender.

What keeps a piece of our code is told apart: it works; it waits for the interpreter, a lock or the
disk; or it's ready to go on and the machine's other programs have the processor. Only Linux tells
the last two apart.
"""

from __future__ import annotations

import inspect
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

BEAT_S = 0.005
_TOLD = 6
"""Pieces of ours that are told by their names."""


@dataclass(frozen=True)
class Spent:
    """Milliseconds of the main thread."""

    worked: float = 0.0
    """On the processor."""
    waited: float = 0.0
    """For the interpreter, a lock, the disk."""
    queued: float = 0.0
    """For a processor that other programs have."""

    @property
    def ours(self) -> float:
        """What could be less if our code were better."""
        return self.worked + self.waited

    @property
    def all(self) -> float:
        return self.worked + self.waited + self.queued

    def __add__(self, other: Spent) -> Spent:
        return Spent(
            self.worked + other.worked, self.waited + other.waited, self.queued + other.queued
        )

    def figures(self) -> dict[str, float]:
        parts = {"ms": self.all, "worked": self.worked, "waited": self.waited}
        return {name: round(ms, 2) for name, ms in {**parts, "queued": self.queued}.items()}


class Clock:
    """Of the thread that makes it."""

    def __init__(self) -> None:
        try:
            path = f"/proc/self/task/{threading.get_native_id()}/schedstat"
            self._file = os.open(path, os.O_RDONLY)
        except OSError:
            self._file = -1

    def read(self) -> tuple[float, float, float]:
        """Now; on the processor so far; in the queue for it so far. In ms."""
        return time.perf_counter() * 1000, time.thread_time() * 1000, self._queued()

    def since(self, then: tuple[float, float, float]) -> Spent:
        """What has gone since `then`, an earlier reading."""
        passed, worked, queued = (
            now - before for now, before in zip(self.read(), then, strict=True)
        )
        return Spent(worked, max(0.0, passed - worked - queued), queued)

    def _queued(self) -> float:
        if self._file < 0:
            return 0.0
        return int(os.pread(self._file, 100, 0).split()[1]) / 1e6


def taking_as_many(function: Callable[..., Any], instead: Callable[..., Any]) -> Any:
    """`instead` with the arguments of `function`: Blender counts what a method takes."""
    if len(inspect.signature(function).parameters) == 2:
        return lambda first, second: instead(first, second)
    return lambda first, second, third: instead(first, second, third)


class Heart:
    """Beats, and knows of each pause what of ours ran in it. For a timer of `BEAT_S`."""

    def __init__(self) -> None:
        self.pauses_ms: list[float] = []
        self.ours: list[Spent] = []
        self.placing: list[Spent] = []
        self.longest: dict[str, Spent] = {}
        """The longest call of each piece of ours."""
        self.together: dict[str, Spent] = {}
        """All calls of each piece of ours."""
        self.calls: Counter[str] = Counter()
        """How many they were."""
        self._clock = Clock()
        self._last = time.perf_counter()
        self._amid = False
        self._here = self._placing = Spent()

    def beat(self) -> float:
        now = time.perf_counter()
        self.pauses_ms.append((now - self._last) * 1000)
        self.ours.append(self._here)
        self.placing.append(self._placing)
        self._last, self._here, self._placing = now, Spent(), Spent()
        return BEAT_S

    def timed(self, name: str, function: Callable[..., Any], *, is_placing: bool = False) -> Any:
        """`function`, its time written down; what it calls of ours is a part of it."""

        def run(*arguments: Any, **more: Any) -> Any:
            if self._amid:
                return function(*arguments, **more)
            self._amid, began = True, self._clock.read()
            try:
                return function(*arguments, **more)
            finally:
                spent = self._clock.since(began)
                self._amid = False
                self.longest[name] = max(spent, self.longest.get(name, Spent()), key=_all)
                self.calls[name] += 1
                self.together[name] = self.together.get(name, Spent()) + spent
                if is_placing:
                    self._placing += spent
                else:
                    self._here += spent

        return run

    def figures(self) -> dict[str, Any]:
        """The longest waits between two beats, and what they were for."""
        pauses = sorted(self.pauses_ms)
        seconds = max(sum(pauses) / 1000, 1e-9)
        longest = sorted(self.longest.items(), key=lambda item: -item[1].all)
        busiest = sorted(self.together.items(), key=lambda item: -item[1].worked)
        return {
            "beats": len(pauses),
            "longest_on_our_code": max(self.ours, key=_all, default=Spent()).figures(),
            "longest_that_is_ours_ms": round(max(map(_ours, self.ours), default=0.0), 2),
            "most_work_ms": round(max((each.worked for each in self.ours), default=0.0), 2),
            "our_work_ms_per_s": round(sum(each.worked for each in self.ours) / seconds, 2),
            "longest_placing": max(self.placing, key=_all, default=Spent()).figures(),
            "longest_calls": {name: spent.figures() for name, spent in longest[:_TOLD]},
            "busiest_ms_per_s": {
                name: round(spent.worked / seconds, 2) for name, spent in busiest[:_TOLD]
            },
            "pause_ms": {
                "median": _at(pauses, 0.5),
                "99 %": _at(pauses, 0.99),
                "longest": _at(pauses, 1.0),
            },
        }


def _all(spent: Spent) -> float:
    return spent.all


def _ours(spent: Spent) -> float:
    return spent.ours


def _at(ordered: list[float], part: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * part))], 2) if ordered else 0.0
