"""A .blend with nothing in it but finished objects, to be appended in a few milliseconds.

A background Blender writes it, the artist's appends it. What comes out is what went in: the same
objects in the same order, all they are made of, and their actions. Large images lie beside it. It
isn't flushed to the disk before it's used: whoever relies on it later has it flushed, or has it
made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import bpy

from ...jobs.converting import images_path
from ..errors import BrokenModel
from ..objects.fingerprint import fingerprint
from ..provenance import READY_MARK
from .images_apart import (
    give_back,
    has_images_apart,
    image_nodes,
    images_apart,
    load_images,
    write_whole,
)

_ORDER = "meshy_order"


def write_ready(objects: Sequence[bpy.types.Object], path: Path) -> None:
    """Writes `objects` with all they use, and the file's actions. Main thread.

    They need not be in a scene, and no scene is written.
    """
    for order, thing in enumerate(objects):
        thing[_ORDER] = order
        thing[READY_MARK] = fingerprint(thing)
    # Actions that nothing uses yet belong to a rig all the same.
    blocks = {*objects, *bpy.data.actions, bpy.data.texts.new(_frame_rate())}
    with images_apart(objects, path):
        write_whole(path, blocks)


def append_ready(path: Path) -> list[bpy.types.Object]:
    """The objects in the order in which they were written, in no collection. Main thread.

    Raises BrokenModel if `path` isn't such a file, or if its actions were made for another frame
    rate than the open scene's; then nothing of it stays.
    """
    images: Mapping[str, bpy.types.Image] = {}
    objects: list[bpy.types.Object] = []
    try:
        images = load_images(path) if has_images_apart(path) else {}
        objects = load_objects(path)
        give_back(objects, images)
    except BrokenModel:
        discard(objects)
        _remove(images.values())
        raise
    finally:
        forget_source(path)
    return objects


def load_objects(path: Path) -> list[bpy.types.Object]:
    """The same but for large images, and with `forget_source` left to do: that has Blender draw its
    windows anew. Main thread.

    Raises BrokenModel; then nothing stays.
    """
    libraries: Any = bpy.data.libraries
    try:
        with libraries.load(str(path), link=False) as (there, here):
            if not there.actions or _frame_rate() in there.texts:
                here.objects = list(there.objects)
                here.actions = list(there.actions)
    except (OSError, RuntimeError) as error:
        raise BrokenModel(f"{path.name} can't be read.") from error
    arrived = [thing for thing in here.objects if thing is not None]
    objects = sorted((thing for thing in arrived if _ORDER in thing), key=lambda it: it[_ORDER])
    if not objects:
        _remove(arrived)
        raise BrokenModel(f"{path.name} holds no model.")
    for thing in objects:
        del thing[_ORDER]
    return objects


def forget_source(path: Path) -> None:
    """Blender would keep the name of a file that the artist never heard of. Main thread."""
    ours = path, images_path(path)
    _remove(each for each in bpy.data.libraries if Path(each.filepath) in ours)


def discard(objects: Sequence[bpy.types.Object]) -> None:
    """Takes appended objects out of the file again, with what nothing else uses. Main thread."""
    data = {thing.data for thing in objects if thing.data}
    materials = {slot.material for thing in objects for slot in thing.material_slots} - {None}
    images = {node.image for node in image_nodes(objects)} - {None}
    actions = {thing.animation_data.action for thing in objects if thing.animation_data} - {None}
    _remove(objects)
    for blocks in (data, materials, images, actions):
        _remove(block for block in blocks if not block.users)


def _frame_rate() -> str:
    """As a name, which can be read without loading anything."""
    render = bpy.context.scene.render
    return f"{render.fps / render.fps_base:.3f} frames per second"


def _remove(blocks: Iterable[Any]) -> None:
    bpy.data.batch_remove(list(blocks))
