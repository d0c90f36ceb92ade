"""Pictures that Blender holds, an image of the .blend or the last render, as files to be sent."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import bpy
import numpy as np

from ...api.errors import InvalidParameter
from ...jobs.folders import make_folder, safe_name, writing_to
from ...jobs.job import Job
from .sendable import Pixels, displayed, write_png

_RENDER_RESULT = "Render Result"
FOLDER = "pictures"
"""Of the state folder: pictures that were written out to be sent."""
_KEPT_S = 30 * 24 * 3600.0
"""So long after its last use a picture can still be sent again."""


def image_file(parameter: str, image: bpy.types.Image, state: Path) -> str:
    """The path of a file that shows `image` as it looks now. Main thread.

    Its own file where that is up to date, else a PNG in `state`. Raises InvalidParameter for an
    image without pixels, CannotWrite.
    """
    if image.source == "FILE" and not image.is_dirty and not image.packed_file:
        path = Path(bpy.path.abspath(image.filepath, library=image.library))
        if path.is_file():
            return str(path)
    if content := _sent_as_it_is(image):
        return str(_kept(image, content, state))
    pixels = pixels_of(parameter, image)
    mark = hashlib.sha256(pixels.tobytes()).hexdigest()[:12]
    path = make_folder(state / FOLDER) / f"{safe_name(Path(image.name).stem)}-{mark}.png"
    if path.exists():
        path.touch()  # it's in use again
    else:
        write_png(pixels, path)
    return str(path)


def render_file(parameter: str, scene: bpy.types.Scene, state: Path) -> str:
    """The path of a PNG that shows the last render, with its view transform. Main thread.

    Raises InvalidParameter if nothing was rendered yet, CannotWrite.
    """
    image = bpy.data.images.get(_RENDER_RESULT)
    path = make_folder(state / FOLDER) / "render.png"
    path.unlink(missing_ok=True)
    if image is not None and image.type == "RENDER_RESULT":
        _save_render(image, scene, path)
    if not path.is_file():
        raise InvalidParameter(parameter, "There is no render yet: press F12 first.")
    mark = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return str(path.replace(path.with_name(f"render-{mark}.png")))


def remove_old(state: Path) -> None:
    """Remove the pictures that were written out a month ago and that no job waits to send.

    Worker thread. Raises CannotWrite.
    """
    # Here, not above: SQLite is of no use where no job ever ran.
    from ...jobs.journal import Journal

    latest = time.time() - _KEPT_S
    with writing_to(state / FOLDER):
        old = [path for path in (state / FOLDER).glob("*") if path.stat().st_mtime < latest]
    if not old or not (state / "jobs.sqlite").is_file():
        return
    journal = Journal(state / "jobs.sqlite")
    try:
        needed = {text for record in journal.unfinished() for text in _texts(record.job)}
    finally:
        journal.close()
    for path in old:
        if str(path) not in needed:
            with writing_to(path):
                path.unlink(missing_ok=True)


def _texts(job: Job) -> Iterator[object]:
    for step in job.steps:
        for value in step.values.values():
            yield from value if isinstance(value, list | tuple) else (value,)


def _save_render(image: bpy.types.Image, scene: bpy.types.Scene, path: Path) -> None:
    """Write a PNG of 8 bits, whatever the scene's own output is set to."""
    settings = scene.render.image_settings
    wanted = {"file_format": "PNG", "color_mode": "RGBA", "color_depth": "8"}
    if hasattr(settings, "media_type"):  # came with 5.0; videos have no PNG among their formats
        wanted = {"media_type": "IMAGE", **wanted}
    before = {name: getattr(settings, name) for name in wanted}
    try:
        for name, value in wanted.items():
            setattr(settings, name, value)
        image.save_render(str(path), scene=scene)
    except RuntimeError:
        return  # nothing was rendered yet
    finally:
        for name, value in before.items():
            setattr(settings, name, value)


def _sent_as_it_is(image: bpy.types.Image) -> bytes:
    """The file within the .blend, if it's in a format that needs no conversion."""
    if image.is_dirty or not image.packed_file or len(image.packed_files) > 1:
        return b""
    content = bytes(image.packed_file.data)
    return content if content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) else b""


def _kept(image: bpy.types.Image, content: bytes, state: Path) -> Path:
    mark = hashlib.sha256(content).hexdigest()[:12]
    suffix = ".png" if content.startswith(b"\x89PNG") else ".jpg"
    path = make_folder(state / FOLDER) / f"{safe_name(Path(image.name).stem)}-{mark}{suffix}"
    if not path.exists():
        path.write_bytes(content)
    return path


def pixels_of(parameter: str, image: bpy.types.Image) -> Pixels:
    """What `image` shows, ready to be written. Raises InvalidParameter if it has no pixels."""
    width, height = image.size
    pixels = np.empty(width * height * 4, np.float32)
    if not width or len(image.pixels) != len(pixels):
        raise InvalidParameter(parameter, f"The image {image.name} has no pixels to send.")
    image.pixels.foreach_get(pixels)
    pixels = pixels.reshape(height, width, 4)
    if not image.is_float:
        return pixels
    return displayed(pixels, is_premultiplied=image.alpha_mode == "PREMUL")
