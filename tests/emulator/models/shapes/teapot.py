"""A round teapot."""

from __future__ import annotations

import math

import bpy

from tests.emulator.models.parts import Part
from tests.emulator.models.shapes.kit import Kit


def build() -> bpy.types.Object:
    kit = Kit()
    kit.lathe(
        [(0.28, 0.0), (0.33, 0.015), (0.33, 0.05), (0.27, 0.08), (0.1, 0.09)],
        Part.TRIM,
        segments=40,
    )
    kit.lathe(
        [
            (0.22, 0.06),
            (0.40, 0.12),
            (0.54, 0.24),
            (0.61, 0.40),
            (0.61, 0.54),
            (0.54, 0.70),
            (0.42, 0.82),
        ]
        + [(0.30, 0.88), (0.10, 0.89)],
        Part.BODY,
        segments=44,
    )
    kit.lathe([(0.28, 0.86), (0.325, 0.865), (0.325, 0.905), (0.28, 0.915)], Part.TRIM, segments=40)
    kit.lathe(
        [(0.29, 0.90), (0.27, 0.95), (0.18, 1.01), (0.08, 1.04), (0.03, 1.05)],
        Part.BODY,
        segments=36,
    )
    kit.lathe([(0.05, 1.03), (0.04, 1.06), (0.05, 1.09)], Part.TRIM, segments=18)
    kit.ball((0, 0, 1.14), (0.085, 0.085, 0.075), Part.ACCENT, segments=22, rings=14)
    _spout(kit)
    _handle(kit)
    return kit.finish("teapot")


def _spout(kit: Kit) -> None:
    path = [
        (0.48, 0, 0.30),
        (0.66, 0, 0.34),
        (0.78, 0, 0.46),
        (0.85, 0, 0.62),
        (0.93, 0, 0.76),
        (1.0, 0, 0.83),
    ]
    kit.tube(path, [0.17, 0.14, 0.11, 0.085, 0.07, 0.075], Part.BODY, segments=20)
    kit.tube([(0.965, 0, 0.796), (1.02, 0, 0.852)], [0.088, 0.085], Part.TRIM, segments=20)
    kit.ball(
        (1.022, 0, 0.853), (0.06, 0.06, 0.018), Part.DARK, turn=(0, 46, 0), segments=16, rings=8
    )


def _handle(kit: Kit) -> None:
    path = []
    for step in range(17):
        angle = math.radians(65 + 225 * step / 16)
        path.append((-0.60 + 0.30 * math.cos(angle), 0, 0.52 + 0.26 * math.sin(angle)))
    kit.tube(path, [0.05] + [0.043] * 15 + [0.05], Part.TRIM, segments=14)
    kit.ball((-0.895, 0, 0.53), (0.055, 0.055, 0.075), Part.ACCENT, segments=16, rings=10)
