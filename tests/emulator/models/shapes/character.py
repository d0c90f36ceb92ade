"""A humanoid in T-pose, 1.70 m tall, built around Meshy's skeleton."""

from __future__ import annotations

import bpy

from tests.emulator.models.parts import Part
from tests.emulator.models.shapes.kit import Kit


def build() -> bpy.types.Object:
    kit = Kit()
    _torso(kit)
    _head(kit)
    for side in (-1, 1):
        _arm(kit, side)
        _leg(kit, side)
    return kit.finish("character")


def _torso(kit: Kit) -> None:
    kit.lathe(
        [(0.10, 0.80), (0.155, 0.82), (0.165, 0.90), (0.145, 0.98)],
        Part.TRIM,
        segments=26,
        squash=0.72,
    )
    kit.lathe(
        [(0.13, 0.93), (0.150, 0.95), (0.142, 1.02), (0.150, 1.10), (0.180, 1.20), (0.192, 1.28)]
        + [(0.175, 1.36), (0.11, 1.405), (0.06, 1.42)],
        Part.BODY,
        segments=30,
        squash=0.66,
    )
    kit.lathe(
        [(0.150, 0.965), (0.166, 0.97), (0.166, 1.01), (0.15, 1.015)],
        Part.DARK,
        segments=26,
        squash=0.7,
    )
    kit.box((0, -0.122, 0.99), (0.07, 0.02, 0.055), Part.METAL, bevel=0.008)
    kit.lathe(
        [(0.09, 1.375), (0.105, 1.385), (0.10, 1.42), (0.075, 1.43)],
        Part.ACCENT,
        segments=22,
        squash=0.85,
    )
    kit.ball((0, -0.118, 1.24), (0.05, 0.02, 0.05), Part.METAL, segments=16, rings=8)
    kit.ball((0, -0.132, 1.24), (0.028, 0.014, 0.028), Part.GLOW, segments=14, rings=8)
    kit.tube([(0, 0, 1.36), (0, 0, 1.42), (0, 0, 1.50)], 0.055, Part.SKIN, segments=16)


def _head(kit: Kit) -> None:
    kit.ball((0, -0.005, 1.565), (0.108, 0.118, 0.135), Part.SKIN, segments=26, rings=18)
    kit.ball((0, 0.018, 1.598), (0.118, 0.120, 0.115), Part.DARK, segments=26, rings=16)
    kit.tube(
        [
            (-0.09, -0.08, 1.635),
            (-0.03, -0.118, 1.655),
            (0.05, -0.112, 1.655),
            (0.10, -0.065, 1.62),
        ],
        [0.02, 0.03, 0.03, 0.018],
        Part.DARK,
        segments=10,
    )
    kit.ball((0, -0.122, 1.553), (0.017, 0.022, 0.022), Part.SKIN, segments=12, rings=8)
    kit.box((0, -0.112, 1.497), (0.05, 0.012, 0.010), Part.ACCENT, bevel=0.004, rounds=1)
    for side in (-1, 1):
        kit.ball(
            (side * 0.042, -0.106, 1.578), (0.021, 0.013, 0.024), Part.PALE, segments=14, rings=8
        )
        kit.ball(
            (side * 0.042, -0.116, 1.577), (0.011, 0.007, 0.014), Part.DARK, segments=12, rings=8
        )
        kit.ball(
            (side * 0.110, 0.005, 1.558), (0.018, 0.03, 0.036), Part.SKIN, segments=12, rings=8
        )


def _arm(kit: Kit, side: int) -> None:
    xs = [0.10, 0.15, 0.20, 0.28, 0.36, 0.41, 0.45, 0.49]
    kit.tube(
        [(side * x, 0, 1.345 + 0.005 * (x > 0.14)) for x in xs],
        [0.06, 0.075, 0.070, 0.062, 0.057, 0.055, 0.056, 0.055],
        Part.BODY,
        segments=18,
    )
    kit.tube(
        [(side * x, 0, 1.35) for x in (0.44, 0.48, 0.52, 0.58, 0.64, 0.69)],
        [0.044, 0.046, 0.046, 0.041, 0.034, 0.032],
        Part.SKIN,
        segments=16,
    )
    kit.tube(
        [(side * x, 0, 1.35) for x in (0.555, 0.57, 0.63, 0.655)],
        [0.048, 0.054, 0.048, 0.042],
        Part.ACCENT,
        segments=16,
    )
    kit.ball((side * 0.165, 0, 1.378), (0.085, 0.088, 0.055), Part.TRIM, segments=18, rings=10)
    kit.ball((side * 0.715, 0, 1.35), (0.055, 0.042, 0.026), Part.SKIN, segments=16, rings=10)
    for finger in range(4):
        y = -0.030 + 0.020 * finger
        length = (0.062, 0.075, 0.072, 0.055)[finger]
        kit.tube(
            [(side * 0.745, y, 1.35), (side * (0.745 + length), y * 1.15, 1.347)],
            [0.0125, 0.010],
            Part.SKIN,
            segments=8,
        )
    kit.tube(
        [(side * 0.69, -0.030, 1.345), (side * 0.715, -0.058, 1.34), (side * 0.745, -0.068, 1.338)],
        [0.016, 0.014, 0.011],
        Part.SKIN,
        segments=8,
    )


def _leg(kit: Kit, side: int) -> None:
    heights = [0.90, 0.84, 0.74, 0.62, 0.53, 0.47, 0.42, 0.36]
    kit.tube(
        [(side * (0.088 + 0.02 * (0.9 - z)), 0, z) for z in heights],
        [0.075, 0.088, 0.088, 0.078, 0.068, 0.064, 0.062, 0.06],
        Part.TRIM,
        segments=20,
    )
    kit.tube(
        [(side * 0.105, 0.008, z) for z in (0.42, 0.40, 0.33, 0.24, 0.14, 0.08)],
        [0.066, 0.074, 0.074, 0.066, 0.055, 0.055],
        Part.ACCENT,
        segments=18,
    )
    kit.box(
        (side * 0.112, -0.045, 0.055),
        (0.105, 0.25, 0.09),
        Part.ACCENT,
        bevel=0.035,
        rounds=3,
        taper=0.85,
    )
    kit.box((side * 0.112, -0.045, 0.012), (0.115, 0.26, 0.024), Part.DARK, bevel=0.009, rounds=1)
