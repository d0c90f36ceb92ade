"""What the redo panel sweeps away with the step that it repeats comes back.

To adjust the last operation, Blender undoes it and all that came after, and runs it again: a result
that landed meanwhile, or a placeholder, would be gone, and no undo would bring it back. Undone by
the artist it stays away. Main thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import bpy
from bpy.app.handlers import persistent

from .board import BOARD
from .stand_ins import STAND_INS

_PATIENCE_S = 0.5
"""How long nothing was adjusted until what was swept away comes back: a slider may be dragged."""


@dataclass(frozen=True)
class _Landed:
    """By names, as undo makes references void."""

    name: str
    """Of the object or image that the result became, or that took it."""
    task_id: str

    @property
    def is_at_its_name(self) -> bool:
        """The quick way to see that it's there: no other needs to be looked at."""
        thing = bpy.data.objects.get(self.name)
        image = bpy.data.images.get(self.name)
        if thing and self.task_id in _tasks_of(thing):
            return True
        return bool(image and image.meshy.task_id == self.task_id)


class Swept:
    """What has landed in the open file since it was opened, and what became of it."""

    def __init__(self) -> None:
        self._landed: dict[str, _Landed] = {}
        self._there: set[str] = set()
        self._operator = 0
        self._missing: set[str] = set()

    def landed(self, job_id: str, names: Iterable[str]) -> None:
        """A result has become what is called so, the most important first."""
        row, name = BOARD.row(job_id), next(iter(names), "")
        if row and name:
            self._landed[job_id] = _Landed(name, row.task_id)

    def forget(self) -> None:
        """Another file is open."""
        self.__init__()  # type: ignore[misc]

    def before(self) -> None:
        """Undo is about to begin: what is there now?"""
        self._there = self._known() - self._gone(self._known())
        self._operator = _last_operator()

    def after(self) -> None:
        """Undo is over; whether it was the redo panel's shows once that has run its operator."""
        if self._there and not bpy.app.timers.is_registered(_look):
            bpy.app.timers.register(_look, first_interval=0.0)

    def look(self) -> None:
        """Only the redo panel undoes, and pushes a step with the operator that was last before."""
        if _can_redo() or _last_operator() != self._operator:
            return
        self._missing |= self._gone(self._there)
        if bpy.app.timers.is_registered(_bring_back):
            bpy.app.timers.unregister(_bring_back)
        if self._missing:
            bpy.app.timers.register(_bring_back, first_interval=_PATIENCE_S)

    def bring_back(self) -> None:
        """Placeholders where there were any; results land on these, or on their objects, anew."""
        from ..placing import QUEUE, STANDS_IN

        jobs = [job for each in self._missing if BOARD.row(each) and (job := BOARD.job(each))]
        for job in jobs:
            if job.id in self._landed:
                BOARD.is_to_place_again(job.id)
        # Once for all of them, as it looks through all objects.
        STAND_INS.stale()
        STAND_INS.tidy()
        for job in jobs:
            if job.target.get(STANDS_IN) and not STAND_INS.find(job.id):
                STAND_INS.add(job, select=False)
            if job.id in self._landed:
                QUEUE.ready(job.id)
        self._missing.clear()

    def _known(self) -> set[str]:
        running = {row.job_id for row in BOARD.unsettled if row.is_running}
        return running | self._landed.keys()

    def _gone(self, job_ids: set[str]) -> set[str]:
        """Those of which nothing is in the file."""
        gone = {
            job_id
            for job_id in job_ids
            if not (
                landed.is_at_its_name
                if (landed := self._landed.get(job_id))
                else STAND_INS.find(job_id)
            )
        }
        if not gone & self._landed.keys():
            return gone
        # Renamed, or an action, which is not at the name of what it moves.
        here = _tasks_here()
        return {
            job_id
            for job_id in gone
            if job_id not in self._landed or self._landed[job_id].task_id not in here
        }


SWEPT = Swept()
"""One, as there's one file open."""


def _tasks_of(thing: bpy.types.Object) -> set[str]:
    """Whose results it is, or wears."""
    looks = {variant.origin.task_id for variant in thing.meshy_variants.items}
    return {thing.meshy.task_id, *looks} - {""}


def _tasks_here() -> set[str]:
    """Whose results are in the file. Looks at everything."""
    things = [_tasks_of(thing) for thing in bpy.data.objects]
    rest = {each.meshy.task_id for each in (*bpy.data.images, *bpy.data.actions)}
    return rest.union(*things)


def _last_operator() -> int:
    """What the redo panel shows, told from others of its name."""
    operators = bpy.context.window_manager.operators
    return int(operators[-1].as_pointer()) if operators else 0


def _can_redo() -> bool:
    window = bpy.context.window or bpy.context.window_manager.windows[0]
    with bpy.context.temp_override(window=window):
        return bool(bpy.ops.ed.redo.poll())  # type: ignore[call-arg]


def _look() -> None:
    SWEPT.look()


def _bring_back() -> None:
    SWEPT.bring_back()


@persistent  # type: ignore[untyped-decorator]
def _before(*_: object) -> None:
    SWEPT.before()


@persistent  # type: ignore[untyped-decorator]
def _after(*_: object) -> None:
    SWEPT.after()


@persistent  # type: ignore[untyped-decorator]
def _opened(*_: object) -> None:
    SWEPT.forget()


def register() -> None:
    for handlers, handler in _handlers():
        handlers.append(handler)


def unregister() -> None:
    for handlers, handler in _handlers():
        handlers.remove(handler)
    for timer in (_look, _bring_back):
        if bpy.app.timers.is_registered(timer):
            bpy.app.timers.unregister(timer)


def _handlers() -> tuple[tuple[Any, Any], ...]:
    handlers = bpy.app.handlers
    return (
        (handlers.undo_pre, _before),
        (handlers.undo_post, _after),
        (handlers.load_post, _opened),
    )
