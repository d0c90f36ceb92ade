"""The journal's file: its tables, their version, and what to do with one that can't be used."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .folders import CannotWrite

if TYPE_CHECKING:
    import sqlite3

VERSION = 5
"""1 had a digest of each file, which nothing read; 2 didn't know whose tasks they are, 3 which of
them were deleted, and 4 when they were sent by the machine's own clock."""
BUSY_TIMEOUT_MS = 15_000
"""How long to wait for another process's write; it takes milliseconds, or the disk is asleep."""

_TABLES = """
CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    steps TEXT NOT NULL,
    target TEXT NOT NULL,
    created_at REAL NOT NULL,
    stage TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT '',
    updated_at REAL NOT NULL,
    owner TEXT NOT NULL DEFAULT ''
);
CREATE TABLE tasks (
    job_id TEXT NOT NULL REFERENCES jobs (id),
    step INTEGER NOT NULL,
    endpoint TEXT NOT NULL,
    body_digest TEXT NOT NULL,
    sent_at REAL NOT NULL,
    noted_at REAL NOT NULL DEFAULT 0,
    task_id TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT 'UNKNOWN',
    progress INTEGER NOT NULL DEFAULT 0,
    credits INTEGER NOT NULL DEFAULT 0,
    seconds REAL NOT NULL DEFAULT 0,
    answer TEXT NOT NULL DEFAULT '{}',
    account TEXT NOT NULL DEFAULT '',
    is_deleted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (job_id, step)
);
CREATE TABLE files (
    job_id TEXT NOT NULL REFERENCES jobs (id),
    role TEXT NOT NULL,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (job_id, role)
);
CREATE INDEX jobs_by_time ON jobs (created_at);
CREATE INDEX tasks_by_endpoint ON tasks (endpoint, sent_at);
"""


_sound: dict[Path, tuple[int, int, int]] = {}
"""Files that this process has found sound, as they were then. Until one is changed it's not read
through again: a thread has done it before the artist's own opens it. The log beside a file has sums
of its own."""


def open_database(path: Path) -> tuple[sqlite3.Connection, Path, Path | None]:
    """The connection, the file it really uses, and the file that couldn't be used (or None).

    A damaged file is renamed. A newer version's stays where it is, since that version may be
    running on it: this one then keeps its own beside it. Raises CannotWrite.
    """
    import sqlite3

    try:
        with _alone(path):
            return _opened(path)
    except (sqlite3.Error, OSError) as error:
        raise CannotWrite(f"The job list {path} can't be opened ({error}).") from error


def _opened(path: Path) -> tuple[sqlite3.Connection, Path, Path | None]:
    version = _probe(path)
    if version is None:
        aside = _rename_damaged(path)
        return _connect(path), path, aside
    if version > VERSION:
        own = path.with_name(f"{path.stem}-v{VERSION}{path.suffix}")
        connection, used, _ = open_database(own)
        return connection, used, path
    return _connect(path), path, None


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else is in here for this file: a database beside it serves as a lock anywhere.

    Two who make a file at the same moment would be told at once that it's locked, as SQLite has no
    patience where the log is switched. And who looks into a damaged file that is renamed meanwhile
    takes the new one's log for its own, and removes it.
    """
    connection = _open(path.with_name(path.name + ".lock"))
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        connection.close()


def _probe(path: Path) -> int | None:
    """The version of the file, 0 for none yet, None for a damaged one."""
    import sqlite3

    if not path.exists():
        return 0
    connection = _open(path)
    try:
        version = _version(connection)
        return version if version > VERSION or _is_sound(connection, path) else None
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return None
    finally:
        connection.close()


def _is_sound(connection: sqlite3.Connection, path: Path) -> bool:
    """Reads it through, some 10 ms for 5,000 jobs. Raises DatabaseError if it's no database."""
    found = path.stat()
    as_it_is = (found.st_ino, found.st_size, found.st_mtime_ns)
    if _sound.get(path) == as_it_is:
        return True
    is_sound = bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    if is_sound:
        _sound[path] = as_it_is
    return is_sound


def _rename_damaged(path: Path) -> Path:
    aside = path.with_name(f"{path.stem}-damaged-{time.time_ns()}{path.suffix}")
    # The file itself last: whoever opens a new one meanwhile must not find the old one's log.
    for ending in ("-wal", "-shm", ""):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside


def _connect(path: Path) -> sqlite3.Connection:
    import sqlite3

    connection = _open(path)
    connection.row_factory = sqlite3.Row
    # Not an error where the file system can't (some network drives): it stays on the old journal.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")  # on macOS a plain fsync stops at the drive's cache
    # What is deleted for secrecy must not stay behind in a free page.
    connection.execute("PRAGMA secure_delete = ON")
    if _version(connection) != VERSION:  # or it would wait for whoever writes just then
        connection.execute("BEGIN IMMEDIATE")
        _bring_up_to_date(connection)
        connection.execute("COMMIT")
    return connection


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Within a transaction, so that of two processes one does it."""
    version = _version(connection)
    if version == VERSION:
        return
    if version == 0:
        for statement in _TABLES.split(";"):
            connection.execute(statement)
    else:
        if "sha256" in _columns(connection, "files"):
            connection.execute("ALTER TABLE files DROP COLUMN sha256")
        there = _columns(connection, "tasks")
        if "account" not in there:
            connection.execute("ALTER TABLE tasks ADD COLUMN account TEXT NOT NULL DEFAULT ''")
        if "is_deleted" not in there:
            connection.execute("ALTER TABLE tasks ADD COLUMN is_deleted INTEGER NOT NULL DEFAULT 0")
        connection.execute("ALTER TABLE tasks ADD COLUMN noted_at REAL NOT NULL DEFAULT 0")
        connection.execute("UPDATE tasks SET noted_at = sent_at")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {column["name"] for column in connection.execute(f"PRAGMA table_info({table})")}


def _open(path: Path) -> sqlite3.Connection:
    import sqlite3

    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    return connection
