"""What goes wrong on the artist's own machine, in the process that runs the engine."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from meshy_addon.jobs.partial import Growing

_real_time = time.time


class Machine:
    """Lets the next call fail. Faults are armed from any thread; `hits` counts what struck."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self._lock = threading.Lock()
        self._armed: dict[str, int] = {}
        self.hits: dict[str, int] = {}
        self._clock_off_s = 0.0

    def arm(self, name: str) -> None:
        """The next chance that this has."""
        if act := getattr(self, f"_{name}", None):
            threading.Thread(target=self._once, args=(name, act), daemon=True).start()
            return
        with self._lock:
            self._armed[name] = self._armed.get(name, 0) + 1

    @contextmanager
    def installed(self) -> Iterator[None]:
        """The calls that can fail do so while this lasts."""
        full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        locked = PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        nameless = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        with ExitStack() as stack:

            def failing(owner: Any, name: str, fault: str, error: Exception) -> None:
                made = self._failing(getattr(owner, name), fault, error)
                stack.enter_context(patch.object(owner, name, made))

            failing(Growing, "write", "disk_full", _sentence(full))
            failing(os, "fsync", "flush_fails", full)
            failing(Path, "replace", "file_locked", locked)
            failing(socket, "getaddrinfo", "no_dns", nameless)
            stack.enter_context(
                patch.object(time, "time", lambda: _real_time() + self._clock_off_s)
            )
            yield

    def _failing(self, real: Callable[..., Any], name: str, error: Exception) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            if self._is_next(name):
                raise error
            return real(*args, **options)

        return call

    def _is_next(self, name: str) -> bool:
        # Only the engine's own threads: the emulator's client has calls of its own.
        if threading.current_thread().name != "meshy":
            return False
        with self._lock:
            if not self._armed.get(name):
                return False
            self._armed[name] -= 1
        self._count(name)
        return True

    def _once(self, name: str, act: Callable[[], bool]) -> None:
        if act():
            self._count(name)

    def _count(self, name: str) -> None:
        with self._lock:
            self.hits[name] = self.hits.get(name, 0) + 1

    # --- what happens by itself

    def _clock_forward(self) -> bool:
        self._clock_off_s += 86_400
        return True

    def _clock_backward(self) -> bool:
        self._clock_off_s -= 86_400
        return True

    def _folder_gone(self) -> bool:
        """What a cleaner of temporary files does: a half file's folder goes."""
        for _ in range(200):
            for part in self._state.glob("jobs/*/*.part"):
                shutil.rmtree(part.parent, ignore_errors=True)
                return True
            threading.Event().wait(0.02)
        return False

    def _journal_busy(self) -> bool:
        """Another process writes for a second."""
        connection = sqlite3.connect(self._state / "jobs.sqlite", timeout=30)
        try:
            connection.execute("BEGIN EXCLUSIVE")
            threading.Event().wait(1.0)
        finally:
            connection.close()
        return True

    def _asleep(self) -> bool:
        """The whole process stands still for two seconds, as in a laptop that was closed."""
        pid = os.getpid()
        subprocess.run(["sh", "-c", f"kill -STOP {pid}; sleep 2; kill -CONT {pid}"], check=True)
        return True


def _sentence(error: OSError) -> Exception:
    from meshy_addon.jobs.folders import NoSpace

    return NoSpace(f"The disk is full ({error.strerror}).")
