"""A child process that answers requests, one at a time: JSON lines through its stdin and stdout.

It is watched from outside, as it may hang or eat memory in code that listens to nobody. Blender and
its add-ons print to stdout as they please: only lines that begin with `MARK` are answers.

The child ends when its stdin does. So it outlives neither a parent that was killed nor one that
just quit, and nobody has to wait for it.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from ..api.errors import MeshyError
from .gate import Cancelled
from .process_memory import resident_bytes

MARK = b"@meshy "
_LOOK_S = 0.1
"""How soon a request is given up that isn't wanted any more."""
_WEIGH_S = 0.5
_LOG_BYTES = 2000
_NICE = 10


class WorkerDied(MeshyError):
    """The process ended, or had to be ended, before it answered."""


class NoProgram(OSError):
    """The program isn't there, or may not be run."""


@dataclass(frozen=True)
class Limits:
    """What a worker may take before it's ended."""

    start_s: float = 60.0
    """A cold start from a slow disk takes a dozen seconds."""
    answer_s: float = 180.0
    """A million triangles take eight."""
    memory_bytes: int = 8 * 2**30
    """A million triangles with three 2048² textures take 1.2 GB."""


class WorkerProcess:
    """One such process. Worker threads.

    Raises OSError if it can't be started, NoProgram if that won't change.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str] | None, limits: Limits
    ) -> None:
        self._limits = limits
        self._asked = 0
        self._is_up = False
        self._is_let_go = threading.Event()
        self._answers: queue.SimpleQueue[Mapping[str, Any] | None] = queue.SimpleQueue()
        with contextlib.ExitStack() as unless_started:
            self._log = unless_started.enter_context(tempfile.TemporaryFile())
            self._process = _started(command, environment, self._log)
            unless_started.pop_all()
        _let_the_artist_go_first(self._process.pid)
        self._last_words = ""
        self._listener = threading.Thread(target=self._listen, name="meshy workshop", daemon=True)
        self._listener.start()

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def wait_until_up(self, cancelled: threading.Event) -> None:
        """Until it has said that it can be asked. Raises WorkerDied, Cancelled."""
        if not self._is_up:
            self._answer(0, self._limits.start_s, cancelled)
            self._is_up = True

    def ask(self, request: Mapping[str, Any], cancelled: threading.Event) -> Mapping[str, Any]:
        """Its answer to `request`. Raises WorkerDied; Cancelled, and then it has ended too."""
        self.wait_until_up(cancelled)
        self._asked += 1
        line = json.dumps({**request, "id": self._asked}).encode() + b"\n"
        try:
            self._stdin.write(line)
            self._stdin.flush()
        except (OSError, ValueError) as error:  # ValueError: it was let go meanwhile
            raise WorkerDied(self._how_it_ended()) from error
        return self._answer(self._asked, self._limits.answer_s, cancelled)

    def let_go(self) -> None:
        """It ends by itself, soon. Returns at once; may be called twice, from any thread.

        Whoever waits for an answer gets Cancelled.
        """
        self._is_let_go.set()
        self._close_stdin()

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._close_stdin()

    @property
    def _stdin(self) -> Any:
        return self._process.stdin

    def _close_stdin(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stdin.close()

    def _answer(self, id: int, limit_s: float, cancelled: threading.Event) -> Mapping[str, Any]:
        deadline = time.monotonic() + limit_s
        weighed_at = time.monotonic()
        while True:
            try:
                answer = self._answers.get(timeout=_LOOK_S)
            except queue.Empty:
                now = time.monotonic()
                if cancelled.is_set() or self._is_let_go.is_set():
                    self.kill()
                    raise Cancelled from None
                if now > deadline:
                    self.kill()
                    raise WorkerDied(f"It took more than {limit_s:.0f} s.") from None
                if now - weighed_at > _WEIGH_S:
                    weighed_at = now
                    self._weigh()
                continue
            if answer is None:
                self._answers.put(None)
                raise WorkerDied(self._how_it_ended())
            if answer.get("id") == id:
                return answer

    def _weigh(self) -> None:
        """Raises WorkerDied, and it's ended, if it has eaten too much."""
        if (resident_bytes(self._process.pid) or 0) > self._limits.memory_bytes:
            self.kill()
            raise WorkerDied(
                f"It took more than {self._limits.memory_bytes / 2**30:g} GB of memory."
            )

    def _listen(self) -> None:
        """A thread of its own: reading a pipe can't be given up."""
        stdout: Any = self._process.stdout
        with contextlib.suppress(OSError), stdout:
            for line in stdout:
                if line.startswith(MARK):
                    with contextlib.suppress(ValueError):
                        self._answers.put(json.loads(line.removeprefix(MARK)))
        self._process.wait()  # or a dead child would stay in the list of processes
        self._close_stdin()
        with self._log:
            size = self._log.seek(0, 2)
            self._log.seek(max(0, size - _LOG_BYTES))
            self._last_words = self._log.read().decode(errors="replace").strip()
        self._answers.put(None)

    def _how_it_ended(self) -> str:
        self._listener.join(_WEIGH_S)
        return f"It ended with code {self._process.returncode}. {self._last_words}".strip()


def _started(
    command: Sequence[str], environment: Mapping[str, str] | None, log: IO[bytes]
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            **_apart(),
        )
    except (FileNotFoundError, PermissionError) as error:
        raise NoProgram(str(error)) from error


def _apart() -> dict[str, Any]:
    """So that a Ctrl-C in a terminal is for us alone, and that no console window comes up."""
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        return {"creationflags": flags}
    # Not a session of its own: Linux shares processors among sessions, whatever `nice` says.
    return {"process_group": 0}


def _let_the_artist_go_first(pid: int) -> None:
    # From outside and at once: threads that it begins later inherit it, earlier ones would not.
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.setpriority(
                os.PRIO_PROCESS, pid, min(19, os.getpriority(os.PRIO_PROCESS, 0) + _NICE)
            )
