"""Text that is wider than the room it has: broken into lines, or cut short. Knows no Blender."""

from __future__ import annotations

from collections.abc import Callable, Iterator

WidthOf = Callable[[str], float]
"""How wide a text is, in the unit of the room."""

_MORE = "…"


def lines(text: str, room: float, width_of: WidthOf, *, most: int = 0) -> list[str]:
    """`text` in lines of whole words; a word that is wider than the room is broken.

    With `most`, the last of so many lines ends in dots where the text goes on.
    """
    made = list(_all_lines(text, room, width_of))
    if not most or len(made) <= most:
        return made
    return [*made[: most - 1], shortened(" ".join(made[most - 1 :]), room, width_of)]


def shortened(text: str, room: float, width_of: WidthOf) -> str:
    """`text`, or as much of its beginning as there is room for, and dots."""
    if width_of(text) <= room:
        return text
    return text[: _fitting(text, room, width_of, ending=_MORE)].rstrip() + _MORE


def _all_lines(text: str, room: float, width_of: WidthOf) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and width_of(longer) > room:
            yield line
            longer = word
        line = longer
        while width_of(line) > room:
            count = max(1, _fitting(line, room, width_of))
            yield line[:count]
            line = line[count:]
    if line:
        yield line


def _fitting(text: str, room: float, width_of: WidthOf, *, ending: str = "") -> int:
    """How many characters of `text` have room with `ending` behind them."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle] + ending) <= room:
            low = middle
        else:
            high = middle - 1
    return low
