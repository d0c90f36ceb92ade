"""Results that a background Blender fits to their objects before they are placed. Main thread.

A result for a large object takes a second and more to be brought onto it: its UVs, weights and
shape keys are looked for on the old surface. What is left for the artist's Blender then is quick.
"""

from __future__ import annotations

from ...api.late_log import LateLogger
from ...jobs.job import Result
from ...scene.session import SESSION
from ..errands import ERRANDS
from .board import BOARD

log = LateLogger(__name__)


class Fittings:
    """By their jobs."""

    def __init__(self) -> None:
        self._out: set[str] = set()
        self._done: dict[str, Result] = {}

    def is_awaited(self, job_id: str) -> bool:
        """Whether the result is being fitted; that begins if it can and hasn't been."""
        if job_id in self._out:
            return True
        return job_id not in self._done and self._begin(job_id)

    def result(self, job_id: str) -> Result | None:
        """The job's result, fitted if it was."""
        return self._done.get(job_id) or BOARD.result(job_id)

    def is_over(self, job_id: str) -> None:
        """It was placed, or isn't to be: the next time the object may be another."""
        self._out.discard(job_id)
        fitted = self._done.pop(job_id, None)
        if fitted:
            _remove_files(fitted)

    def _begin(self, job_id: str) -> bool:
        result, engine = BOARD.result(job_id), SESSION.running
        if result is None or engine is None or not engine.can_fit:
            return False
        # Here, not above: it takes numpy, and a result to need it.
        from ...scene.objects.fitting_ahead import source_path, write_source

        source = source_path(result)
        try:
            if source is None or not write_source(result, source):
                return False
        except Exception:
            # Say a full disk, or a folder that is gone: it's fitted as it's placed, or fetched
            # again; and no other result waits for it.
            log.exception("job %s", job_id)
            return False
        self._out.add(job_id)

        def fit() -> Result:
            try:
                return engine.fit(result, source)
            except Exception:
                log.exception("job %s", job_id)  # or it would never be placed
                return result

        ERRANDS.run(
            fit,
            lambda fitted: self._keep(job_id, fitted),
            lambda _: self._keep(job_id, result),  # it's fitted as it is placed
        )
        return True

    def _keep(self, job_id: str, fitted: Result) -> None:
        if job_id in self._out:
            self._out.discard(job_id)
            self._done[job_id] = fitted
        else:
            _remove_files(fitted)


def _remove_files(fitted: Result) -> None:
    from ...scene.objects.fitting_ahead import remove_files

    ERRANDS.run(lambda: remove_files(fitted))


FITTINGS = Fittings()
"""One, as there's one queue of results to place."""
