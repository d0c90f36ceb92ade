"""Removing results and caches that nobody needs any more, so that the disk doesn't fill for ever.

What isn't known to be over stays: a job that waits to be placed, one whose files an unfinished job
sends, a folder that the journal knows nothing of. Links are left alone, and nothing outside the
state folder is ever touched.
"""

from __future__ import annotations

import logging
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .converting import READY
from .folders import safe_name
from .journal import JobRecord, Journal

KEPT_S = 30 * 24 * 3600.0
"""So long after a job is over its files are kept, and a cache after it was written."""
KEPT_BYTES = 5 * 1024**3
"""All results and caches together; beyond it the oldest go before their time."""
PLACEABLE_S = 3 * 24 * 3600.0
"""So long after a job is over it can be placed again, however much there is."""

_PREVIEWS = ("animations", "previews")
_LEAVING = ".old-"
"""What a folder is called while it is being removed."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Removable:
    folder: Path
    since: float
    """When it was last of use, in seconds since the Unix epoch."""
    job_id: str = ""
    """Empty for a cache."""


def clean(state: Path, now: float) -> None:
    """Remove what is old, or too much, from the folder `state`. Worker thread; reads the disk.

    Raises CannotWrite if the journal can't be used. What can't be removed is left for next time.
    """
    folders = [state / "jobs", state.joinpath(*_PREVIEWS)]
    if not (state / "jobs.sqlite").is_file() or not any(map(_is_folder, folders)):
        return
    for leaving in [each for parent in folders for each in _folders_in(parent)]:
        if leaving.name.startswith(_LEAVING):
            shutil.rmtree(leaving, ignore_errors=True)
    journal = Journal(state / "jobs.sqlite")
    try:
        _clean(journal, folders, now)
    finally:
        journal.close()


def _clean(journal: Journal, folders: list[Path], now: float) -> None:
    jobs, previews = folders
    found = [*_jobs_over(journal, jobs), *_caches(previews)]
    total = sum(map(_size, folders))
    for each in sorted(found, key=lambda each: each.since):
        age = now - each.since
        if age <= PLACEABLE_S:
            return
        size = _size(each.folder)
        if (age > KEPT_S or total > KEPT_BYTES) and _remove(journal, each):
            total -= size
        elif each.job_id:
            _remove_means(journal, each)


def _jobs_over(journal: Journal, jobs: Path) -> Iterator[_Removable]:
    records = {safe_name(record.job.id): record for record in journal.jobs(limit=-1)}
    for folder in _folders_in(jobs):
        record = records.get(folder.name)
        if record and record.stage.is_over and not _is_only_copy(journal, record):
            yield _Removable(folder, record.updated_at, record.job.id)


def _is_only_copy(journal: Journal, record: JobRecord) -> bool:
    """Whether the artist may use the file where it lies: a printer's, of a .blend never saved."""
    roles = {file.role for file in journal.files(record.job.id)}
    return "3mf" in roles and "model" not in roles


def _caches(previews: Path) -> Iterator[_Removable]:
    for folder in _folders_in(previews):
        yield _Removable(folder, folder.stat().st_mtime)


def _remove(journal: Journal, what: _Removable) -> bool:
    """Whether it's gone. It leaves under another name first, so that it's there whole or not."""
    leaving = what.folder.with_name(_LEAVING + what.folder.name)
    try:
        if what.job_id:
            is_free = journal.strike_files(what.job_id, lambda: what.folder.rename(leaving))
        else:
            what.folder.rename(leaving)
            is_free = True
    except OSError as error:
        log.info("%s stays: %s", what.folder, error.strerror)
        return False
    if is_free:
        log.info("%s is removed", what.folder)
        shutil.rmtree(leaving, ignore_errors=True)
    return is_free


def _remove_means(journal: Journal, what: _Removable) -> None:
    """Remove what only served to send or to place: it can be made again, or isn't needed."""

    def remove() -> None:
        for path in stale:
            path.unlink(missing_ok=True)

    stale = [path for path in _files_in(what.folder) if _is_means(path)]
    if not stale:
        return
    try:
        journal.strike_files(what.job_id, remove, role=READY)
    except OSError as error:
        log.info("%s stays: %s", what.folder, error.strerror)


def _is_means(path: Path) -> bool:
    is_ready = path.name.startswith("ready-") and path.suffix == ".blend"
    return is_ready or path.name.startswith("upload.")


def _folders_in(parent: Path) -> list[Path]:
    """The folders right in `parent`, no links; none if it isn't a folder itself."""
    if not _is_folder(parent):
        return []
    return [path for path in parent.iterdir() if _is_folder(path)]


def _files_in(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if stat.S_ISREG(path.lstat().st_mode)]


def _is_folder(path: Path) -> bool:
    """Whether there is a folder, neither a link nor one of Windows' junctions."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and not getattr(found, "st_reparse_tag", 0)


def _size(folder: Path) -> int:
    """Bytes of all files below; links count as nothing."""
    if not _is_folder(folder):
        return 0
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += Path(parent, name).lstat().st_size
            except OSError:
                continue  # somebody else removes it
    return total
