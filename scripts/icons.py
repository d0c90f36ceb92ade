"""Draws the extension's own icons: `.venv/bin/python scripts/icons.py` writes icons/*.png.

Like Blender's: one colour on nothing, thin lines on a grid of 16 units, twice as many pixels. Each
comes in the colour that dark themes write in and in that of light ones.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from environment import REPOSITORY
from PIL import Image, ImageDraw

UNITS = 16
PIXELS = 32
_FINE = 16
"""Drawn so many times larger: Pillow's lines have hard edges."""
COLORS = {"on_dark": (230, 230, 230), "on_light": (38, 38, 38)}


class Pen:
    """Draws in units, y downwards, into a mask."""

    def __init__(self) -> None:
        self.scale = PIXELS * _FINE / UNITS
        self.mask = Image.new("L", (PIXELS * _FINE, PIXELS * _FINE), 0)
        self._draw = ImageDraw.Draw(self.mask)

    def line(self, *points: tuple[float, float], width: float = 1.4) -> None:
        path = [(x * self.scale, y * self.scale) for x, y in points]
        self._draw.line(path, fill=255, width=round(width * self.scale), joint="curve")
        for x, y in path:  # round ends
            half = width * self.scale / 2
            self._draw.ellipse((x - half, y - half, x + half, y + half), fill=255)

    def fill(self, *points: tuple[float, float], clear: bool = False) -> None:
        path = [(x * self.scale, y * self.scale) for x, y in points]
        self._draw.polygon(path, fill=0 if clear else 255)

    def spark(self, x: float, y: float, size: float, *, clear: bool = False) -> None:
        """A star of four rays."""
        waist = size * 0.24
        outline = []
        for ray in ((0, -1), (1, 0), (0, 1), (-1, 0)):
            outline.append((x + ray[0] * size, y + ray[1] * size))
            turned = (ray[0] - ray[1], ray[0] + ray[1])
            outline.append((x + turned[0] * waist, y + turned[1] * waist))
        self.fill(*outline, clear=clear)


def meshy(pen: Pen) -> None:
    """A cube with a spark at its corner: a thing that came about."""
    top, left, right, low = (6.6, 3.4), (1.6, 6.2), (11.6, 6.2), (6.6, 14.6)
    middle, low_left, low_right = (6.6, 9.0), (1.6, 11.8), (11.6, 11.8)
    pen.line(top, left, low_left, low, low_right, right, top)
    pen.line(left, middle, right)
    pen.line(middle, low)
    pen.spark(11.9, 4.1, 5.2, clear=True)
    pen.spark(11.9, 4.1, 3.6)


def generate(pen: Pen) -> None:
    """A large spark and a small one."""
    pen.spark(6.8, 9.0, 6.2)
    pen.spark(12.9, 3.6, 2.9)


ICONS: dict[str, Callable[[Pen], None]] = {"meshy": meshy, "generate": generate}


def main() -> int:
    folder = REPOSITORY / "icons"
    folder.mkdir(exist_ok=True)
    for name, drawn in ICONS.items():
        pen = Pen()
        drawn(pen)
        mask = pen.mask.resize((PIXELS, PIXELS), Image.Resampling.LANCZOS)
        for theme, color in COLORS.items():
            icon = Image.new("RGBA", (PIXELS, PIXELS), (*color, 0))
            icon.putalpha(mask)
            path = folder / f"{name}_{theme}.png"
            icon.save(path, optimize=True)
            print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
