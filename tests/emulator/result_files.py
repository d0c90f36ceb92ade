"""The files of results: made when they are first asked for, or ahead; then kept on disk."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path

from tests.emulator.orders import Files, file_names
from tests.emulator.tasks import Task

_RESULTS_IN_MEMORY = 8


class ResultFiles:
    """One folder for each task. Any thread; making a file can take seconds."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="meshy-emulator-")
        self._results: dict[str, Files] = {}
        self._guard = threading.Lock()
        self._making: dict[str, threading.Lock] = {}

    def path(self, task: Task, name: str) -> Path | None:
        """Where a file of a task's result lies; None when the result has no such file."""
        path = Path(self._folder.name) / task.id / name
        with self._guard:
            making = self._making.setdefault(task.id, threading.Lock())
        with making:
            if path.exists():
                return path
            content = self._files(task).get(name)
            if content is None:
                return None
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            return path

    def make_all(self, task: Task) -> None:
        """Make what the task's result names, as the service has when a task is finished."""
        for name in file_names(task.order.result):
            self.path(task, name)

    def clear(self) -> None:
        """Forget all files."""
        with self._guard:
            self._results.clear()
            self._making.clear()
        shutil.rmtree(self._folder.name, ignore_errors=True)
        Path(self._folder.name).mkdir(exist_ok=True)

    def close(self) -> None:
        """Remove the folder."""
        self._folder.cleanup()

    def _files(self, task: Task) -> Files:
        """The task's files that can still be made, kept for the newest few tasks only."""
        with self._guard:
            while len(self._results) >= _RESULTS_IN_MEMORY:
                self._results.pop(next(iter(self._results)))
            known = self._results.get(task.id)
        files = known or task.order.produce()
        with self._guard:
            self._results[task.id] = files
        return files
