"""Bringing the files of a finished task to disk: those that will be used, whole and checked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..api.endpoints import ENDPOINTS
from ..api.errors import Nonsense
from ..api.tasks import Task
from .at_hand import files_at_hand
from .bundles import archives_in, opened
from .calls import Calls
from .download import UrlExpired, download
from .events import Event, FileProgressed
from .files import file_name, kind_of, wanted_files
from .folders import job_folder
from .glb import GlbFacts, probe_glb
from .job import Job
from .journal import Journal
from .side_by_side import side_by_side

if TYPE_CHECKING:
    import requests

_FRESH_URLS = 3
"""How often a task is asked for URLs that are signed anew before we believe they're not valid."""
_AT_ONCE = 4
"""Files of one job. The model is the most of it: the others come beside it, not after it."""


@dataclass(frozen=True)
class Fetcher:
    """Downloads for one job. Worker thread.

    `session` comes from `asset_session`, and serves all jobs: its connections stay open.
    """

    session: requests.Session
    state: Path
    journal: Journal
    calls: Calls
    emit: Callable[[Event], None]

    def fetch(self, job: Job, task: Task) -> dict[str, Path]:
        """What each file is → where it lies; see `Result.files`. Files that are here are kept.

        Raises Cancelled, Nonsense for files that aren't what they should be, ServiceTrouble.
        """
        formats = job.steps[-1].values.get("target_formats", ())
        files = files_at_hand(self.journal, self.state, job)
        first = self._some(job, task, files, lambda answer: wanted_files(answer, formats))
        if not first and ENDPOINTS[job.steps[-1].endpoint].gives_files:
            raise Nonsense("Meshy says that the task succeeded, but it has no files.")
        files.update(first)
        for role, archive in archives_in(files).items():
            files.update(self._opened(job, role, archive))
        if "model" in files:
            facts = self._facts(files["model"])
            maps = self._some(job, task, files, lambda answer: wanted_files(answer, facts=facts))
            files.update(maps)
        return files

    def _opened(self, job: Job, role: str, archive: Path) -> dict[str, Path]:
        """What is in the archive that came as `role`, written down instead of it.

        Raises Nonsense for a bad one, which doesn't stay, and CannotWrite.
        """
        folder = job_folder(self.state, job.id)
        try:
            files = opened(archive)
        except Nonsense:
            archive.unlink(missing_ok=True)  # or it would be taken for the whole file later on
            raise
        # What takes the archive's own role comes last: until then it's known to be needed.
        for inner in sorted(files, key=lambda each: each == role):
            path = files[inner]
            name = path.relative_to(folder).as_posix()
            self.journal.file_done(job.id, inner, name, path.stat().st_size)
        return files

    @staticmethod
    def _facts(model: Path) -> GlbFacts:
        """What is in the GLB. Raises Nonsense for a broken one, which doesn't stay."""
        try:
            return probe_glb(model)
        except Nonsense:
            model.unlink(missing_ok=True)  # or it would be taken for the whole file later on
            raise

    def _some(
        self,
        job: Job,
        task: Task,
        here: Mapping[str, Path],
        choose: Callable[[Mapping[str, Any]], dict[str, str]],
    ) -> dict[str, Path]:
        """The files that `choose` names, its URLs signed again where they have expired."""

        def sign_again() -> dict[str, str]:
            endpoint = ENDPOINTS[job.steps[-1].endpoint]
            return choose(self.calls.get(endpoint, task.id).raw)

        urls = _Urls(choose(task.raw), sign_again)
        fetched = side_by_side(
            {role: partial(self._one, job, role, urls) for role in urls.roles if role not in here},
            _AT_ONCE,
        )
        return {role: here.get(role) or fetched[role] for role in urls.roles}

    def _one(self, job: Job, role: str, urls: _Urls) -> Path:
        folder = job_folder(self.state, job.id)
        for _ in range(_FRESH_URLS):
            url = urls.of(role)
            path = folder / file_name(role, url)
            try:
                done = download(
                    self.session,
                    url,
                    path,
                    expect=kind_of(role, url),
                    on_progress=lambda got, size: self.emit(
                        FileProgressed(job.id, role, got, size)
                    ),
                    cancelled=self.calls.cancelled,
                )
            except UrlExpired:
                urls.refused(role, url)
                continue
            self.journal.file_done(job.id, role, path.name, done.size)
            return path
        raise Nonsense("Meshy's links to the result are refused by its own file server.")


class _Urls:
    """The URLs of a task's files, by role, signed again all together. Any thread."""

    def __init__(self, urls: dict[str, str], sign_again: Callable[[], dict[str, str]]) -> None:
        self._urls = urls
        self._sign_again = sign_again
        self._lock = threading.Lock()
        self.roles = tuple(urls)

    def of(self, role: str) -> str:
        with self._lock:
            return self._urls[role]

    def refused(self, role: str, url: str) -> None:
        """Have fresh ones, unless another file has had them made since `url` was given."""
        with self._lock:
            if self._urls[role] == url:
                self._urls.update(self._sign_again())
