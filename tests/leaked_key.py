"""Looks for the emulator's key in all that a test run has written; a leak fails the run.

The tests' temporary folders hold what Blenders and commands wrote: state folders, .blend files,
preferences, logs, job lists, what went to stdout and stderr. The key may be in its own file alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

KEY = "msy_emulator"
"""The default of `--key` in tests/emulator/options.py."""
ALLOWED = ("key", "request.json")
"""Where it may be: its own file, and what a test told its Blender to do (tests/blender/harness.py).
"""
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
"""How a compressed .blend begins."""
_CHUNK_BYTES = 8 * 2**20


class LeakedKey:
    """Registered by tests/conftest.py; where tests run in several processes, in the first."""

    def __init__(self, key: str = KEY) -> None:
        self._key = key
        self._found: list[str] = []
        self._looked_at = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if self._key in f"{report.capstdout}{report.capstderr}{report.caplog}":
            self._found.append(f"what {report.nodeid} printed or logged")

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        factory: pytest.TempPathFactory = session.config._tmp_path_factory  # type: ignore[attr-defined]
        for path in files_in(factory.getbasetemp()):
            self._looked_at += 1
            if path.name not in ALLOWED and holds_key(path, self._key):
                self._found.append(str(path))
        if self._found:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.write_line(
            f"The key was looked for in {self._looked_at:,} files that the tests left"
            f" and in what they printed: found {len(self._found)} times."
        )
        for each in self._found:
            terminalreporter.write_line(f"  {each}", red=True)


def files_in(folder: Path) -> Iterator[Path]:
    """The files of a folder and those below; links and sockets are passed over."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path


def holds_key(path: Path, key: str) -> bool:
    """Whether the file holds the key, packed or not. A file that is gone by now doesn't."""
    sought = key.encode()
    try:
        before = b""
        for chunk in _content(path):
            if sought in before + chunk:
                return True
            before = chunk[-len(sought) :]
    except OSError:
        pass
    return False


def _content(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        is_packed = file.read(len(_ZSTANDARD)) == _ZSTANDARD
        file.seek(0)
        if not is_packed:
            while chunk := file.read(_CHUNK_BYTES):
                yield chunk
            return
        import zstandard  # bpy brings it along

        with zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                yield chunk
