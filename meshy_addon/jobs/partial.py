"""A file that is half here: `<name>.part` with its bytes, `<name>.part.json` with their origin.

After a power cut the last bytes of a file may be zeros, so only what was flushed to the disk
counts: the second file says how much that is. The whole file appears in one step, by a rename.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from .flushing import flush_folder
from .folders import writing_to
from .kinds import HEAD_BYTES

CHECKPOINT_BYTES = 32 * 1024 * 1024
"""How much of a download a power cut or a killed process may cost."""


@dataclass(frozen=True)
class Downloaded:
    """A whole file."""

    size: int
    """Bytes."""


@dataclass(frozen=True)
class Origin:
    """What the server said about the file that the bytes are from."""

    validator: str = ""
    """Its strong ETag, or when it was last modified; empty if it said neither."""
    total: int | None = None
    """Bytes of the whole file."""


class Partial:
    """What is here of the file `path`. One thread at a time. All methods raise CannotWrite."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(path.name + ".part")
        self._note = path.with_name(path.name + ".part.json")
        self.origin, self.resumable = self._read_note()
        self.reached = self.resumable
        """How far the last writing came."""

    @contextmanager
    def writing(self, start: int, origin: Origin) -> Iterator[Growing]:
        """Go on writing after the first `start` bytes; the rest is dropped.

        Flushed at the end. Only for what ends with an error, how far it came is written down.
        """
        with writing_to(self._path):
            if not start:
                self._note.unlink(missing_ok=True)  # it speaks of bytes that are about to go
            # Unbuffered: what a full disk doesn't take must not be tried once more by the closing.
            file = self._part.open("r+b" if start else "wb", buffering=0)
        with file:
            growing = Growing(file, start, self._part)
            growing.on_checkpoint = lambda: self._checkpoint(growing, origin)
            try:
                yield growing
            except BaseException:
                self.reached = growing.size
                self._checkpoint(growing, origin)
                raise
            with writing_to(self._path):
                growing.flush()

    def finish(self, growing: Growing) -> Downloaded:
        """Give the file its name. After `writing` has ended."""
        with writing_to(self._path):
            self._part.replace(self._path)
            self._note.unlink(missing_ok=True)
            flush_folder(self._path.parent)
        return Downloaded(growing.size)

    def discard(self) -> None:
        """Forget what is here."""
        with writing_to(self._path):
            self._note.unlink(missing_ok=True)
            self._part.unlink(missing_ok=True)
        self.origin, self.resumable = Origin(), 0

    def _checkpoint(self, growing: Growing, origin: Origin) -> None:
        with writing_to(self._path):
            growing.flush()
            # Without a validator nobody can tell whether the next answer is of the same file.
            self.origin = origin
            self.resumable = growing.size if origin.validator else 0
            note = {"validator": origin.validator, "total": origin.total, "size": self.resumable}
            fresh = self._note.with_name(self._note.name + ".new")
            fresh.write_text(json.dumps(note), encoding="utf-8")
            fresh.replace(self._note)

    def _read_note(self) -> tuple[Origin, int]:
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            validator, total, size = note["validator"], note["total"], note["size"]
            there = self._part.stat().st_size
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return Origin(), 0
        sound = isinstance(validator, str) and isinstance(size, int) and 0 < size <= there
        if not sound or not (total is None or isinstance(total, int)):
            return Origin(), 0
        return Origin(validator, total), size


class Growing:
    """The open file: its size and its first bytes, kept while it's written."""

    def __init__(self, file: FileIO, start: int, path: Path) -> None:
        self._file = file
        self._path = path
        self._flushed = start
        self.size = start
        self.on_checkpoint: Callable[[], None] = lambda: None
        with writing_to(path):
            self.head = file.read(min(HEAD_BYTES, start)) if start else b""
            file.truncate(start)
            file.seek(start)

    def write(self, chunk: bytes) -> None:
        left = memoryview(chunk)
        with writing_to(self._path):
            while left:
                left = left[self._file.write(left) :]
        self.size += len(chunk)
        if len(self.head) < HEAD_BYTES:
            self.head += chunk[: HEAD_BYTES - len(self.head)]
        if self.size - self._flushed >= CHECKPOINT_BYTES:
            self._flushed = self.size
            self.on_checkpoint()

    def flush(self) -> None:
        os.fsync(self._file.fileno())
