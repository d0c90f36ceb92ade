"""Archives that the service sends, opened as what comes from strangers is: nothing leaves its
folder, nothing links, nothing grows out of proportion. Any thread; takes as long as the disk.
"""

from __future__ import annotations

import os
import shutil
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from ..api.errors import Nonsense
from .flushing import flush_folder
from .folders import make_folder, safe_name, writing_to

MOST_FILES = 200
"""A bundle of Creative Lab holds four."""
MOST_BYTES = 2 * 1024**3
"""Unpacked. Ten times the largest model that was ever seen."""
_CHUNK_BYTES = 1024 * 1024


def unpack(archive: Path, folder: Path) -> list[Path]:
    """The files of the zip `archive`, in `folder`, each directly there under a harmless name.

    Also if the power fails a moment later: what is as large as it should be is taken for whole.
    Raises Nonsense, with nothing left in `folder`, for an archive that is damaged or locked, or
    that holds paths out of it, links, two files of one name, or more than `MOST_FILES` and
    `MOST_BYTES` allow. Raises CannotWrite.
    """
    shutil.rmtree(folder, ignore_errors=True)
    make_folder(folder)
    try:
        return _unpacked(archive, folder)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise Nonsense(f"The archive {archive.name} that Meshy sent is damaged.") from error
    except RuntimeError as error:  # zipfile's word for a password
        shutil.rmtree(folder, ignore_errors=True)
        raise Nonsense(f"The archive {archive.name} that Meshy sent is locked.") from error
    except Nonsense:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _unpacked(archive: Path, folder: Path) -> list[Path]:
    files: list[Path] = []
    room = MOST_BYTES
    with zipfile.ZipFile(archive) as opened:
        entries = [entry for entry in opened.infolist() if not entry.is_dir()]
        if len(entries) > MOST_FILES:
            raise Nonsense(f"The archive {archive.name} holds {len(entries)} files.")
        for entry in entries:
            path = folder / _name(entry, archive)
            if path in files:
                raise Nonsense(f"The archive {archive.name} holds two files called {path.name}.")
            files.append(path)
            room -= _write(opened, entry, path, room)
    with writing_to(folder):
        flush_folder(folder)
    return files


def _name(entry: zipfile.ZipInfo, archive: Path) -> str:
    """The last part of its path; the path itself is judged first."""
    path = entry.filename.replace("\\", "/")
    parts = PurePosixPath(path).parts
    is_outside = path.startswith("/") or ".." in parts or ":" in path
    if is_outside or stat.S_ISLNK(entry.external_attr >> 16):
        raise Nonsense(f"The archive {archive.name} wants to write outside of its folder.")
    return safe_name(parts[-1]) if parts else "file"


def _write(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, room: int) -> int:
    """How many bytes it was. What the archive says of its sizes isn't believed."""
    done = 0
    with opened.open(entry) as source, writing_to(path), path.open("xb") as target:
        while chunk := source.read(_CHUNK_BYTES):
            done += len(chunk)
            if done > room:
                raise Nonsense(f"The archive holds more than {MOST_BYTES / 1e9:.1f} GB.")
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return done
