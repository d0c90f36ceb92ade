"""Patterns drawn on a surface in space, so that they run on across the seams of the texture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.emulator.models.bake import Bake
from tests.emulator.models.mesh import Floats


@dataclass(frozen=True)
class Pattern:
    share: Floats
    """of the second colour, 0 to 1"""
    height: Floats
    """0 to 1 of the pattern's own depth"""
    shade: Floats
    """factor on the colour"""

    @staticmethod
    def blank(shape: tuple[int, ...]) -> Pattern:
        zeros = np.zeros(shape, np.float32)
        return Pattern(zeros, zeros.copy(), np.ones(shape, np.float32))


@dataclass(frozen=True)
class Spots:
    """The texels of one part: where they lie and their noise."""

    at: Floats
    normal: Floats
    broad: Floats
    fine: Floats
    offset: tuple[float, float, float]


def pattern(
    name: str, bake: Bake, mask: NDArray[np.bool_], offset: tuple[float, float, float]
) -> Pattern:
    """The pattern `name` on the texels of `mask`, as flat arrays."""
    spots = Spots(bake.position[mask], bake.normal[mask], bake.broad[mask], bake.fine[mask], offset)
    return DRAWERS[name](spots)


def _plain(spots: Spots) -> Pattern:
    return Pattern.blank(spots.broad.shape)


def _feathers(spots: Spots) -> Pattern:
    """Rows of round tips that point down, like feathers or scales."""
    x, y, z = spots.at.T
    count = 22
    row = y * 15 + 0.12 * spots.broad
    around = np.arctan2(x, z) / (2 * np.pi) * count
    level = np.floor(row)
    up = row - level
    side = around + 0.5 * (level % 2)
    side = side - np.floor(side) - 0.5
    above = up - 2 * side * side
    lower = above < 0
    other = np.abs(side) - 0.5
    side = np.where(lower, other, side)
    above = np.where(lower, up + 1 - 2 * other * other, above)
    rachis = np.exp(-((side / 0.035) ** 2)) * (above < 1.0)
    barbs = 0.5 + 0.5 * np.sin((above * 1.5 + np.abs(side) * 2.2) * 34)
    height = np.clip(1 - above / 1.5, 0, 1) + 0.10 * rachis + 0.05 * barbs
    tip = np.clip(1 - above / 0.22, 0, 1)
    shade = 0.80 + 0.34 * np.clip(1 - above / 1.3, 0, 1) + 0.05 * (barbs - 0.5)
    return _made(0.75 * tip + 0.25 * rachis, height * 2.6, shade)


def _stripes(spots: Spots) -> Pattern:
    wave = np.sin((spots.at[:, 1] * 9 + spots.offset[0]) * 2 * np.pi + 0.15 * spots.broad)
    band = np.clip((wave - 0.35) * 9, 0, 1)
    groove = 0.5 + 0.5 * np.sin(spots.at[:, 1] * 2 * np.pi * 72)
    return _made(band, 0.25 * groove - 0.2 * band, np.ones_like(band))


def _spotted(spots: Spots) -> Pattern:
    lattice = np.sin(spots.at * 2 * np.pi * 5.2 + np.array(spots.offset) * 6.3).prod(axis=1)
    dot = np.clip((np.abs(lattice) - 0.42) * 14, 0, 1)
    return _made(dot, 0.5 * dot, np.ones_like(dot))


def _patina(spots: Spots) -> Pattern:
    """Scratches and dents; the stains themselves come from the creases."""
    scratch = np.abs(np.sin(spots.at[:, 0] * 160 + spots.at[:, 1] * 37 + spots.fine * 2.2))
    scratch = np.clip((scratch - 0.985) * 60, 0, 1) * (spots.broad > 0)
    dents = np.clip(spots.fine - 1.2, 0, 1)
    return _made(np.zeros_like(scratch), -0.3 * scratch - 0.4 * dents, 1 - 0.1 * scratch)


def _grain(spots: Spots) -> Pattern:
    """Wood: rings around an axis that leans, stretched along it."""
    x, y, z = spots.at.T
    ring = np.hypot(x + 0.25 + 0.06 * y, z + 0.18) * 34 + 0.9 * spots.broad
    saw = ring - np.floor(ring)
    late = np.clip((saw - 0.55) * 2.6, 0, 1) * np.clip((1 - saw) * 8, 0, 1)
    fibre = 0.5 + 0.5 * np.sin((x * 61 + z * 83) * 5 + spots.broad * 3)
    return _made(0.75 * late + 0.12 * fibre, -0.5 * late - 0.25 * fibre, 0.96 + 0.08 * fibre)


