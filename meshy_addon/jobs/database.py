"""The journal's open file: one connection for all threads of a process, and its transactions."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .folders import CannotWrite, make_folder
from .schema import open_database

if TYPE_CHECKING:
    import sqlite3


class Database:
    """The file at `path`, opened or made.

    `set_aside` is the file that couldn't be used when this one was opened (damaged, now under that
    name; or written by a newer version, still in its place), else None. Raises CannotWrite.
    """

    def __init__(self, path: Path) -> None:
        make_folder(path.parent)
        self._asked_for = path.name
        self._lock = threading.RLock()
        self._connection, self.path, self.set_aside = open_database(path)

    def close(self) -> None:
        """No method may be called afterwards. May be called twice."""
        with self._lock:
            self._connection.close()

    @property
    def warning(self) -> str:
        """What a person should know of the file that couldn't be used, in words; else ""."""
        if self.set_aside is None:
            return ""
        if self.set_aside.name == self._asked_for:
            return (
                "The job list was written by a newer version of Meshy for Blender: its jobs are "
                "not shown here, and stay as they are."
            )
        return (
            "The job list was damaged: a new one was begun, and the old one is kept as "
            f"{self.set_aside.name}. Models of the last three days are still on your Meshy account."
        )

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _explained(self.path):
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; the lock of the file is taken before anything is read in it."""
        with self._reading() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    import sqlite3

    try:
        yield
    except sqlite3.Error as error:
        raise CannotWrite(f"The job list {path} can't be used ({error}).") from error
