"""An owl on a branch."""

from __future__ import annotations

import bpy

from tests.emulator.models.parts import Part
from tests.emulator.models.shapes.kit import Kit


def build() -> bpy.types.Object:
    kit = Kit()
    _perch(kit)
    kit.lathe(
        [(0.10, 0.14), (0.24, 0.17), (0.36, 0.30), (0.43, 0.50), (0.44, 0.72), (0.40, 0.93)]
        + [(0.34, 1.10), (0.30, 1.22), (0.20, 1.30), (0.05, 1.33)],
        Part.BODY,
        segments=32,
        squash=0.88,
    )
    kit.ball((0, -0.115, 0.60), (0.33, 0.30, 0.42), Part.PALE, segments=26, rings=14)
    kit.ball((0, -0.01, 1.34), (0.41, 0.37, 0.33), Part.BODY, segments=30, rings=18)
    for side in (-1, 1):
        _wing(kit, side)
        _face(kit, side)
        _foot(kit, side)
    kit.lathe(
        [(0.075, 0.0), (0.07, 0.05), (0.045, 0.13), (0.01, 0.19)],
        Part.ACCENT,
        at=(0, -0.36, 1.32),
        turn=(152, 0, 0),
        segments=14,
    )
    kit.box((0, 0.36, 0.22), (0.30, 0.10, 0.46), Part.TRIM, bevel=0.045, turn=(32, 0, 0), taper=0.8)
    return kit.finish("owl")


def _perch(kit: Kit) -> None:
    kit.tube(
        [(-0.72, 0.02, 0.09), (-0.45, 0.0, 0.085), (0.0, 0.01, 0.095), (0.42, -0.02, 0.085)]
        + [(0.74, 0.0, 0.12)],
        [0.075, 0.088, 0.09, 0.085, 0.07],
        Part.TRIM,
        segments=16,
    )
    kit.tube(
        [(0.40, -0.01, 0.11), (0.52, -0.06, 0.21), (0.56, -0.07, 0.30)],
        [0.05, 0.036, 0.022],
        Part.TRIM,
        segments=10,
    )


def _wing(kit: Kit, side: int) -> None:
    kit.ball(
        (side * 0.40, 0.04, 0.70),
        (0.10, 0.25, 0.42),
        Part.TRIM,
        turn=(-10, side * 8, side * -8),
        segments=20,
        rings=14,
    )
    for step, (y, z) in enumerate([(0.18, 0.42), (0.10, 0.35), (0.02, 0.31)]):
        kit.ball(
            (side * (0.405 - 0.012 * step), y, z),
            (0.05, 0.075, 0.17),
            Part.ACCENT if step == 1 else Part.TRIM,
            turn=(-22 + 9 * step, 0, 0),
            segments=12,
            rings=8,
        )


def _face(kit: Kit, side: int) -> None:
    turn = (90, 0, side * 17)
    kit.lathe(
        [(0.205, 0.0), (0.205, 0.028), (0.17, 0.05), (0.10, 0.03), (0.02, 0.02)],
        Part.PALE,
        at=(side * 0.165, -0.300, 1.385),
        turn=turn,
        segments=26,
    )
    kit.ball((side * 0.172, -0.325, 1.39), (0.115, 0.055, 0.115), Part.GLOW, turn=(0, 0, side * 17))
    kit.ball(
        (side * 0.166, -0.362, 1.39),
        (0.062, 0.036, 0.066),
        Part.DARK,
        turn=(0, 0, side * 17),
        segments=16,
        rings=10,
    )
    kit.lathe(
        [(0.10, 0.0), (0.085, 0.09), (0.05, 0.19), (0.01, 0.27)],
        Part.TRIM,
        at=(side * 0.25, -0.06, 1.55),
        turn=(10, side * 26, 0),
        segments=12,
        squash=0.55,
    )
    kit.tube(
        [(side * 0.03, -0.395, 1.475), (side * 0.17, -0.365, 1.555), (side * 0.33, -0.255, 1.585)],
        [0.03, 0.045, 0.02],
        Part.TRIM,
        segments=10,
    )


def _foot(kit: Kit, side: int) -> None:
    for toe in (-1, 0, 1):
        x = side * 0.16 + toe * 0.055
        kit.tube(
            [(x * 0.96, -0.10, 0.19), (x, -0.16, 0.17), (x, -0.165, 0.09)],
            [0.035, 0.034, 0.016],
            Part.ACCENT,
            segments=8,
        )