def _veins(spots: Spots) -> Pattern:
    line = np.abs(spots.broad * 0.8 + spots.fine * 0.22 + 0.3 * spots.offset[0] - 0.15)
    vein = np.clip(1 - line / 0.10, 0, 1) ** 1.5
    cloud = np.clip(0.18 * spots.broad + 0.12, 0, 0.35)
    return _made(np.maximum(0.7 * vein, cloud), 0.1 * vein, np.ones_like(vein))


def _flowers(spots: Spots) -> Pattern:
    """Painted blossoms in a row between two rings, as on porcelain."""
    x, y, z = spots.at.T
    count = 10
    around = np.arctan2(x, z) / (2 * np.pi) * count
    across = around - np.floor(around) - 0.5
    radius = np.maximum(np.hypot(x, z), 1e-4)
    dx = across * 2 * np.pi * radius / count
    ink = np.zeros_like(dx)
    for middle, size in ((0.25, 0.072), (0.47, 0.03)):
        dy = y - middle
        petals = size * (0.62 + 0.38 * np.cos(5 * np.arctan2(dy, dx)))
        away = np.hypot(dx, dy)
        ink = np.maximum(ink, np.clip((petals - away) / 0.008, 0, 1) * (away > 0.22 * size))
    for ring in (0.13, 0.15, 0.385, 0.40):
        ink = np.maximum(ink, np.clip((0.005 - np.abs(y - ring)) / 0.003, 0, 1))
    wash = 0.75 + 0.18 * np.clip(spots.fine, -1, 1)
    return _made(ink * wash, 0.05 * ink, np.ones_like(ink))


def _leather(spots: Spots) -> Pattern:
    crease = np.clip(1 - np.abs(spots.fine) / 0.35, 0, 1)
    worn = np.clip(spots.broad * 0.5 - 0.2, 0, 1)
    return _made(0.35 * crease, -0.35 * crease, 1 + 0.25 * worn)


def _weave(spots: Spots) -> Pattern:
    """Cloth: threads over and under each other, on the plane the surface looks along."""
    u, v = _flat(spots)
    warp = np.sin(u * 2 * np.pi * 44)
    weft = np.sin(v * 2 * np.pi * 44)
    over = warp * weft
    fleck = np.clip((spots.fine - 1.1) * 2, 0, 1)
    stripe = np.clip((np.abs(np.sin(u * 2 * np.pi * 3.0)) - 0.965) * 60, 0, 1)
    return _made(0.5 * fleck + 0.7 * stripe, 0.45 * over, 0.95 + 0.06 * over)


def _plates(spots: Spots) -> Pattern:
    """Painted panels with seams and rivets; the paint is worn off in places."""
    u, v = _flat(spots)
    seam_u, seam_v = _saw(u * 4.2), _saw(v * 4.2)
    near = np.minimum(np.abs(seam_u), np.abs(seam_v))
    seam = np.clip(1 - near / 0.022, 0, 1)
    rivet = np.hypot(np.abs(seam_u) - 0.09, np.abs(seam_v) - 0.09)
    rivet = np.clip(1 - rivet / 0.03, 0, 1)
    worn = np.clip((spots.fine * 0.5 + spots.broad * 0.6 - 0.95) * 4, 0, 1)
    return _made(
        np.maximum(0.7 * worn, 0.6 * seam), 0.9 * rivet - 1.2 * seam, 1 - 0.45 * seam + 0.1 * rivet
    )


def _flat(spots: Spots) -> tuple[Floats, Floats]:
    x, y, z = spots.at.T
    facing = np.abs(spots.normal).argmax(axis=1)
    u = np.where(facing == 0, z, x)
    v = np.where(facing == 1, z, y)
    return u + np.float32(0.013), v + np.float32(0.027)


def _saw(values: Floats) -> Floats:
    return np.asarray(values - np.round(values), np.float32)


def _made(share: Floats, height: Floats, shade: Floats) -> Pattern:
    return Pattern(
        np.asarray(share, np.float32), np.asarray(height, np.float32), np.asarray(shade, np.float32)
    )


DRAWERS: dict[str, Callable[[Spots], Pattern]] = {
    "plain": _plain,
    "feathers": _feathers,
    "stripes": _stripes,
    "spots": _spotted,
    "patina": _patina,
    "grain": _grain,
    "veins": _veins,
    "flowers": _flowers,
    "leather": _leather,
    "weave": _weave,
    "plates": _plates,
}
