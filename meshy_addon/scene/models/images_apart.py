"""The large images of a READY file, in a file of their own: to append these, and then the rest,
holds the main thread for less long at a time than to append all in one go.

In the other file each node has the name of its image instead, and gets it back once both are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bpy

from ...jobs.converting import images_path
from ..errors import BrokenModel

APART_BYTES = 2**21
"""Images that are smaller together stay with their objects: a file more takes a moment too."""

_IMAGE = "meshy_image"


@contextmanager
def images_apart(objects: Sequence[bpy.types.Object], ready: Path) -> Iterator[None]:
    """Writes the images of `objects` beside `ready`, whose writer then finds nodes without them.

    Not if they are small, and not those in node groups. Main thread.
    """
    path = images_path(ready)
    path.unlink(missing_ok=True)
    worn = [(node, node.image) for node in image_nodes(objects) if _packed_bytes(node.image)]
    images = {image for _, image in worn}
    if sum(map(_packed_bytes, images)) < APART_BYTES:
        yield
        return
    write_whole(path, images)
    for node, image in worn:
        node[_IMAGE], node.image = image.name, None
    try:
        yield
    finally:
        for node, image in worn:
            node.image = image
            del node[_IMAGE]


def write_whole(path: Path, blocks: set[Any]) -> None:
    """Writes `blocks` with all they use: whole or not at all, unless the power fails."""
    unfinished = path.with_name(path.name + ".part")
    bpy.data.libraries.write(str(unfinished), blocks, fake_user=False)
    unfinished.replace(path)


def has_images_apart(ready: Path) -> bool:
    """Whether there's such a file beside `ready`."""
    return images_path(ready).is_file()


def load_images(ready: Path) -> dict[str, bpy.types.Image]:
    """The images by the names that they were written under. Main thread. Raises BrokenModel."""
    path = images_path(ready)
    libraries: Any = bpy.data.libraries
    try:
        with libraries.load(str(path), link=False) as (there, here):
            names = tuple(there.images)
            here.images = list(names)
    except (OSError, RuntimeError) as error:
        raise BrokenModel(f"{path.name} can't be read.") from error
    return {name: image for name, image in zip(names, here.images, strict=True) if image}


def give_back(objects: Sequence[bpy.types.Object], images: Mapping[str, bpy.types.Image]) -> None:
    """Has appended `objects` show their images again. Main thread.

    Raises BrokenModel if one isn't there; then none is given back.
    """
    nodes = [node for node in image_nodes(objects) if _IMAGE in node]
    if missing := {node[_IMAGE] for node in nodes} - images.keys():
        raise BrokenModel(f"Images are gone: {', '.join(sorted(missing))}.")
    for node in nodes:
        node.image = images[node[_IMAGE]]
        del node[_IMAGE]


def image_nodes(objects: Sequence[bpy.types.Object]) -> list[Any]:
    slots = [slot for thing in objects for slot in thing.material_slots]
    trees = {slot.material.node_tree for slot in slots if slot.material} - {None}
    return [node for tree in trees for node in tree.nodes if node.bl_idname == _IMAGE_NODE]


_IMAGE_NODE = "ShaderNodeTexImage"


def _packed_bytes(image: bpy.types.Image | None) -> int:
    return image.packed_file.size if image and image.packed_file else 0
