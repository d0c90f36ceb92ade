"""Who works on a job: a lock of the operating system that ends with its process, however it ends.

No heartbeats and no clocks: a killed Blender's jobs are free at once, and a Blender that was
suspended for a night keeps its own.
"""

from __future__ import annotations

import contextlib
import os
import sys
import uuid
from pathlib import Path
from typing import IO

from .folders import make_folder, writing_to


class Owner:
    """One engine of this process as an owner of jobs, until `close` or the end of the process.

    Any thread. Raises CannotWrite if the folder can't be written or can't hold locks.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = make_folder(folder)
        self._clean()
        self.id, self._file = self._take()

    def alive(self, other_id: str) -> bool:
        """Whether the owner `other_id` still runs. In doubt it does: no job is done twice."""
        if other_id == self.id:
            return not self._file.closed
        return other_id.isalnum() and _is_held(self._lock_file(other_id))

    def close(self) -> None:
        """Stop owning: from now on others may take the jobs. May be called twice."""
        if self._file.closed:
            return
        self._file.close()
        _remove(self._lock_file(self.id))

    def _lock_file(self, owner_id: str) -> Path:
        return self._folder / f"{owner_id}.lock"

    def _take(self) -> tuple[str, IO[bytes]]:
        while True:
            owner_id = uuid.uuid4().hex
            path = self._lock_file(owner_id)
            with writing_to(path):
                file = path.open("x+b")
                if _hold(file) and _is_same_file(file, path):
                    return owner_id, file
            # Somebody cleaned up between our making the file and locking it.
            file.close()

    def _clean(self) -> None:
        for path in self._folder.glob("*.lock"):
            _is_held(path)


if sys.platform == "win32":

    def _hold(file: IO[bytes]) -> bool:
        # An open file is lock enough: Windows refuses to remove it until its process has ended.
        return not file.closed

    def _is_held(path: Path) -> bool:
        """Whether its process still runs; the file of one that doesn't is removed."""
        # Removing is the test: unlike trying a lock, two who ask at once don't disturb each other.
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False

else:
    import fcntl

    def _hold(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _is_held(path: Path) -> bool:
        """Whether its process still runs; the file of one that doesn't is removed."""
        try:
            with path.open("r+b") as file:
                # Shared, so that two who ask at once don't take each other for the owner.
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                # While it's locked: an owner that was about to lock it notices, see `_take`.
                path.unlink(missing_ok=True)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False


def _is_same_file(file: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _remove(path: Path) -> None:
    # What can't be removed now is cleaned by the next owner.
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
