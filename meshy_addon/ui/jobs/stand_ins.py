"""The placeholders of the jobs in the list: made with a job, drawn from, taken away after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import bpy
from bpy.app.handlers import persistent

if TYPE_CHECKING:
    from ...jobs.job import Job


class StandIns:
    """Remembers names only, as undo and redo make references void. Main thread."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._over: list[str] = []
        self._is_stale = True

    def add(self, job: Job, *, select: bool = True) -> None:
        """Mark the place where the result of `job` will stand."""
        from ...scene.placeholders import add_placeholder

        self._names[job.id] = add_placeholder(job, select=select).name

    def find(self, job_id: str) -> bpy.types.Object | None:
        """The placeholder of a job as it was last seen: quick enough for drawing."""
        from ...scene.placeholders import job_of

        thing = bpy.data.objects.get(self._names.get(job_id, ""))
        return thing if thing and job_of(thing) == job_id else None

    def stale(self) -> None:
        """The file isn't what it was: another one, undone, redone, or a job has ended."""
        self._is_stale = True

    @property
    def is_any_over(self) -> bool:
        """Whether `tidy` has something to take away."""
        return bool(self._over)

    def tidy(self) -> None:
        """Take placeholders away whose jobs are over.

        Never amid a transform: it would go on with an object that isn't there any more.
        """
        from ...scene.placeholders import remove_placeholder

        self._is_stale = True  # another object may have the name by now
        self.look()
        for name in self._over:
            # Without an undo step of its own: there is nothing in it to come back to.
            if thing := bpy.data.objects.get(name):
                remove_placeholder(thing)
        self._over.clear()

    def look(self) -> None:
        """Learn how the placeholders are called now, and which have no job any more."""
        from ...scene.placeholders import job_of
        from .board import BOARD

        listed = [job_id for job_id in self._names if BOARD.row(job_id)]
        if not self._is_stale and all(map(self.find, listed)):
            return
        self._is_stale = False
        self._names, self._over = {}, []
        for thing in [thing for thing in bpy.data.objects if job_of(thing)]:
            row = BOARD.row(job_of(thing))
            if row is None or not thing.users_scene:
                continue
            if row.stage.is_over:
                self._over.append(thing.name)
            else:
                self._names[row.job_id] = thing.name


STAND_INS = StandIns()
"""One, as there's one file open."""


@persistent  # type: ignore[untyped-decorator]
def _changed(*_: object) -> None:
    STAND_INS.stale()


def register() -> None:
    for handlers in _handlers():
        handlers.append(_changed)


def unregister() -> None:
    for handlers in _handlers():
        handlers.remove(_changed)


def _handlers() -> tuple[Any, ...]:
    handlers = bpy.app.handlers
    return (handlers.load_post, handlers.undo_post, handlers.redo_post)
