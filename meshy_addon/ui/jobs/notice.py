"""A word to the artist that doesn't get in their way: in the status bar, as Blender's own."""

from __future__ import annotations

from collections import deque

import bpy

from .. import brief_modal
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

    def show(self) -> None:
        """Say what is waiting; to be called when nothing else is modal."""
        if bpy.app.background:
            self.waiting.clear()  # nobody reads there
        if self.waiting:
            brief_modal.begin("notice")


NOTICES = Notices()
"""One, as there's one status bar to say it in."""


class MESHY_OT_notice(brief_modal.BriefModal, bpy.types.Operator):
    """Says how a job ended"""

    # Modal, because Blender shows no report of an operator that Python called.

    bl_idname = "meshy.notice"
    bl_label = "Meshy"

    def work(self) -> bool:
        """All that is waiting; the last one stays in sight, the others are in the Info Editor."""
        while NOTICES.waiting:
            kind, text = NOTICES.waiting.popleft()
            self.report({kind}, text)
        return False


def register() -> None:
    bpy.utils.register_class(MESHY_OT_notice)


def unregister() -> None:
    bpy.utils.unregister_class(MESHY_OT_notice)
