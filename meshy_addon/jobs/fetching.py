"""Bringing the files of a finished task to disk: those that will be used, whole and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
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
from .events import Event, FileProgressed
from .files import wanted_files
from .folders import CannotWrite, job_folder
from .glb import GlbFacts, probe_glb
from .job import Job
from .journal import Journal
from .side_by_side import side_by_side
from .signed_urls import FILES_AT_ONCE, SignedUrls

if TYPE_CHECKING:
    import requests


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
        facts = {role: self._facts(path) for role, path in files.items() if path.suffix == ".glb"}
        if model := facts.get("model"):
            maps = self._some(job, task, files, lambda answer: wanted_files(answer, facts=model))
            files.update(maps)
        return files

    def _opened(self, job: Job, role: str, archive: Path) -> dict[str, Path]:
        """What is in the archive that came as `role`, written down instead of it.

        Raises Nonsense for a bad one, which doesn't stay, and CannotWrite.
        """
        folder = job_folder(self.state, job.id)
        try:
            with _reading(archive):
                files = opened(archive)
        except Nonsense:
            archive.unlink(missing_ok=True)  # or it would be taken for the whole file later on
            raise
        # What takes the archive's own role comes last: until then it's known to be needed.
        for inner in sorted(files, key=lambda each: each == role):
            path = files[inner]
            name = path.relative_to(folder).as_posix()
            with _reading(path):
                size = path.stat().st_size
            self.journal.file_done(job.id, inner, name, size)
        return files

    @staticmethod
    def _facts(model: Path) -> GlbFacts:
        """What is in the GLB. Raises Nonsense for a broken one, which doesn't stay; CannotWrite."""
        try:
            with _reading(model):
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

        urls = SignedUrls(choose(task.raw), sign_again)
        fetched = side_by_side(
            {role: partial(self._one, job, role, urls) for role in urls.roles if role not in here},
            FILES_AT_ONCE,
        )
        return {role: here.get(role) or fetched[role] for role in urls.roles}

    def _one(self, job: Job, role: str, urls: SignedUrls) -> Path:
        path, size = urls.fetch(
            role,
            self.session,
            job_folder(self.state, job.id),
            self.calls.cancelled,
            lambda got, size: self.emit(FileProgressed(job.id, role, got, size)),
        )
        self.journal.file_done(job.id, role, path.name, size)
        return path


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """A file that came may be gone the next moment, by whoever cleans up: it's fetched again."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise CannotWrite(f"{path} can't be read ({reason}).") from error
