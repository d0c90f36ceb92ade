"""An artist's picture as the service takes it: whatever Blender can read becomes a PNG."""

from __future__ import annotations

import base64
import binascii
import hashlib
import uuid
from dataclasses import asdict
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from ...api.attachments import MAX_PICTURE_BYTES
from ...api.errors import InvalidParameter
from ...api.frozen import frozen
from ...jobs.postponed import postponed
from .formats import EXTENSIONS, PictureFile, examine

Pixels = NDArray[np.float32]
"""Rows from the bottom, (height, width, RGBA), 0 to 1 in sRGB once they are ready to be written."""


LONGEST_SIDE_PX = 4096
"""The finest texture that Meshy makes has as many: no larger picture can show in a result."""
LARGE_BYTES = 4_000_000
"""What is larger may be sent as JPEG instead, where no transparency would be lost."""
JPEG_QUALITY = 95


@frozen
class Recipe:
    """How a picture that isn't sent as it is becomes the one that is."""

    parameter: str
    source: str
    """A path."""
    orientation: int = 1
    """EXIF's number."""
    is_reducible: bool = False
    """Whether it may be scaled down to `LONGEST_SIDE_PX`."""
    may_be_jpeg: bool = False
    is_sendable: bool = False
    """Whether the source could be sent as well."""


def ready_picture(
    parameter: str,
    value: str,
    accepted: tuple[str, ...],
    folder: Path,
    *,
    keep: bool = False,
    later: bool = False,
) -> str:
    """`value` as a URL, a data URI or the path of a file in one of the `accepted` formats.

    `value` is a URL, a data URI or a path (`~` and Blender's `//` work). `accepted` are extensions
    ("jpg", "png"); what a file is, its content says. A file in another format, or in a kind of
    these formats that simpler readers get wrong (16 bits, CMYK, animated, turned by EXIF), is
    written anew into `folder`; one that is larger than the service can use too, unless it's to be
    `keep`t. With `later` a large one is only noted, for the background Blender. Main thread.
    Raises InvalidParameter for what is missing, empty, too large or not a picture.
    """
    value = value.strip()
    if not value:
        raise InvalidParameter(parameter, f"{parameter}: no picture was given.")
    if value.lower().startswith(("http://", "https://")):
        return value
    is_data = value.lower().startswith("data:")
    path = (
        _unpacked(parameter, value, folder)
        if is_data
        else Path(bpy.path.abspath(value)).expanduser()
    )
    picture = _examined(parameter, path)
    is_large = path.stat().st_size > LARGE_BYTES
    is_ready = _is_ready(picture, accepted)
    is_wasteful = picture.format != "jpeg" or picture.longest_side_px > LONGEST_SIDE_PX
    if is_ready and (keep or not (is_large and is_wasteful)):
        return value if is_data else str(path)
    recipe = Recipe(
        parameter,
        str(path),
        picture.orientation,
        is_reducible=not keep,
        may_be_jpeg=is_large and not keep and "jpg" in accepted,
        is_sendable=is_ready,
    )
    folder.mkdir(parents=True, exist_ok=True)
    if later and is_large:
        return str(postponed(folder / f"{path.stem}-{uuid.uuid4().hex[:8]}", asdict(recipe)))
    return str(_converted(recipe, folder))


def write_postponed(recipe: dict[str, Any], path: Path) -> None:
    """Write what `ready_picture` has only noted. In a background Blender, or in process.

    Raises InvalidParameter.
    """
    _converted(Recipe(**recipe), path.parent).replace(path)


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
        if size:
            _check_size(parameter, path)
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


def _converted(recipe: Recipe, folder: Path) -> Path:
    """A file in `folder` that shows what the source shows."""
    source = Path(recipe.source)
    limit_px = LONGEST_SIDE_PX if recipe.is_reducible else None
    pixels = _turned(_read(recipe.parameter, source, limit_px), recipe.orientation)
    as_jpeg = recipe.may_be_jpeg and bool(pixels[..., 3].min() == 1)
    mark = hashlib.sha256(pixels.tobytes()).hexdigest()[:8]
    path = folder / f"{source.stem}-{mark}{'.jpg' if as_jpeg else '.png'}"
    if as_jpeg:
        _write_jpeg(pixels, path)
    else:
        write_png(pixels, path)
    if recipe.is_sendable and path.stat().st_size >= source.stat().st_size:
        path.write_bytes(source.read_bytes())
    _check_size(recipe.parameter, path)
    return path


def _read(parameter: str, path: Path, limit_px: int | None) -> Pixels:
    try:
        image = bpy.data.images.load(str(path))
    except RuntimeError as error:
        raise _unreadable(parameter, path) from error
    try:
        width, height = image.size
        if limit_px and max(width, height) > limit_px:
            share = limit_px / max(width, height)
            image.scale(max(1, round(width * share)), max(1, round(height * share)))
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
    """Write `pixels` to `path`. Main thread."""
    _write(pixels, path, "PNG", has_alpha=bool(pixels[..., 3].min() < 1))


def _write_jpeg(pixels: Pixels, path: Path) -> None:
    _write(pixels, path, "JPEG", has_alpha=False, quality=JPEG_QUALITY)


def _write(pixels: Pixels, path: Path, format: str, *, has_alpha: bool, **options: Any) -> None:
    height, width = pixels.shape[:2]
    image = bpy.data.images.new("Meshy", width, height, alpha=has_alpha)
    try:
        image.file_format = format
        image.filepath_raw = str(path)
        image.alpha_mode = "STRAIGHT"
        image.pixels.foreach_set(pixels.ravel())
        image.save(**options)
    finally:
        bpy.data.images.remove(image)
