"""Which data-blocks came into the file since a moment, to be named or taken out again.

Importers and loaders don't say what they made, and the selection tells only half of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import bpy

# All that a glTF import or a temporary scene can leave behind. Shape keys go with their mesh.
_KINDS = (
    "actions",
    "armatures",
    "cameras",
    "collections",
    "curves",
    "images",
    "lights",
    "materials",
    "meshes",
    "node_groups",
    "objects",
    "pointclouds",
    "scenes",
    "texts",
    "textures",
    "worlds",
)


class Arrivals:
    """The data-blocks that arrive after this was made. Main thread."""

    def __init__(self) -> None:
        self._known = {block.session_uid for block in _all_blocks()}

    def all(self) -> list[Any]:
        return [block for block in _all_blocks() if block.session_uid not in self._known]

    def remove_all(self) -> None:
        """Takes everything that arrived out of the file again."""
        bpy.data.batch_remove(self.all())


def _all_blocks() -> Iterator[Any]:
    for kind in _KINDS:
        yield from getattr(bpy.data, kind, ())
