"""The pictures in a GIF, which Blender can't read. Any thread.

Format: the GIF89a specification, www.w3.org/Graphics/GIF/spec-gif89a.txt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""(height, width, 4), the top row first."""

_LARGEST = 1 << 20
"""Pixels of one picture; previews have some 50,000."""
_MOST_FRAMES = 240
_NOT_CLEARED, _CLEARED, _PUT_BACK = 1, 2, 3


class NoGif(ValueError):
    """It isn't a GIF, or a damaged one."""


@dataclass(frozen=True)
class _Control:
    """What stands before a picture: what becomes of it afterwards, and which colour is none."""

    disposal: int = _NOT_CLEARED
    transparent: int | None = None


def is_gif(content: bytes) -> bool:
    return content[:6] in (b"GIF87a", b"GIF89a")


def gif_frames(content: bytes) -> list[Pixels]:
    """Every picture of the film, whole. Raises NoGif if there's none."""
    if not is_gif(content):
        raise NoGif("no GIF")
    try:
        frames = list(_Reader(content).frames())
    except (IndexError, ValueError) as error:
        raise NoGif("damaged") from error
    if not frames:
        raise NoGif("empty")
    return frames


class _Reader:
    """Goes through the blocks of one file."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 6
        width, height = self._word(), self._word()
        if not 0 < width * height <= _LARGEST:
            raise NoGif("too large")
        flags = self._byte()
        self._at += 2
        self._palette = self._colors(flags)
        self._canvas = np.zeros((height, width, 4), np.uint8)

    def frames(self) -> Iterator[Pixels]:
        control = _Control()
        for _ in range(_MOST_FRAMES * 4):
            if self._at >= len(self._content):
                return  # cut off: what is there is good
            mark = self._byte()
            if mark == 0x21:
                control = self._extension() or control
            elif mark == 0x2C:
                yield from self._picture(control)
                control = _Control()
            else:
                return

    def _extension(self) -> _Control | None:
        kind, data = self._byte(), self._blocks()
        if kind != 0xF9 or len(data) < 4:
            return None
        return _Control((data[0] >> 2) & 7, data[3] if data[0] & 1 else None)

    def _picture(self, control: _Control) -> Iterator[Pixels]:
        x, y, width, height = self._word(), self._word(), self._word(), self._word()
        flags = self._byte()
        palette = self._colors(flags) if flags & 0x80 else self._palette
        code_size = self._byte()
        indices = _unpacked(self._blocks(), code_size, width * height)
        if len(indices) < width * height or palette is None:
            return
        picture = np.frombuffer(indices, np.uint8).reshape(height, width)
        if flags & 0x40:
            picture = _in_order(picture)
        before = self._canvas.copy()
        there = self._canvas[y : y + height, x : x + width]
        picture = picture[: there.shape[0], : there.shape[1]]
        shown = np.ones(picture.shape, bool)
        if control.transparent is not None:
            shown = picture != control.transparent
        there[shown] = palette[np.minimum(picture[shown], len(palette) - 1)]
        yield self._canvas.copy()
        if control.disposal == _PUT_BACK:
            self._canvas = before
        elif control.disposal == _CLEARED:
            there[:] = 0

    def _colors(self, flags: int) -> Pixels | None:
        if not flags & 0x80:
            return None
        count = 2 << (flags & 7)
        raw = np.frombuffer(self._content, np.uint8, count * 3, self._at).reshape(-1, 3)
        self._at += count * 3
        return np.concatenate((raw, np.full((count, 1), 255, np.uint8)), axis=1)

    def _blocks(self) -> bytes:
        parts = []
        while size := self._byte():
            parts.append(self._content[self._at : self._at + size])
            self._at += size
        return b"".join(parts)

    def _byte(self) -> int:
        self._at += 1
        return self._content[self._at - 1]

    def _word(self) -> int:
        return self._byte() | self._byte() << 8


def _unpacked(data: bytes, code_size: int, wanted: int) -> bytes:
    """LZW, up to `wanted` bytes."""
    if not 1 <= code_size <= 11:
        raise NoGif("damaged")
    clear, end = 1 << code_size, (1 << code_size) + 1
    roots = [bytes((value,)) for value in range(min(clear, 256))]
    table = [*roots, *[b""] * (end + 1 - len(roots))]
    size, before = code_size + 1, b""
    made: list[bytes] = []
    bits = held = length = 0
    for byte in data:
        bits |= byte << held
        held += 8
        while held >= size:
            code = bits & ((1 << size) - 1)
            bits >>= size
            held -= size
            if code == clear:
                del table[end + 1 :]
                size, before = code_size + 1, b""
                continue
            if code == end or length >= wanted:
                return b"".join(made)[:wanted]
            if code < len(table):
                entry = table[code]
            elif before:
                entry = before + before[:1]
            else:
                raise NoGif("damaged")
            if before and len(table) < 4096:
                table.append(before + entry[:1])
                if len(table) == 1 << size and size < 12:
                    size += 1
            made.append(entry)
            length += len(entry)
            before = entry
    return b"".join(made)[:wanted]


def _in_order(picture: Pixels) -> Pixels:
    """Interlaced rows, put where they belong."""
    height = len(picture)
    rows = [
        row
        for begin, step in ((0, 8), (4, 8), (2, 4), (1, 2))
        for row in range(begin, height, step)
    ]
    ordered = np.empty_like(picture)
    ordered[rows] = picture
    return ordered
