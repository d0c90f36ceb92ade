"""PNG files: plain ones, and texts in them that tell where the picture came from. Any thread."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_OWN = (b"tEXt", b"iTXt", b"zTXt")


def png(width: int, rgba: bytes) -> bytes:
    """A PNG of 8-bit RGBA pixels, row by row from the top."""
    rows = [rgba[at : at + width * 4] for at in range(0, len(rgba), width * 4)]
    header = struct.pack(">IIBBBBB", width, len(rows), 8, 6, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", data), _chunk(b"IEND", b""))
    return b"".join((_SIGNATURE, *chunks))


def is_png(content: bytes) -> bool:
    return content.startswith(_SIGNATURE)


def with_texts(content: bytes, texts: Mapping[str, str]) -> bytes:
    """The PNG `content` with `texts` by their keywords ("Description", "Software", …).

    Keywords as in the PNG specification, 11.3.3; texts may be any Unicode. Raises ValueError for
    what isn't a PNG.
    """
    chunks = list(_chunks(content))
    header, rest = chunks[0], [chunk for chunk in chunks[1:] if not _says(chunk, texts)]
    own = [_chunk(b"iTXt", _itxt(keyword, text)) for keyword, text in texts.items() if text]
    return b"".join((_SIGNATURE, header, *own, *rest))


def texts_in(content: bytes) -> dict[str, str]:
    """The texts of a PNG that aren't compressed. Raises ValueError for what isn't a PNG."""
    texts = {}
    for chunk in _chunks(content):
        kind, data = chunk[4:8], chunk[8:-4]
        keyword, _, rest = data.partition(b"\0")
        if kind == b"tEXt":
            texts[keyword.decode("latin-1")] = rest.decode("latin-1")
        elif kind == b"iTXt" and rest[:1] == b"\0":
            texts[keyword.decode("latin-1")] = rest[2:].split(b"\0", 2)[2].decode(errors="replace")
    return texts


def _chunks(content: bytes) -> Iterator[bytes]:
    """Each with its length and its check sum."""
    if not is_png(content):
        raise ValueError("no PNG")
    at = len(_SIGNATURE)
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        yield content[at : at + 12 + length]
        at += 12 + length


def _says(chunk: bytes, texts: Mapping[str, str]) -> bool:
    keyword = chunk[8:].partition(b"\0")[0].decode("latin-1")
    return chunk[4:8] in _OWN and keyword in texts


def _itxt(keyword: str, text: str) -> bytes:
    # Not compressed, in no particular language.
    return keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
