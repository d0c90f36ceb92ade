"""What a 3MF file says of itself, without reading its millions of triangles. Any thread."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from ..api.errors import Nonsense

_HEAD_BYTES = 1024 * 1024
"""Colours stand before the triangles."""
_MOST_COLORS = 64
_COLOR = re.compile(
    rb"(?:displaycolor|\bcolor)\s*=\s*[\"']#([0-9a-fA-F]{6})(?:[0-9a-fA-F]{2})?[\"']"
)


def colors_of(path: Path) -> tuple[str, ...]:
    """The palette of the 3MF at `path`, as "#rrggbb", in the file's order, each once.

    Raises Nonsense for what is no 3MF.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            models = [name for name in archive.namelist() if name.lower().endswith(".model")]
            if not models:
                raise Nonsense("The 3MF file that Meshy sent holds no model.")
            found: dict[str, None] = {}
            for name in models:
                with archive.open(name) as model:
                    head = model.read(_HEAD_BYTES)
                found.update({f"#{color.decode().lower()}": None for color in _COLOR.findall(head)})
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as error:
        raise Nonsense("The 3MF file that Meshy sent is damaged.") from error
    return tuple(found)[:_MOST_COLORS]
