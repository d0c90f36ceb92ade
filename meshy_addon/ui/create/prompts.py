"""Prompts that were used before, and a prompt in a text block where it can be read whole."""

from __future__ import annotations

import bpy

from ...api.errors import MeshyError
from ...api.late_log import LateLogger
from ...jobs import remembered
from ...scene.home import state_dir

_FILE = "prompts.json"
_KEPT = 20
log = LateLogger(__name__)


class RecentPrompts:
    """The latest prompts, newest first; also in a file beside the journal."""

    def __init__(self) -> None:
        self.texts: tuple[str, ...] = ()

    def load(self) -> None:
        """Read what earlier sessions used; nothing is lost if that can't be read."""
        try:
            texts = remembered.recall(state_dir() / _FILE)
        except MeshyError:
            return
        if isinstance(texts, list):
            self.texts = tuple(text for text in texts if isinstance(text, str))[:_KEPT]

    def add(self, text: str) -> None:
        """Put `text` first, and write the list down."""
        self.texts = (text, *(other for other in self.texts if other != text))[:_KEPT]
        try:
            remembered.remember(state_dir() / _FILE, self.texts)
        except MeshyError as error:
            log.info("prompts are not remembered: %s", error)


RECENT = RecentPrompts()
"""One list for all files: an idea isn't bound to the .blend in which it was had."""


def remember(prompt: str) -> None:
    """Keep `prompt` for the menu of recent ones."""
    if prompt.strip():
        RECENT.add(prompt.strip())


def show(text: bpy.types.Text) -> None:
    """In a Text Editor, in a new window if there's none."""
    manager = bpy.context.window_manager
    editors = [area for window in manager.windows for area in window.screen.areas
               if area.type == "TEXT_EDITOR"]  # fmt: skip
    if not editors:
        bpy.ops.wm.window_new()
        area = manager.windows[-1].screen.areas[0]
        area.type = "TEXT_EDITOR"
        editors = [area]
    space = editors[0].spaces.active
    space.text = text
    space.show_word_wrap = True
