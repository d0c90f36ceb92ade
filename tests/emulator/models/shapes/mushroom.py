"""Two mushrooms, one of them a house with a door."""

from __future__ import annotations

import bpy

from tests.emulator.models.parts import Part
from tests.emulator.models.shapes.kit import Kit

CAP = [
    (0.10, 0.0),
    (0.42, 0.03),
    (0.60, 0.10),
    (0.66, 0.17),
    (0.63, 0.28),
    (0.52, 0.42),
    (0.34, 0.54),
]
CAP += [(0.16, 0.60), (0.03, 0.615)]
STEM = [
    (0.20, 0.0),
    (0.31, 0.03),
    (0.33, 0.12),
    (0.28, 0.34),
    (0.24, 0.58),
    (0.25, 0.74),
    (0.12, 0.78),
]


def build() -> bpy.types.Object:
    kit = Kit()
    kit.lathe(
        [(0.5, 0.0), (0.62, 0.01), (0.60, 0.05), (0.45, 0.085), (0.08, 0.10)],
        Part.TRIM,
        segments=32,
        squash=0.9,
    )
    kit.lathe(STEM, Part.PALE, at=(0, 0, 0.05), segments=32)
    kit.lathe(CAP, Part.BODY, at=(0, 0, 0.70), segments=40)
    for x, y, z, size in [
        (0.0, -0.50, 1.12, 0.12),
        (0.36, -0.40, 1.04, 0.10),
        (-0.34, -0.36, 1.12, 0.09),
        (0.22, -0.17, 1.27, 0.09),
        (-0.13, -0.12, 1.29, 0.10),
        (-0.55, 0.08, 1.02, 0.11),
        (0.55, 0.10, 1.05, 0.10),
        (0.1, 0.42, 1.16, 0.12),
        (-0.30, 0.36, 1.14, 0.10),
    ]:
        kit.ball(
            (x, y, z),
            (size, size, size * 0.62),
            Part.PALE,
            turn=(-y * 110, x * 110, 0),
            segments=14,
            rings=8,
        )
    _door(kit)
    for x, y, height, width in [(0.45, -0.22, 0.30, 0.26), (-0.46, -0.12, 0.20, 0.18)]:
        kit.lathe(
            [(width * r, height * z) for r, z in STEM], Part.PALE, at=(x, y, 0.04), segments=16
        )
        kit.lathe(
            [(width * r, height * z) for r, z in CAP],
            Part.ACCENT,
            at=(x, y, 0.04 + height * 0.7),
            segments=20,
        )
    return kit.finish("mushroom")


def _door(kit: Kit) -> None:
    kit.box((0, -0.27, 0.24), (0.23, 0.12, 0.34), Part.TRIM, bevel=0.04, rounds=3, turn=(-8, 0, 0))
    kit.ball((0, -0.26, 0.40), (0.115, 0.06, 0.10), Part.TRIM, segments=18, rings=10)
    kit.ball((0.06, -0.342, 0.25), (0.02, 0.02, 0.02), Part.METAL, segments=10, rings=6)
    kit.ball((0, -0.245, 0.62), (0.085, 0.04, 0.085), Part.GLOW, segments=18, rings=10)
    kit.lathe(
        [(0.085, 0), (0.115, 0.01), (0.115, 0.03), (0.085, 0.04)],
        Part.TRIM,
        at=(0, -0.235, 0.62),
        turn=(90, 0, 0),
        segments=22,
    )
