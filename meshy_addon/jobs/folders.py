"""Where the journal and the downloads live, and file names that are safe to make from any text."""

from __future__ import annotations

import errno
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from ..api.errors import MeshyError

APP_FOLDER = "meshy-blender"
NAME_LENGTH = 80
"""Bytes (UTF-8) that a name may have: room for suffixes below the 255 of common file systems."""

_tried: set[Path] = set()
"""Folders for state that this process has written to: whoever asks for one again, in the middle of
drawing it may be, doesn't wait for the disk."""

_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
# Windows refuses these whatever follows the dot (learn.microsoft.com, "Naming Files").
_RESERVED = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
    + [f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³"]
)


class CannotWrite(MeshyError):
    """A file or folder of ours can't be written; the sentence says which and why."""


class NoSpace(CannotWrite):
    """The disk is full, or the user's share of it."""


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Turns an OSError into CannotWrite or NoSpace, a sentence about `path`."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpace(f"The disk is full: {path} can't be written.") from error
        reason = error.strerror or "unknown reason"
        raise CannotWrite(f"{path} can't be written ({reason}).") from error


def state_folder(environment: Mapping[str, str], default: Path | None = None) -> Path:
    """The folder for journal, downloads and caches, made if it isn't there (for the user only).

    `MESHY_STATE_DIR` in `environment` wins, then `default` (Blender's folder for the extension),
    then the platform's folder for user data. Whether it can be written to is tried when it's asked
    for the first time. Raises CannotWrite.
    """
    chosen = environment.get("MESHY_STATE_DIR", "").strip()
    if chosen:
        folder = Path(chosen).expanduser().absolute()
    else:
        folder = default or _user_data_folder(environment) / APP_FOLDER
    if folder not in _tried or not folder.is_dir():
        _tried.add(make_folder(folder))
    return folder


def job_folder(state: Path, job_id: str) -> Path:
    """The folder for the files of one job, made if it isn't there. Raises CannotWrite."""
    return make_folder(state / "jobs" / safe_name(job_id))


def make_folder(folder: Path) -> Path:
    """Make `folder` with its parents, readable by the user only. Raises CannotWrite."""
    with writing_to(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The only honest test for a writable folder on every platform is to write.
        import tempfile  # slow to load, and not needed before a job

        with tempfile.TemporaryFile(dir=folder):
            pass
    return folder


@contextmanager
def free_name(folder: Path, name: str, endings: Sequence[str]) -> Iterator[str]:
    """`name`, or "name 2" and so on: no file in `folder` is called so with one of the `endings`.

    Inside the `with` no other process is given it: an empty file with the first ending keeps it,
    which whoever asked replaces; otherwise it goes again. Makes `folder`. Raises CannotWrite.
    """
    with writing_to(folder):
        folder.mkdir(parents=True, exist_ok=True)
        free, keeper = _kept_name(folder, name, endings)
    try:
        yield free
    finally:
        with suppress(OSError):
            if not keeper.stat().st_size:
                keeper.unlink()


def _kept_name(folder: Path, name: str, endings: Sequence[str]) -> tuple[str, Path]:
    number, numbered = 1, name
    while True:
        keeper, *others = (folder / f"{numbered}{ending}" for ending in endings)
        with suppress(FileExistsError):
            if not any(other.exists() for other in others):
                keeper.touch(exist_ok=False)
                return numbered, keeper
        number += 1
        numbered = f"{name} {number}"


def safe_name(text: str, fallback: str = "file") -> str:
    """`text` as the name of one file or folder on any platform; never empty, never a path."""
    name = unicodedata.normalize("NFC", text)
    name = "".join(" " if _is_invisible(character) else character for character in name)
    name = " ".join(_FORBIDDEN.sub("_", name).split())
    name = _shorten(name.strip(" ."), NAME_LENGTH)
    if name.split(".")[0].rstrip().upper() in _RESERVED:
        name = f"_{name}"
    return name or fallback


def _is_invisible(character: str) -> bool:
    # Control, format (right-to-left override), surrogate, line and paragraph separators.
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp", "Cn", "Co")


def _shorten(name: str, size: int) -> str:
    """At most `size` bytes of `name`, its extension kept."""
    if len(name.encode()) <= size:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or not 0 < len(extension.encode()) <= 8:
        stem, extension = name, ""
    tail = f".{extension}" if extension else ""
    kept = stem.encode()[: size - len(tail.encode())].decode(errors="ignore")
    return kept.rstrip(" .") + tail


def _user_data_folder(environment: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        local = environment.get("LOCALAPPDATA", "")
        return Path(local) if local else Path.home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    data = Path(environment.get("XDG_DATA_HOME", ""))
    # The XDG specification tells to ignore a relative path.
    return data if data.is_absolute() else Path.home() / ".local" / "share"
