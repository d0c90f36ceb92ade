"""What kind of file some bytes are: a download is judged by its first bytes, not by its name."""

from __future__ import annotations

import enum

HEAD_BYTES = 512
"""How much of a file's beginning `matches` wants to see."""


class Kind(enum.StrEnum):
    """What a download should turn out to be. The value is how a person would say it."""

    GLB = "GLB model"
    FBX = "FBX model"
    OBJ = "OBJ model"
    MTL = "OBJ material"
    STL = "STL model"
    ZIP = "ZIP archive"
    """Also what USDZ and 3MF are."""
    BLEND = "Blender file"
    IMAGE = "picture"
    ANY = "file"


_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_STARTS: dict[Kind, tuple[bytes, ...]] = {
    Kind.GLB: (b"glTF",),
    # Binary FBX; the text form begins with a comment.
    Kind.FBX: (b"Kaydara FBX Binary", b"; FBX"),
    Kind.ZIP: _ZIP,
    # Plain, Zstandard and gzip.
    Kind.BLEND: (b"BLENDER", b"\x28\xb5\x2f\xfd", b"\x1f\x8b"),
    Kind.IMAGE: (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*"),
}
_PAGE_STARTS = (b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<error", b"<!--", b"<svg")


def matches(head: bytes, kind: Kind) -> bool:
    """Whether a file that begins with `head` can be of this kind.

    Strict where the kind has a mark of its own. OBJ, MTL and STL have none: there it's enough not
    to be something else (a web page, an error in XML or JSON).
    """
    if kind is Kind.IMAGE and head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    if kind in _STARTS:
        return head.startswith(_STARTS[kind])
    if not head or is_page(head):
        return False
    if kind is Kind.MTL:
        return b"\0" not in head
    if kind is Kind.OBJ:
        # Creative Lab delivers an OBJ with its material and texture in an archive.
        return b"\0" not in head or head.startswith(_ZIP)
    if kind is Kind.STL:
        return head.lstrip().startswith(b"solid") or len(head) >= 84
    return True


def is_page(head: bytes) -> bool:
    """Whether these are the first bytes of a web page or of an error message in XML or JSON."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return text.startswith((*_PAGE_STARTS, b'{"', b"{\n", b"{ "))
