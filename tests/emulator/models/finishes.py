"""The materials and colours that a prompt's words can ask for."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[float, float, float]
"""sRGB, 0 to 1"""


@dataclass(frozen=True)
class Finish:
    """A material: what a part's surface is like."""

    colour: Colour
    second: Colour
    """the pattern's colour, or what gathers in the creases of a metal"""
    metallic: float
    roughness: float
    pattern: str
    bump: float = 1.0
    weathering: float = 0.0
    """how much of the second colour gathers in creases and in patches"""


FINISHES = {
    "bronze": Finish((0.60, 0.40, 0.20), (0.30, 0.56, 0.48), 1.0, 0.36, "patina", 0.8, 0.85),
    "gold": Finish((0.98, 0.76, 0.33), (0.45, 0.27, 0.08), 1.0, 0.24, "patina", 0.5, 0.30),
    "silver": Finish((0.88, 0.88, 0.90), (0.22, 0.21, 0.22), 1.0, 0.26, "patina", 0.5, 0.35),
    "copper": Finish((0.86, 0.47, 0.32), (0.33, 0.63, 0.55), 1.0, 0.32, "patina", 0.6, 0.55),
    "iron": Finish((0.36, 0.36, 0.38), (0.45, 0.22, 0.10), 1.0, 0.52, "patina", 1.2, 0.75),
    "wood": Finish((0.56, 0.35, 0.18), (0.34, 0.19, 0.09), 0.0, 0.58, "grain", 0.9),
    "stone": Finish((0.60, 0.59, 0.56), (0.36, 0.40, 0.28), 0.0, 0.86, "patina", 1.9, 0.60),
    "marble": Finish((0.92, 0.91, 0.88), (0.45, 0.45, 0.48), 0.0, 0.22, "veins", 0.25),
    "jade": Finish((0.30, 0.58, 0.42), (0.62, 0.80, 0.62), 0.0, 0.18, "veins", 0.25),
    "clay": Finish((0.74, 0.40, 0.27), (0.55, 0.27, 0.17), 0.0, 0.82, "stripes", 1.0),
    "porcelain": Finish((0.94, 0.93, 0.89), (0.13, 0.25, 0.58), 0.0, 0.14, "flowers", 0.2),
    "leather": Finish((0.42, 0.23, 0.13), (0.24, 0.12, 0.07), 0.0, 0.48, "leather", 1.3),
}
FINISH_WORDS = {
    "brass": "gold",
    "golden": "gold",
    "steel": "silver",
    "metal": "iron",
    "rusty": "iron",
    "wooden": "wood",
    "oak": "wood",
    "carved": "wood",
    "rock": "stone",
    "granite": "stone",
    "terracotta": "clay",
    "ceramic": "porcelain",
    "emerald": "jade",
}
COLOURS: dict[str, Colour] = {
    "red": (0.74, 0.12, 0.10),
    "orange": (0.90, 0.45, 0.10),
    "yellow": (0.95, 0.77, 0.18),
    "green": (0.20, 0.52, 0.24),
    "blue": (0.14, 0.32, 0.68),
    "purple": (0.42, 0.20, 0.60),
    "pink": (0.93, 0.50, 0.62),
    "white": (0.92, 0.91, 0.88),
    "black": (0.07, 0.07, 0.08),
    "grey": (0.48, 0.48, 0.50),
    "gray": (0.48, 0.48, 0.50),
    "brown": (0.42, 0.26, 0.15),
    "teal": (0.08, 0.50, 0.52),
}
