"""A .blend with nothing in it but finished objects, to be appended in a few milliseconds.

A background Blender writes it, the artist's appends it. What comes out is what went in: the same
objects in the same order, all they are made of, and their actions.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import bpy

from .errors import BrokenModel

_ORDER = "meshy_order"


def write_ready(objects: Sequence[bpy.types.Object], path: Path) -> None:
    """Writes `objects` with all they use, and the file's actions. Main thread.

    Whole or not at all. They need not be in a scene, and no scene is written.
    """
    for order, thing in enumerate(objects):
        thing[_ORDER] = order
    unfinished = path.with_name(path.name + ".part")
    # Actions that nothing uses yet belong to a rig all the same.
    bpy.data.libraries.write(str(unfinished), {*objects, *bpy.data.actions}, fake_user=False)
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
    unfinished.replace(path)


def append_ready(path: Path) -> list[bpy.types.Object]:
    """The objects in the order in which they were written, in no collection. Main thread.

    Raises BrokenModel if `path` isn't such a file; then nothing of it stays.
    """
    known = {library.session_uid for library in bpy.data.libraries}
    libraries: Any = bpy.data.libraries
    try:
        with libraries.load(str(path), link=False) as (there, here):
            here.objects = list(there.objects)
            here.actions = list(there.actions)
    except (OSError, RuntimeError) as error:
        raise BrokenModel(f"{path.name} can't be read.") from error
    finally:
        # Blender would keep the name of a file that the artist never heard of.
        _remove(each for each in libraries if each.session_uid not in known)
    arrived = [thing for thing in here.objects if thing is not None]
    objects = sorted((thing for thing in arrived if _ORDER in thing), key=lambda it: it[_ORDER])
    if not objects:
        _remove(arrived)
        raise BrokenModel(f"{path.name} holds no model.")
    for thing in objects:
        del thing[_ORDER]
    return objects


def _remove(blocks: Iterable[Any]) -> None:
    bpy.data.batch_remove(list(blocks))
