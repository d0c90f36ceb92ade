"""An armchair with a cushion."""

from __future__ import annotations

import bpy

from tests.emulator.models.parts import Part
from tests.emulator.models.shapes.kit import Kit


def build() -> bpy.types.Object:
    kit = Kit()
    kit.box((0, 0, 0.34), (0.78, 0.72, 0.13), Part.TRIM, bevel=0.03)
    kit.box((0, -0.03, 0.455), (0.66, 0.66, 0.16), Part.BODY, bevel=0.07, rounds=4)
    kit.box((0, 0.30, 0.80), (0.74, 0.15, 0.74), Part.BODY, bevel=0.07, rounds=4, turn=(-11, 0, 0))
    kit.box(
        (0, 0.17, 0.62), (0.44, 0.14, 0.34), Part.ACCENT, bevel=0.065, rounds=4, turn=(-20, 0, 9)
    )
    for side in (-1, 1):
        kit.box((side * 0.385, -0.02, 0.53), (0.12, 0.66, 0.32), Part.BODY, bevel=0.055, rounds=4)
        kit.box((side * 0.385, -0.05, 0.70), (0.15, 0.62, 0.05), Part.TRIM, bevel=0.022, rounds=3)
        for y, lean in ((-0.28, 7), (0.28, -9)):
            _leg(kit, side * 0.31, y, lean, side)
        for step in range(2):
            kit.ball(
                (side * 0.16, 0.185 + 0.045 * step, 0.86 + 0.17 * step),
                (0.022, 0.014, 0.022),
                Part.METAL,
                segments=10,
                rings=6,
            )
    kit.tube(
        [(-0.34, 0.375, 1.155), (-0.2, 0.39, 1.185), (0.2, 0.39, 1.185), (0.34, 0.375, 1.155)],
        [0.03, 0.04, 0.04, 0.03],
        Part.TRIM,
        segments=12,
    )
    return kit.finish("chair")


def _leg(kit: Kit, x: float, y: float, lean: float, side: int) -> None:
    kit.lathe(
        [(0.025, 0.03), (0.03, 0.05), (0.036, 0.12), (0.05, 0.22), (0.046, 0.25), (0.056, 0.30)],
        Part.TRIM,
        at=(x, y, 0),
        turn=(lean, side * -6, 0),
        segments=16,
    )
    kit.lathe(
        [(0.022, 0.0), (0.028, 0.01), (0.032, 0.055), (0.030, 0.06)],
        Part.METAL,
        at=(x, y, 0),
        turn=(lean, side * -6, 0),
        segments=16,
    )
