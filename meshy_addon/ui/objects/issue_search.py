"""The search for what would trouble a printer in an object, and what is told of it."""

from __future__ import annotations

import bpy

from ...api.printability import NAMES
from ...jobs.crew import beside
from ...scene.printing.flaws import Flaws, find_flaws
from ...scene.printing.marking import Issue, Marked, select, surface_now
from ...scene.printing.measures import metres_of
from ...scene.printing.report import read_verdict
from ..wording import say, told

_AT_ONCE = 20_000
"""Faces that are looked through before the artist would notice: 20 ms."""


class Search:
    """What the object is now is what is looked through. Main thread."""

    def __init__(self, thing: bpy.types.Object) -> None:
        self.name = thing.name
        self._surface = surface_now(thing)
        self._metres = metres_of(thing)
        self._found: Flaws | None = None
        self.is_over = False

    @property
    def is_short(self) -> bool:
        """Whether a thread isn't worth it."""
        return self._surface.faces <= _AT_ONCE

    def begin(self) -> None:
        """In a thread; `is_over` when it's done."""
        beside(self.run)

    def run(self) -> None:
        """Any thread."""
        try:
            self._found = find_flaws(self._surface, self._metres)
        finally:
            self.is_over = True

    def select(self, thing: bpy.types.Object | None, issue: Issue) -> tuple[bool, str]:
        """Whether that is selected in Edit Mode now, and what the artist should know of it."""
        if self._found is None:
            return False, say("{name} could not be looked through.", name=self.name)
        is_it = thing is not None and thing.name == self.name
        marked = select(thing, self._surface, self._found, issue) if is_it else None
        if marked is None:
            return False, say("{name} was edited meanwhile.", name=self.name)
        return True, f"{_in_words(issue, marked)} {_compared(thing, issue, marked)}".strip()


def _in_words(issue: Issue, marked: Marked) -> str:
    what = told(NAMES[issue.value])
    count, selected = f"{marked.count:,}", f"{marked.selected:,}"
    if issue is Issue.DEGENERATE:
        return say(
            "{what}: {count}. Selected faces: {selected}.",
            what=what, count=count, selected=selected,
        )  # fmt: skip
    return say(
        "{what}: {count}. Selected edges: {selected}.", what=what, count=count, selected=selected
    )


def _compared(thing: bpy.types.Object, issue: Issue, marked: Marked) -> str:
    """Where the verdict that the artist sees has another figure."""
    verdict, _ = read_verdict(thing)
    counted = getattr(verdict, issue.value) if verdict else None
    if counted is None or counted == marked.count:
        return ""
    if any(modifier.show_viewport for modifier in thing.modifiers):
        return say("With the modifiers the check counted {count}.", count=f"{counted:,}")
    return say("Before it was edited the check counted {count}.", count=f"{counted:,}")
