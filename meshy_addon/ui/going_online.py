"""Online access switched off amid jobs: nothing more is sent; once it's on again, they go on."""

from __future__ import annotations

from ..api.errors import MeshyError, Unreachable
from ..scene.session import SESSION
from .account.state import why_not_online
from .jobs.board import BOARD
from .jobs.resuming import resume


class OnlineWatch:
    """Which jobs wait for Blender to go online again. Main thread."""

    def __init__(self) -> None:
        self._stopped: list[str] = []

    def look(self) -> None:
        """Stop the jobs if Blender may not go online any more, or go on with them. Cheap."""
        if not SESSION.running and not self._stopped:
            return
        reason = why_not_online()
        if reason and SESSION.running:
            self._stop(reason)
        elif not reason and self._stopped:
            self._go_on()

    def _stop(self, reason: str) -> None:
        SESSION.close()
        stopped = BOARD.interrupt(Unreachable(reason, sent=False))
        self._stopped += [job_id for job_id in stopped if job_id not in self._stopped]

    def _go_on(self) -> None:
        stopped, self._stopped = self._stopped, []
        for job_id in stopped:
            row = BOARD.row(job_id)
            if row is None or not row.is_left:
                continue
            try:
                resume(job_id)
            except MeshyError as error:
                BOARD.trouble(job_id, str(error))


ONLINE_WATCH = OnlineWatch()
"""One, as Blender has one switch."""
