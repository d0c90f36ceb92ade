"""The addresses of a task's files, which run out after a while and are then signed anew."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..api.errors import Nonsense
from .download import Progress, UrlExpired, download
from .files import file_name, kind_of
from .kinds import Kind

if TYPE_CHECKING:
    import requests

FILES_AT_ONCE = 4
"""Of one task. The model is the most of it: the others come beside it, not after it."""
_FRESH_URLS = 3
"""How often a task is asked for URLs that are signed anew before we believe they're not valid."""


class SignedUrls:
    """By role, signed again all together. Any thread but the main one."""

    def __init__(
        self, urls: Mapping[str, str], sign_again: Callable[[], Mapping[str, str]]
    ) -> None:
        self._urls = dict(urls)
        self._sign_again = sign_again
        self._lock = threading.Lock()
        self.roles = tuple(urls)

    def fetch(
        self,
        role: str,
        session: requests.Session,
        folder: Path,
        cancelled: threading.Event,
        on_progress: Progress = lambda *_: None,
        *,
        expect: Kind | None = None,
    ) -> tuple[Path, int]:
        """The file of this role in `folder`, whole and flushed, and its size in bytes.

        It has to be what its role says, or what is to be expected instead. Raises as `download`
        does, and Nonsense for addresses that are refused however fresh they are.
        """
        for _ in range(_FRESH_URLS):
            url = self._of(role)
            path = folder / file_name(role, url)
            try:
                done = download(
                    session,
                    url,
                    path,
                    expect=expect or kind_of(role, url),
                    on_progress=on_progress,
                    cancelled=cancelled,
                )
            except UrlExpired:
                self._refused(role, url)
                continue
            return path, done.size
        raise Nonsense("Meshy's links to the result are refused by its own file server.")

    def _of(self, role: str) -> str:
        with self._lock:
            return self._urls[role]

    def _refused(self, role: str, url: str) -> None:
        """Have fresh ones, unless another file has had them made since `url` was given."""
        with self._lock:
            if self._urls[role] == url:
                self._urls.update(self._sign_again())
