"""Which part of a long list a panel shows: what is drawn doesn't grow with what there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .board import JobRow

SHOWN = 10


class Page:
    """A place in a list of jobs. Main thread."""

    def __init__(self) -> None:
        self.start = 0

    def of(self, rows: Sequence[JobRow]) -> Sequence[JobRow]:
        """The rows to show; where the list has become too short for the place, its last ones."""
        self.start = min(self.start, max(0, len(rows) - 1) // SHOWN * SHOWN)
        return rows[self.start : self.start + SHOWN]

    def turn(self, pages: int) -> None:
        """So many pages on, back if it's less than 0."""
        self.start = max(0, self.start + pages * SHOWN)


PAGES: Mapping[str, Page] = {"JOBS": Page(), "FINISHED": Page()}
"""By the list; all sidebars show the same one."""
