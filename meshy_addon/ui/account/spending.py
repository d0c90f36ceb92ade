"""What was spent, in the sidebar: today, this month, by the latest jobs. Main thread.

The journal is read in an errand whenever a job has changed what was spent; drawing reads the rest.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import bpy

from ...api.endpoints import KINDS
from ...api.errors import MeshyError
from ...scene.home import state_dir
from .. import redrawing
from ..errands import ERRANDS
from ..wording import in_credits, on_button, say
from .spending_limits import limits

if TYPE_CHECKING:
    from ...jobs.spending import JobCost, Spent

_JOBS = 5


class Spending:
    """What the journal said when it was read last."""

    def __init__(self) -> None:
        self.spent: Spent | None = None
        """None as long as nothing was ever asked for from here."""
        self.jobs: tuple[JobCost, ...] = ()
        self.is_known = False

    def look(self) -> None:
        """Read the journal again. Returns at once."""
        self.is_known = True
        try:
            state = state_dir()
        except MeshyError:
            return
        ERRANDS.run(lambda: _read(state), self._take)

    def _take(self, found: tuple[Spent, tuple[JobCost, ...]] | None) -> None:
        if found:
            self.spent, self.jobs = found
            redrawing.soon()


SPENDING = Spending()
"""One, as there's one journal."""


def _read(state: Path) -> tuple[Spent, tuple[JobCost, ...]] | None:
    # Here, not above: SQLite is of no use where no job ever ran.
    from ...jobs.journal import Journal
    from ...jobs.spending import latest_costs, spent

    path = state / "jobs.sqlite"
    if not path.is_file():
        return None
    journal = Journal(path)
    try:
        return spent(journal), latest_costs(journal, _JOBS)
    finally:
        journal.close()


def draw_spending(layout: bpy.types.UILayout) -> None:
    """The sums, the limit of a day, the latest jobs; all by this machine's job list."""
    if not SPENDING.is_known:
        _look_soon()
    sums = layout.column(align=True)
    spent = SPENDING.spent
    _draw_line(sums, say("Today"), _today(spent.today if spent else 0))
    _draw_line(sums, say("This Month"), in_credits(spent.this_month if spent else 0))
    if SPENDING.jobs:
        jobs = layout.column(align=True)
        jobs.active = False
        for job in SPENDING.jobs:
            name = job.name or on_button(KINDS[job.kind].title)
            _draw_line(jobs, name, in_credits(job.credits))


def _draw_line(column: bpy.types.UILayout, what: str, how_much: str) -> None:
    row = column.row()
    row.label(text=what, translate=False)
    side = row.row()
    side.alignment = "RIGHT"
    side.label(text=how_much, translate=False)


def _today(credits: int) -> str:
    limit = limits().per_day
    if limit is None:
        return in_credits(credits)
    return say("{credits:,} of {limit:,}", credits=credits, limit=limit)


def _look_soon() -> None:
    if not bpy.app.background and not bpy.app.timers.is_registered(_look):
        bpy.app.timers.register(_look, first_interval=0.0, persistent=True)


def _look() -> None:
    SPENDING.look()


def end() -> None:
    """Know nothing of what was before: the extension was disabled."""
    if bpy.app.timers.is_registered(_look):
        bpy.app.timers.unregister(_look)
    SPENDING.__init__()  # type: ignore[misc]
