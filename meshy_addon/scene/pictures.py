"""An artist's picture as the service takes it: whatever Blender can read becomes a PNG."""

from __future__ import annotations

import base64
import binascii
import hashlib
from pathlib import Path

import bpy
import numpy as np
from numpy.typing import NDArray

from ..api.attachments import MAX_PICTURE_BYTES
from ..api.errors import InvalidParameter
from .picture_formats import EXTENSIONS, PictureFile, examine

Pixels = NDArray[np.float32]
"""Rows from the bottom, (height, width, RGBA), 0 to 1 in sRGB once they are ready to be written."""


def ready_picture(parameter: str, value: str, accepted: tuple[str, ...], folder: Path) -> str:
    """`value` as a URL, a data URI or the path of a file in one of the `accepted` formats.

    `value` is a URL, a data URI or a path (`~` and Blender's `//` work). `accepted` are extensions
    ("jpg", "png"); what a file is, its content says. A file in another format, or in a kind of
    these formats that simpler readers get wrong (16 bits, CMYK, animated, turned by EXIF), is
    written anew into `folder`. Main thread.
    Raises InvalidParameter for what is missing, empty, too large or not a picture.
    """
    value = value.strip()
    if not value:
        raise InvalidParameter(parameter, f"{parameter}: no picture was given.")
    if value.lower().startswith(("http://", "https://")):
        return value
    if value.lower().startswith("data:"):
        path = _unpacked(parameter, value, folder)
        picture = _examined(parameter, path)
        return value if _is_ready(picture, accepted) else _converted(parameter, path, folder)
    path = Path(bpy.path.abspath(value)).expanduser()
    picture = _examined(parameter, path)
    if _is_ready(picture, accepted):
        return str(path)
    return _converted(parameter, path, folder, picture.orientation)


def _unpacked(parameter: str, uri: str, folder: Path) -> Path:
    """The picture in a data URI, as a file."""
    header, comma, text = uri.partition(",")
    try:
        if not comma or not header.lower().endswith(";base64"):
            raise ValueError("not base64")
        content = base64.b64decode("".join(text.split()), validate=True)
    except (ValueError, binascii.Error) as error:
        raise InvalidParameter(
            parameter,
            f"{parameter}: the data URI can't be read; it should begin with"
            ' "data:image/png;base64," and go on in base64.',
        ) from error
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"data-uri-{hashlib.sha256(content).hexdigest()[:12]}"
    path.write_bytes(content)
    return path


def _examined(parameter: str, path: Path) -> PictureFile:
    try:
        if path.is_dir():
            raise InvalidParameter(parameter, f"{parameter}: {path.name} is a folder.")
        size = path.stat().st_size
        picture = examine(path)
    except FileNotFoundError as error:
        raise InvalidParameter(parameter, f"{parameter}: there is no file {path}.") from error
    except OSError as error:
        reason = error.strerror or "it can't be read"
        raise InvalidParameter(
            parameter, f"{parameter}: {path.name} can't be read ({reason})."
        ) from error
    if size == 0:
        raise InvalidParameter(parameter, f"{parameter}: {path.name} is empty.")
    _check_size(parameter, path)
    if not picture.is_whole:
        raise InvalidParameter(
            parameter, f"{parameter}: {path.name} is damaged: its end is missing."
        )
    return picture


def _check_size(parameter: str, path: Path) -> None:
    if path.stat().st_size > MAX_PICTURE_BYTES:
        raise InvalidParameter(
            parameter,
            f"{parameter}: {path.name} is larger than the {MAX_PICTURE_BYTES // 1_000_000} MB"
            " that Meshy takes.",
        )


def _is_ready(picture: PictureFile, accepted: tuple[str, ...]) -> bool:
    extensions = EXTENSIONS.get(picture.format, ())
    return (
        picture.is_plain
        and picture.orientation == 1
        and any(extension in accepted for extension in extensions)
    )


def _converted(parameter: str, path: Path, folder: Path, orientation: int = 1) -> str:
    """The path of a PNG in `folder` that shows what `path` shows."""
    pixels = _turned(_read(parameter, path), orientation)
    folder.mkdir(parents=True, exist_ok=True)
    mark = hashlib.sha256(pixels.tobytes()).hexdigest()[:8]
    png = folder / f"{path.stem}-{mark}.png"
    write_png(pixels, png)
    _check_size(parameter, png)
    return str(png)


def _read(parameter: str, path: Path) -> Pixels:
    try:
        image = bpy.data.images.load(str(path))
    except RuntimeError as error:
        raise _unreadable(parameter, path) from error
    try:
        width, height = image.size
        pixels = np.empty(width * height * 4, np.float32)
        if not width or len(image.pixels) != len(pixels):
            raise _unreadable(parameter, path)
        image.pixels.foreach_get(pixels)
        is_linear = image.is_float
        is_premultiplied = is_linear and image.alpha_mode == "PREMUL"
    finally:
        bpy.data.images.remove(image)
    if not pixels.any():  # what Blender makes of a WebP animation: nothing at all
        raise _unreadable(parameter, path)
    pixels = pixels.reshape(height, width, 4)
    return displayed(pixels, is_premultiplied=is_premultiplied) if is_linear else pixels


def _unreadable(parameter: str, path: Path) -> InvalidParameter:
    return InvalidParameter(
        parameter,
        f"{parameter}: {path.name} is not a picture that Blender can read; save it as PNG or JPEG.",
    )


def displayed(pixels: Pixels, *, is_premultiplied: bool) -> Pixels:
    """Linear light to sRGB. What is brighter than white is dimmed as a whole, but for glints."""
    color, alpha = np.nan_to_num(pixels[..., :3]).clip(0), pixels[..., 3:].clip(0, 1)
    if is_premultiplied:
        color = np.divide(color, alpha, out=np.zeros_like(color), where=alpha > 0)
    visible = color[alpha[..., 0] > 0]
    brightest = float(np.percentile(visible.max(axis=1), 99.5)) if len(visible) else 1.0
    color = (color / max(1.0, brightest)).clip(0, 1)
    encoded = np.where(color <= 0.0031308, color * 12.92, 1.055 * color ** (1 / 2.4) - 0.055)
    return np.concatenate([encoded, alpha], axis=2).astype(np.float32)


def _turned(pixels: Pixels, orientation: int) -> Pixels:
    """As the camera was held: Exif 2.32, 4.6.4 A. Rows run from the bottom here."""
    upright = pixels[::-1]
    if orientation in (5, 6, 7, 8):
        upright = upright.transpose(1, 0, 2)
    if orientation in (2, 3, 6, 7):
        upright = upright[:, ::-1]
    if orientation in (3, 4, 7, 8):
        upright = upright[::-1]
    return np.ascontiguousarray(upright[::-1])


def write_png(pixels: Pixels, path: Path) -> None:
    height, width = pixels.shape[:2]
    has_alpha = bool(pixels[..., 3].min() < 1)
    image = bpy.data.images.new("Meshy", width, height, alpha=has_alpha)
    try:
        image.file_format = "PNG"
        image.filepath_raw = str(path)
        image.alpha_mode = "STRAIGHT"
        image.pixels.foreach_set(pixels.ravel())
        image.save()
    finally:
        bpy.data.images.remove(image)
