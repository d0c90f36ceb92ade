"""A small robot with one antenna."""

from __future__ import annotations

import bpy

from tests.emulator.models.parts import Part
from tests.emulator.models.shapes.kit import Kit


def build() -> bpy.types.Object:
    kit = Kit()
    kit.box((0, 0, 0.86), (0.62, 0.46, 0.58), Part.BODY, bevel=0.10, rounds=4, taper=1.12)
    kit.box((0, -0.235, 0.90), (0.34, 0.06, 0.26), Part.TRIM, bevel=0.025, rounds=2)
    for index in range(3):
        kit.ball(
            (-0.10 + 0.10 * index, -0.268, 0.95),
            (0.034, 0.02, 0.034),
            (Part.GLOW, Part.ACCENT, Part.METAL)[index],
            segments=14,
            rings=8,
        )
    for index in range(4):
        kit.box(
            (0, -0.268, 0.875 - 0.028 * index),
            (0.22, 0.016, 0.010),
            Part.DARK,
            bevel=0.003,
            rounds=1,
        )
    kit.lathe(
        [(0.12, 0), (0.10, 0.03), (0.12, 0.06), (0.10, 0.09)],
        Part.DARK,
        at=(0, 0, 1.15),
        segments=20,
    )
    kit.box((0, 0, 1.44), (0.70, 0.50, 0.44), Part.BODY, bevel=0.13, rounds=5)
    kit.box((0, -0.225, 1.44), (0.56, 0.08, 0.29), Part.DARK, bevel=0.038, rounds=3)
    kit.lathe(
        [(0.035, 0), (0.012, 0.03), (0.012, 0.22), (0.012, 0.23)],
        Part.METAL,
        at=(0.12, 0.05, 1.65),
        segments=12,
    )
    kit.ball((0.12, 0.05, 1.90), (0.05, 0.05, 0.05), Part.GLOW, segments=16, rings=10)
    kit.box((0, 0, 0.53), (0.42, 0.34, 0.14), Part.TRIM, bevel=0.04, rounds=2)
    for side in (-1, 1):
        _eye(kit, side)
        _arm(kit, side)
        _leg(kit, side)
    return kit.finish("robot")


def _eye(kit: Kit, side: int) -> None:
    kit.ball((side * 0.13, -0.262, 1.45), (0.075, 0.022, 0.085), Part.GLOW, segments=18, rings=10)
    kit.lathe(
        [(0.13, 0), (0.13, 0.04), (0.10, 0.07), (0.05, 0.08)],
        Part.ACCENT,
        at=(side * 0.345, 0, 1.44),
        turn=(0, side * 90, 0),
        segments=20,
    )


def _arm(kit: Kit, side: int) -> None:
    kit.ball((side * 0.41, 0, 1.05), (0.13, 0.14, 0.14), Part.ACCENT, segments=18, rings=12)
    kit.tube(
        [(side * 0.45, 0, 1.0), (side * 0.53, -0.01, 0.86), (side * 0.55, -0.05, 0.74)],
        0.055,
        Part.DARK,
        segments=12,
    )
    kit.lathe(
        [(0.07, 0), (0.105, 0.02), (0.11, 0.14), (0.09, 0.22), (0.05, 0.235)],
        Part.BODY,
        at=(side * 0.555, -0.06, 0.55),
        segments=20,
    )
    for turn in (-1, 1):
        kit.tube(
            [
                (side * 0.555 + turn * 0.04, -0.06, 0.56),
                (side * 0.555 + turn * 0.095, -0.075, 0.49),
                (side * 0.555 + turn * 0.035, -0.085, 0.42),
            ],
            [0.036, 0.036, 0.024],
            Part.METAL,
            segments=10,
        )


def _leg(kit: Kit, side: int) -> None:
    kit.tube(
        [(side * 0.15, 0, 0.49), (side * 0.17, 0, 0.34), (side * 0.17, 0, 0.18)],
        0.07,
        Part.DARK,
        segments=14,
    )
    kit.lathe(
        [(0.09, 0), (0.10, 0.02), (0.10, 0.06), (0.09, 0.08)],
        Part.METAL,
        at=(side * 0.17, 0, 0.27),
        segments=18,
    )
    kit.box(
        (side * 0.18, -0.05, 0.095), (0.24, 0.38, 0.19), Part.BODY, bevel=0.06, rounds=3, taper=0.82
    )
    kit.box((side * 0.18, -0.05, 0.02), (0.26, 0.40, 0.04), Part.DARK, bevel=0.015, rounds=1)
