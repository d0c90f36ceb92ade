"""Which pictures were chosen here, by this artist, and which came along with a .blend.

A .blend may be a stranger's: a path that it brings must not be enough for a file of this machine to
be uploaded. What lies beside the .blend, or is packed into it, came along with it and may be sent.
"""

from __future__ import annotations

import os

import bpy
from bpy.app.handlers import persistent

_CHOSEN: set[str] = set()


def choose(path: str) -> None:
    """The artist, or a script of theirs, has named this file."""
    _CHOSEN.add(path.strip())


def may_be_sent(path: str) -> bool:
    """Whether the artist chose this file here, or it came along with the .blend. Asks no disk."""
    from ...api.attachments import is_remote

    path = path.strip()
    return path in _CHOSEN or is_remote(path) or _lies_beside(path)


def image_may_be_sent(image: bpy.types.Image) -> bool:
    """The same for an image of the .blend: it may be but the name of a file."""
    is_in_file = image.packed_file is not None or image.source != "FILE" or image.is_dirty
    return is_in_file or may_be_sent(image.filepath)


def _lies_beside(path: str) -> bool:
    if not bpy.data.filepath:
        return False
    folder = os.path.dirname(os.path.abspath(bpy.data.filepath))  # noqa: PTH100, PTH120
    full = os.path.abspath(bpy.path.abspath(path))  # noqa: PTH100 - Path asks the disk
    return full.startswith(folder + os.sep)


@persistent  # type: ignore[untyped-decorator]
def _loaded(*_: object) -> None:
    _CHOSEN.clear()


def register() -> None:
    bpy.app.handlers.load_post.append(_loaded)


def unregister() -> None:
    bpy.app.handlers.load_post.remove(_loaded)
