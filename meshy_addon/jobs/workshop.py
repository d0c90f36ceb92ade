"""A background process that is there when it's needed: started early, kept warm, let go when idle.

What it does is its script's affair; here is how it is kept. Starting Blender takes most of a second
and 250 MB, so it's started while Meshy still works, serves one request after the other, and goes
after some minutes without any.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from ..api.errors import MeshyError
from .gate import Cancelled
from .worker_process import Limits, NoProgram, WorkerDied, WorkerProcess

IDLE_S = 180.0
_TRIES = 2
_LOOK_S = 0.1

log = logging.getLogger(__name__)


class Unstartable(MeshyError):
    """The background process can't be started: here at all, or just now."""


class Crashed(MeshyError):
    """The request took the process along, and a fresh one too, or there was none to be had.

    Also where they had to be ended.
    """


class CouldNot(MeshyError):
    """The process answered that it couldn't do it, in one sentence."""

    def __init__(self, sentence: str, kind: str) -> None:
        super().__init__(sentence)
        self.kind = kind
        """The name of the exception there."""


class Workshop:
    """Keeps at most one process of `command`, in `environment` (None for our own). Any thread."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
        *,
        limits: Limits | None = None,
        idle_s: float = IDLE_S,
    ) -> None:
        self._command = command
        self._environment = environment
        self._limits = limits or Limits()
        self._idle_s = idle_s
        self._turn = threading.Lock()
        self._worker: WorkerProcess | None = None
        self._clock: threading.Timer | None = None
        self._needed_until = 0.0
        self._never_starts = ""
        """Why it is of no use to try once more."""
        self._closed = threading.Event()

    def warm_up(self) -> None:
        """It will be needed soon. Returns at once, and costs nothing if it's warm."""
        self._needed_until = time.monotonic() + self._idle_s
        worker = self._worker
        if (worker and not worker.has_ended) or self._never_starts or self._closed.is_set():
            return
        threading.Thread(target=self._start_early, name="meshy workshop", daemon=True).start()

    def ask(self, request: Mapping[str, Any], cancelled: threading.Event) -> Mapping[str, Any]:
        """What the process answers. Worker thread; waits for its turn and then for the answer.

        Raises Unstartable, Crashed, CouldNot; Cancelled when `cancelled` is set or after `close`.
        """
        with self._having_turn(cancelled):
            self._needed_until = time.monotonic() + self._idle_s
            answer = self._answer(request, cancelled)
            self._needed_until = time.monotonic() + self._idle_s
        if "error" in answer:
            raise CouldNot(str(answer["error"]), str(answer.get("kind")))
        return answer

    def close(self) -> None:
        """Let it go for good. Returns at once: what is under way ends with Cancelled."""
        self._closed.set()
        if self._clock:
            self._clock.cancel()
        if worker := self._worker:
            worker.let_go()

    @contextmanager
    def _having_turn(self, cancelled: threading.Event) -> Iterator[None]:
        while not self._turn.acquire(timeout=_LOOK_S):
            if cancelled.is_set() or self._closed.is_set():
                raise Cancelled
        try:
            yield
        finally:
            self._turn.release()

    def _start_early(self) -> None:
        if not self._turn.acquire(blocking=False):
            return  # somebody is served already
        try:
            if not self._closed.is_set():
                self._running()
        except OSError as error:
            log.warning("the background process: %s", error)
        finally:
            self._turn.release()

    def _answer(self, request: Mapping[str, Any], cancelled: threading.Event) -> Mapping[str, Any]:
        """With the turn. One process may be gone for reasons of its own; two are no accident."""
        reason, starts, was_up = self._never_starts, 0, False
        for _ in range(0 if reason else _TRIES):
            try:
                worker = self._running()
                starts += 1
                worker.wait_until_up(cancelled)
                was_up = True
                return worker.ask(request, cancelled)
            except (WorkerDied, OSError) as error:
                reason = str(error)
                log.warning("the background process: %s", reason)
            except Cancelled:
                self._worker = None
                raise
            self._worker = None
            if self._closed.is_set() or cancelled.is_set():
                raise Cancelled
        if was_up:
            raise Crashed(reason)
        if starts == _TRIES:
            self._never_starts = reason
        raise Unstartable(reason)

    def _running(self) -> WorkerProcess:
        """With the turn. Raises OSError."""
        if self._worker and self._worker.has_ended:
            self._worker = None
        if self._worker is None:
            try:
                self._worker = WorkerProcess(self._command, self._environment, self._limits)
            except NoProgram as error:
                self._never_starts = str(error)
                raise
            self._wind_up(self._idle_s)
            if self._closed.is_set():
                self._worker.let_go()
        return self._worker

    def _wind_up(self, seconds: float) -> None:
        if self._clock:
            self._clock.cancel()
        self._clock = threading.Timer(seconds, self._go_if_idle)
        self._clock.daemon = True
        self._clock.start()

    def _go_if_idle(self) -> None:
        with self._turn:
            left_s = self._needed_until - time.monotonic()
            if left_s > 0 and not self._closed.is_set():
                self._wind_up(left_s)
            elif self._worker:
                self._worker.let_go()
                self._worker = None
