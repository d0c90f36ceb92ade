"""An old ship's lantern."""

from __future__ import annotations

import math

import bpy

from tests.emulator.models.parts import Part
from tests.emulator.models.shapes.kit import Kit


def build() -> bpy.types.Object:
    kit = Kit()
    kit.lathe(
        [
            (0.40, 0.0),
            (0.42, 0.02),
            (0.42, 0.07),
            (0.36, 0.10),
            (0.33, 0.16),
            (0.35, 0.20),
            (0.10, 0.21),
        ],
        Part.BODY,
        segments=36,
    )
    kit.lathe([(0.05, 0.20), (0.16, 0.20), (0.15, 0.25), (0.06, 0.28)], Part.METAL, segments=20)
    kit.lathe(
        [(0.07, 0.28), (0.12, 0.36), (0.14, 0.48), (0.12, 0.62), (0.07, 0.76), (0.02, 0.86)],
        Part.GLOW,
        segments=24,
    )
    kit.lathe(
        [
            (0.05, 0.92),
            (0.36, 0.92),
            (0.38, 0.95),
            (0.35, 1.0),
            (0.20, 1.12),
            (0.13, 1.18),
            (0.13, 1.24),
        ]
        + [(0.17, 1.26), (0.15, 1.31), (0.04, 1.35)],
        Part.BODY,
        segments=36,
    )
    kit.lathe([(0.34, 0.885), (0.40, 0.89), (0.40, 0.93), (0.34, 0.935)], Part.TRIM, segments=36)
    kit.lathe([(0.33, 0.195), (0.385, 0.20), (0.385, 0.235), (0.33, 0.24)], Part.TRIM, segments=36)
    for step in range(6):
        angle = math.radians(60 * step + 30)
        x, y = math.cos(angle), math.sin(angle)
        kit.tube(
            [
                (0.33 * x, 0.33 * y, 0.2),
                (0.37 * x, 0.37 * y, 0.5),
                (0.37 * x, 0.37 * y, 0.7),
                (0.34 * x, 0.34 * y, 0.91),
            ],
            0.018,
            Part.METAL,
            segments=10,
        )
        kit.ball(
            (0.385 * x, 0.385 * y, 0.047), (0.028, 0.028, 0.028), Part.ACCENT, segments=12, rings=8
        )
    for height in (0.44, 0.68):
        _ring(kit, 0.372, height, 0.013)
    _handle(kit)
    return kit.finish("lantern")


def _ring(kit: Kit, radius: float, height: float, thickness: float) -> None:
    steps = 36
    path = [
        (
            radius * math.cos(2 * math.pi * i / steps),
            radius * math.sin(2 * math.pi * i / steps),
            height,
        )
        for i in range(steps + 1)
    ]
    kit.tube(path, thickness, Part.METAL, segments=8)


def _handle(kit: Kit) -> None:
    path = []
    for step in range(15):
        angle = math.pi * step / 14
        path.append((0.36 * math.cos(angle), 0.0, 1.02 + 0.56 * math.sin(angle)))
    kit.tube(path, 0.02, Part.METAL, segments=10)
    kit.tube(
        [(-0.11, 0, 1.565), (-0.05, 0, 1.585), (0.05, 0, 1.585), (0.11, 0, 1.565)],
        0.042,
        Part.ACCENT,
        segments=14,
    )
    for side in (-1, 1):
        kit.ball((side * 0.36, 0, 1.02), (0.04, 0.04, 0.04), Part.TRIM, segments=14, rings=8)
