"""Pictures of the .blend to disk, with what they were made from in the file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import bpy

from ...jobs.folders import make_folder, writing_to
from ...jobs.png_text import is_png, with_texts
from ..provenance import read
from .held import pixels_of
from .sendable import write_png


def write_picture(image: bpy.types.Image, path: Path) -> None:
    """Writes `image` as it looks now to the PNG `path`, its prompt in the metadata. Main thread.

    Raises CannotWrite, and InvalidParameter for an image without pixels.
    """
    content = with_texts(_png(image), _texts(image))
    with writing_to(path):
        make_folder(path.parent)
        unfinished = path.with_name(f".{path.name}.part")
        unfinished.write_bytes(content)
        unfinished.replace(path)


def _png(image: bpy.types.Image) -> bytes:
    """What came from the service, if that is a PNG and nobody has painted over it."""
    if image.packed_file and not image.is_dirty and is_png(image.packed_file.data):
        return bytes(image.packed_file.data)
    with tempfile.TemporaryDirectory(prefix="meshy-") as folder:
        path = Path(folder) / "picture.png"
        write_png(pixels_of("output", image), path)
        return path.read_bytes()


def _texts(image: bpy.types.Image) -> dict[str, str]:
    """By the keywords of the PNG specification."""
    origin = read(image)
    if origin is None:
        return {"Title": image.name}
    return {
        "Title": image.name,
        "Description": origin.prompt,
        "Software": f"Meshy ({origin.ai_model})" if origin.ai_model else "Meshy",
        "Source": f"{origin.task_type} {origin.task_id}",
        "Creation Time": origin.created_at,
    }
