"""Images that were painted on and not saved: a .blend would be written without the paint."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import bpy
import numpy as np


def with_paint(objects: Iterable[bpy.types.Object], folder: Path) -> None:
    """Gives `objects` copies of those materials that show such images, with the paint in files.

    The files go to `folder`, uncompressed, as that is quickest. Main thread; about a second for
    4096 × 4096 pixels. The copies are the caller's to remove.
    """
    saved: dict[bpy.types.Image, bpy.types.Image] = {}
    copies: dict[bpy.types.Material, bpy.types.Material] = {}
    for thing in objects:
        for index, material in enumerate(thing.data.materials):
            if material and any(image.is_dirty for image in _images(material)):
                if material not in copies:
                    copies[material] = _copied(material, saved, folder)
                thing.data.materials[index] = copies[material]


def _copied(
    material: bpy.types.Material, saved: dict[bpy.types.Image, bpy.types.Image], folder: Path
) -> bpy.types.Material:
    copy = material.copy()
    for node in copy.node_tree.nodes:
        image = getattr(node, "image", None)
        if image and image.is_dirty:
            if image not in saved:
                saved[image] = _saved(image, folder / f"painted-{len(saved) + 1}.tga")
            node.image = saved[image]
    return copy


def _saved(image: bpy.types.Image, path: Path) -> bpy.types.Image:
    width, height = image.size
    pixels = np.empty(width * height * 4, np.float32)
    image.pixels.foreach_get(pixels)
    copy = bpy.data.images.new(image.name, width, height, alpha=image.depth in (32, 64, 128))
    # Before the pixels: to set these makes Blender forget what an image holds.
    copy.colorspace_settings.name = image.colorspace_settings.name
    copy.alpha_mode = image.alpha_mode
    copy.filepath_raw, copy.file_format = str(path), "TARGA_RAW"
    copy.pixels.foreach_set(pixels)
    copy.save()
    copy.source = "FILE"
    return copy


def _images(material: bpy.types.Material) -> Iterable[bpy.types.Image]:
    nodes = material.node_tree.nodes if material.node_tree else ()
    return (node.image for node in nodes if getattr(node, "image", None))
