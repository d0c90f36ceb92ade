"""The log that a person can send us: what happened to each job, in the state folder, no secrets.

Each line is written and the file closed again: several processes write to it, and nothing stays
open behind an extension that was disabled. An engine that was closed keeps its log until its
threads have ended, beside that of the next one: each then hears what both have to say.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from .events import Event, Failed, Interrupted, JobCancelled, Ready, StageChanged, TaskProgressed
from .folders import CannotWrite, make_folder
from .traces import without_urls

LARGEST_BYTES = 1_000_000
KEPT = 3
"""How many full files stay beside the one that is written to."""
_PACKAGE = __name__.rpartition(".jobs.")[0]
_FORMAT = "%(asctime)s %(process)d %(levelname)s %(message)s"


def log_file(state: Path, number: int = 0) -> Path:
    """The log that is written to; with a `number`, an older one."""
    return state / "log" / (f"meshy.{number}.log" if number else "meshy.log")


class Logbook(logging.Handler):
    """Keeps what the extension logs, from `open` to `close`. Any thread; never raises."""

    def __init__(self, state: Path, key: str) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(logging.Formatter(_FORMAT))
        self.path = log_file(state)
        self.key = key
        self._state = state
        self._logger = logging.getLogger(_PACKAGE)
        self.level_before = self._logger.level
        self._told: dict[str, object] = {}
        self._telling = threading.Lock()

    def open(self) -> None:
        """Begin. A disk that can't be written keeps no job from running."""
        with suppress(CannotWrite):
            make_folder(self.path.parent)
        for other in self._all_open():
            self.level_before = other.level_before
        self._logger.addHandler(self)
        self._logger.setLevel(logging.INFO)

    def close(self) -> None:
        """End. May be called twice."""
        self._logger.removeHandler(self)
        if not self._all_open():
            self._logger.setLevel(self.level_before)
        super().close()

    def tell(self, event: Event) -> None:
        """Write down what happened to a job, unless it's mere progress."""
        if words := _in_words(event):
            with self._telling:
                if self._told.get(event.job_id) == words:
                    return
                self._told[event.job_id] = words
            self._logger.info("job %s: %s", event.job_id, words)

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(Exception):
            books = self._all_open()
            if next(book for book in books if book.path == self.path) is not self:
                return  # that one writes it
            text = without_urls(f" {self.format(record)}")[1:]
            for book in books:
                text = text.replace(book.key, "(the key)")
            self._turn_over()
            with self.path.open("a", encoding="utf-8", errors="replace") as file:
                file.write(text + "\n")

    def _all_open(self) -> list[Logbook]:
        return [handler for handler in self._logger.handlers if isinstance(handler, Logbook)]

    def _turn_over(self) -> None:
        if not self.path.exists() or self.path.stat().st_size < LARGEST_BYTES:
            return
        # Another process may do the same just now, or hold the file: then it grows a little.
        with suppress(OSError):
            for number in range(KEPT, 0, -1):
                older = log_file(self._state, number - 1)
                if older.exists():
                    older.replace(log_file(self._state, number))


def lines_about(state: Path, job_id: str) -> Iterator[str]:
    """What the log tells of a job, the oldest first. Reads files."""
    for number in range(KEPT, -1, -1):
        with suppress(OSError), log_file(state, number).open(encoding="utf-8") as file:
            for line in file:
                if f"job {job_id}" in line:
                    yield line.rstrip()


def _in_words(event: Event) -> str:
    match event:
        case StageChanged(stage=stage):
            return stage.value
        case TaskProgressed():
            return f"task {event.task_id} {event.status.value}"
        case Ready(result=result):
            sizes = (f"{path.name} {_size(path)}" for path in result.files.values())
            return f"ready: {', '.join(sizes) or 'no files'}"
        case Failed(error=error):
            return f"failed: {type(error).__name__}: {error}"
        case Interrupted(error=error):
            return f"interrupted: {type(error).__name__}: {error}"
        case JobCancelled():
            return "cancelled"
    return ""


def _size(path: Path) -> str:
    with suppress(OSError):
        return f"({path.stat().st_size:,} bytes)"
    return "(gone)"
