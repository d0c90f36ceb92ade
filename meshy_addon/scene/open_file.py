"""Which file is open, so that a result comes into the one that its job was for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import bpy
from bpy.app.handlers import persistent

_PATH = "file"
_OPENED = "opened"


class OpenFile:
    """The file that is open now. Main thread."""

    def __init__(self) -> None:
        self.opened = _new_mark()
        """Another one whenever a file is opened."""

    def marks(self) -> dict[str, str]:
        """What a job's target remembers this file by."""
        return {_PATH: bpy.data.filepath, _OPENED: self.opened}

    def is_home_of(self, target: Mapping[str, Any]) -> bool:
        """Whether a job with this target was started here, saved under another name or not."""
        if self.is_still_open_for(target):
            return True
        return bool(bpy.data.filepath) and target.get(_PATH) == bpy.data.filepath

    def is_still_open_for(self, target: Mapping[str, Any]) -> bool:
        """Whether no file was opened since a job with this target was started."""
        return target.get(_OPENED) == self.opened

    def changed(self) -> None:
        """Another file was opened, or this one again."""
        self.opened = _new_mark()


def _new_mark() -> str:
    return os.urandom(16).hex()


OPEN_FILE = OpenFile()
"""One, because Blender has one file open at a time."""


@persistent  # type: ignore[untyped-decorator]
def _loaded(*_: object) -> None:
    OPEN_FILE.changed()


def register() -> None:
    bpy.app.handlers.load_post.append(_loaded)


def unregister() -> None:
    bpy.app.handlers.load_post.remove(_loaded)
