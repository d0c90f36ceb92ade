"""What of a READY file is appended ahead of its placing, each piece in a tick of its own."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import bpy

from ..errors import BrokenModel
from .images_apart import give_back, has_images_apart, load_images
from .ready_file import discard, forget_source, load_objects


class Early:
    """Blocks that wait for the rest to be done with them, by the file that they are from.

    By their numbers: an undo between two ticks takes them out of the file and voids references.
    """

    def __init__(self) -> None:
        self._images: dict[Path, dict[str, int]] = {}
        self._objects: dict[Path, list[int]] = {}

    def append(self, file: Path) -> bool:
        """Appends a piece of `file`, if one is left; whether there's another. Main thread.

        Of a file that isn't sound nothing stays.
        """
        if file in self._objects:
            return False
        try:
            if file not in self._images and has_images_apart(file):
                images = load_images(file)
                self._images[file] = {name: each.session_uid for name, each in images.items()}
                return True
            objects = load_objects(file)
        except BrokenModel:
            self.take(file)
            forget_source(file)
            return False
        self._objects[file] = [thing.session_uid for thing in objects]
        return False

    def take(self, file: Path) -> list[bpy.types.Object]:
        """The objects of `file`, which are the caller's from now on; none if not all are there.

        Then nothing stays of what was appended. Main thread.
        """
        by_name, uids = self._images.pop(file, {}), self._objects.pop(file, [])
        if not by_name and not uids:
            return []
        forget_source(file)
        images = _found(bpy.data.images, by_name.values())
        objects = [each for each in _found(bpy.data.objects, uids) if not each.users_scene]
        if uids and len(objects) == len(uids) and len(images) == len(by_name):
            with suppress(BrokenModel):
                # Not sooner: it has Blender draw its windows anew.
                give_back(objects, dict(zip(by_name, images, strict=True)))
                return objects
        discard(objects)
        bpy.data.batch_remove(images)
        return []


def _found(blocks: Iterable[Any], uids: Iterable[int]) -> list[Any]:
    by_uid = {each.session_uid: each for each in blocks}
    return [by_uid[uid] for uid in uids if uid in by_uid]


EARLY = Early()
"""One, as there's one file open at a time."""
