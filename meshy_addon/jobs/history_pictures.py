"""Pictures of the history's tasks, fetched when a line is seen and kept on the disk. Workers."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from ..api.endpoints import ENDPOINTS
from ..api.errors import NotFound
from .asset_session import asset_session
from .calls import Calls
from .download import UrlExpired, download
from .folders import make_folder, safe_name
from .history_entry import Entry, picture_of
from .kinds import Kind

if TYPE_CHECKING:
    import requests

_LARGEST_BYTES = 16 * 1024 * 1024
_KEPT_S = 30 * 24 * 3600.0
"""So long after it was fetched a picture stays; Meshy keeps the task for three days."""


def bring_picture(calls: Calls, entry: Entry, state: Path) -> Path | None:
    """The file with the picture of what a task made; None if it has none, or none any more.

    Raises the errors of the API and of `download`, CannotWrite.
    """
    if entry.picture_file and Path(entry.picture_file).is_file():
        return Path(entry.picture_file)
    path = _folder(state) / f"{safe_name(entry.id)}.png"  # Blender looks at what is in it
    if path.is_file():
        return path
    make_folder(path.parent)
    with asset_session() as session:
        try:
            return _fetched(calls, session, entry.picture_url, path)
        except UrlExpired:
            pass  # the list was read a while ago: the task's own answer is signed anew
        try:
            url = picture_of(calls.get(ENDPOINTS[entry.endpoint], entry.id))
            return _fetched(calls, session, url, path)
        except (NotFound, UrlExpired):
            return None


def remove_old_pictures(state: Path) -> None:
    """Those that were fetched a month ago. Asks the disk; what can't be removed stays."""
    latest = time.time() - _KEPT_S
    for path in _folder(state).glob("*"):
        try:
            if path.stat().st_mtime < latest:
                path.unlink()
        except OSError:
            continue  # somebody else removes it


def _fetched(calls: Calls, session: requests.Session, url: str, path: Path) -> Path | None:
    if not url:
        return None
    download(
        session,
        url,
        path,
        expect=Kind.IMAGE,
        cancelled=calls.cancelled,
        max_bytes=_LARGEST_BYTES,
    )
    return path


def _folder(state: Path) -> Path:
    return state / "history" / "pictures"
