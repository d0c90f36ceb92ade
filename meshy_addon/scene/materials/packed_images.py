"""A picture on disk as an image that is kept in the .blend."""

from __future__ import annotations

from pathlib import Path

import bpy


def load_packed(path: Path) -> bpy.types.Image | None:
    """The image without a path, as the glTF importer makes its own; None if it can't be read.

    An image that was packed from a path keeps that, and Blender's USD exporter looks for it there.
    Main thread.
    """
    content = path.read_bytes() if path.is_file() else b""
    if not content:
        return None
    image = bpy.data.images.new(path.stem, 8, 8)
    image.pack(data=content, data_len=len(content))
    image.source = "FILE"
    if image.size[0] == 0:
        bpy.data.images.remove(image)
        return None
    return image
