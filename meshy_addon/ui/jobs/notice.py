"""A word to the artist that doesn't get in their way: in the status bar, as Blender's own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import bpy

from ..starting import begin
from ..wording import say


class Notices:
    """What is still to be said. Main thread."""

    def __init__(self) -> None:
        self.waiting: deque[tuple[str, str]] = deque()
        """Pairs of a report's type and its text."""

    def tell(self, text: str, *, is_bad: bool = False) -> None:
        """Say it as soon as the artist isn't amid something."""
        # Never an error: that would come up as a window amid the work.
        self.waiting.append(
            ("WARNING" if is_bad else "INFO", say("Meshy: {sentence}", sentence=text))
        )

    def take_all(self) -> Iterator[tuple[str, str]]:
        """What is waiting, which then isn't any more."""
        while self.waiting:
            yield self.waiting.popleft()

    def show(self) -> None:
        """Say what is waiting; to be called when nothing else is modal."""
        if bpy.app.background:
            self.waiting.clear()  # nobody reads there
        if self.waiting:
            begin("notice")


NOTICES = Notices()
"""One, as there's one status bar to say it in."""
