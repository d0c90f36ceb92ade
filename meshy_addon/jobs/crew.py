"""Worker threads that come as there's work, and go when there has been none for a while."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from ..api.errors import MeshyError
from .hang_ups import survive_hang_ups

IDLE_S = 10.0
"""How long a thread without work stays, unless its crew says otherwise."""

NO_MEMORY = "There is not enough memory to go on: close something, then resume the job."

_T = TypeVar("_T")


class NoThread(MeshyError):
    """The machine lets us start no further thread."""


class Crew(Generic[_T]):
    """Does `work` on what it's given, first come, first served, in at most `most` threads.

    Any thread may call. `gone` is called by the last thread of a crew that was closed. Without
    `idle_s` threads stay until then: to start one costs whoever does two turns of the interpreter,
    which Blender's main thread gets late where workers are busy.
    """

    def __init__(
        self,
        work: Callable[[_T], None],
        most: int,
        gone: Callable[[], None] = lambda: None,
        *,
        idle_s: float | None = IDLE_S,
    ) -> None:
        self._work = work
        self._most = most
        self._gone = gone
        self._idle_s = idle_s
        self._lock = threading.Condition()
        self._waiting: deque[_T] = deque()
        self._threads = 0
        self._idle = 0
        self._closed = False

    def give(self, item: _T) -> None:
        """To be worked on as soon as a thread is free. Nothing happens after `close`.

        Raises NoThread if it takes another thread and none can be started.
        """
        with self._lock:
            if self._closed:
                return
            self._waiting.append(item)
            if self._idle >= len(self._waiting) or self._threads >= self._most:
                self._lock.notify()
                return
            self._threads += 1
        try:
            start_thread(self._work_on)
        except NoThread:
            with self._lock:
                self._threads -= 1
            if self.take_back(lambda each: each is item):  # no other thread has it by now
                raise

    def take_back(self, fits: Callable[[_T], bool]) -> bool:
        """Forget what fits and nobody works on yet; whether there was any."""
        with self._lock:
            kept = [item for item in self._waiting if not fits(item)]
            was_there = len(kept) < len(self._waiting)
            self._waiting = deque(kept)
        return was_there

    def close(self, *, drop_waiting: bool = True) -> None:
        """Take nothing any more. Returns at once; the threads end by themselves."""
        with self._lock:
            self._closed = True
            if drop_waiting:
                self._waiting.clear()
            self._lock.notify_all()

    @property
    def is_gone(self) -> bool:
        """Whether it's closed and has no thread left."""
        with self._lock:
            return self._closed and not self._threads

    def _work_on(self) -> None:
        while (item := self._next()) is not None:
            self._work(item)

    def _next(self) -> _T | None:
        with self._lock:
            self._idle += 1
            self._lock.wait_for(lambda: self._waiting or self._closed, timeout=self._idle_s)
            self._idle -= 1
            if self._waiting:
                return self._waiting.popleft()
            self._threads -= 1
        if self.is_gone:
            self._gone()
        return None


def start_thread(work: Callable[..., None], *args: object) -> None:
    """Daemon: a worker must never hold up Blender's exit. Raises NoThread."""
    survive_hang_ups()  # the first of them is started by the main thread
    try:
        threading.Thread(target=work, args=args, name="meshy", daemon=True).start()
    except RuntimeError as error:
        raise NoThread(NO_MEMORY) from error


def beside(work: Callable[..., None], *args: object) -> None:
    """Do `work` in a thread of its own; here and now where none can be started."""
    try:
        start_thread(work, *args)
    except NoThread:
        work(*args)
