"""What kind of picture a file is, by its first bytes: extensions lie. Knows no Blender."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

from ...api.frozen import frozen

_HEAD_BYTES = 64
_TAIL_BYTES = 1_000_000

EXTENSIONS = {"jpeg": ("jpg", "jpeg"), "png": ("png",), "webp": ("webp",)}
"""By format, for those that a service may accept as they are."""


@frozen
class PictureFile:
    """`format` is "jpeg", "png", "webp", …, empty for what has no signature that we know."""

    format: str
    is_whole: bool = True
    """False if its end is missing."""
    is_plain: bool = True
    """Eight bits of grey or RGB(A): not 16 bits, CMYK or an animation, which readers of a simpler
    kind get wrong."""
    orientation: int = 1
    """EXIF's number, 1 to 8: how a camera held sideways wants its picture turned."""
    longest_side_px: int = 0
    """0 where the format doesn't tell at once."""


def examine(path: Path) -> PictureFile:
    """Reads a few hundred bytes of `path`. Any thread. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        format = _format(head)
        if format == "png":
            return _examine_png(file)
        if format == "jpeg":
            return _examine_jpeg(file)
        return PictureFile(format)


def _format(head: bytes) -> str:
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return "avif" if head[8:12] in (b"avif", b"avis") else "heic"
    signatures = {
        b"\x89PNG\r\n\x1a\n": "png",
        b"\xff\xd8\xff": "jpeg",
        b"GIF8": "gif",
        b"II*\0": "tiff",
        b"MM\0*": "tiff",
        b"\x76\x2f\x31\x01": "exr",
        b"#?": "hdr",
        b"BM": "bmp",
        b"8BPS": "psd",
        b"\0\0\0\x0cjP": "jp2",
        b"%PDF": "pdf",
        b"glTF": "glb",
        b"BLENDER": "blend",
    }
    return next((name for start, name in signatures.items() if head.startswith(start)), "")


def _examine_png(file: BinaryIO) -> PictureFile:
    """Walks the chunks: https://www.w3.org/TR/png-3/#5Chunk-layout."""
    file.seek(8)
    depth, side, is_animated = 8, 0, False
    while len(header := file.read(8)) == 8:
        length, kind = struct.unpack(">I4s", header)
        if kind == b"IEND":
            is_plain = depth <= 8 and not is_animated
            return PictureFile("png", is_plain=is_plain, longest_side_px=side)
        if kind == b"IHDR":
            body = file.read(length)
            if len(body) > 8:
                side, depth = max(struct.unpack(">II", body[:8])), body[8]
            file.seek(4, 1)
        else:
            is_animated = is_animated or kind == b"acTL"
            file.seek(length + 4, 1)
    return PictureFile("png", is_whole=False)


def _examine_jpeg(file: BinaryIO) -> PictureFile:
    """Walks the segments up to the picture's data: ITU-T T.81, annex B."""
    file.seek(2)
    components, side, orientation = 0, 0, 1
    while len(marker := file.read(4)) == 4 and marker[0] == 0xFF:
        kind, length = marker[1], struct.unpack(">H", marker[2:])[0]
        if kind == 0xFF:  # a fill byte before the marker
            file.seek(-3, 1)
            continue
        if kind == 0xDA:
            return PictureFile(
                "jpeg",
                is_whole=_has_end(file),
                is_plain=components in (1, 3),
                orientation=orientation,
                longest_side_px=side,
            )
        body = file.read(length - 2)
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC) and len(body) > 5:
            side, components = max(struct.unpack(">HH", body[1:5])), body[5]
        elif kind == 0xE1 and body.startswith(b"Exif\0\0"):
            orientation = _exif_orientation(body[6:])
    return PictureFile("jpeg", is_whole=False)


def _has_end(file: BinaryIO) -> bool:
    """Whether the end marker is there; phones append a film or a second picture behind it."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL_BYTES))
    return b"\xff\xd9" in file.read()


def _exif_orientation(tiff: bytes) -> int:
    """Tag 0x0112 of the first directory: Exif 2.32, 4.6.4."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    start = struct.unpack(f"{order}I", tiff[4:8])[0]
    for offset in range(start + 2, len(tiff) - 11, 12):
        tag, _, _, value = struct.unpack(f"{order}HHIH", tiff[offset : offset + 10])
        if tag == 0x0112:
            return value if 1 <= value <= 8 else 1
    return 1
