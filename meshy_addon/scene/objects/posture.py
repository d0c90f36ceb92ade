"""How a figure stands in its own axes, judged by its feet and its proportions. Main thread."""

from __future__ import annotations

import enum

import bpy
import numpy as np
from numpy.typing import NDArray

_TOES = (0.0, 0.03)
_ANKLES = (0.08, 0.14)
"""Where they are, in heights."""
_CLEARLY = 0.012
"""How far toes reach ahead of ankles at least, in heights: 2 cm for a man."""
_FEW = 6


class Posture(enum.Enum):
    FACING = enum.auto()
    """Upright, towards −Y, or nothing speaks against it."""
    BACKWARDS = enum.auto()
    SIDEWAYS = enum.auto()
    LYING = enum.auto()


def posture_of(thing: bpy.types.Object) -> Posture:
    """Of the mesh without its modifiers; a few ms for 300,000 triangles."""
    x, y, z = thing.dimensions
    if z < 0.7 * max(x, y):
        return Posture.LYING
    ahead = _reach_of_toes(thing)
    if ahead is None:
        return Posture.SIDEWAYS if y > 1.2 * x else Posture.FACING
    if abs(ahead[0]) > abs(ahead[1]):
        return Posture.SIDEWAYS
    return Posture.BACKWARDS if ahead[1] > 0 else Posture.FACING


def _reach_of_toes(thing: bpy.types.Object) -> tuple[float, float] | None:
    """From the middle between the ankles, in x and y and in heights; None if it isn't clear."""
    mesh = thing.data
    if not isinstance(mesh, bpy.types.Mesh) or mesh.is_editmode or not mesh.vertices:
        return None
    points = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.attributes["position"].data.foreach_get("vector", points)
    points = points.reshape(-1, 3) * np.abs(np.array(thing.matrix_world.to_scale(), np.float32))
    height = float(np.ptp(points[:, 2])) or 1.0
    points = (points - points.min(axis=0)) / height
    toes, ankles = (_middle(points, band) for band in (_TOES, _ANKLES))
    if toes is None or ankles is None:
        return None
    x, y = (float(each) for each in toes - ankles)
    return (x, y) if max(abs(x), abs(y)) > _CLEARLY else None


def _middle(points: NDArray[np.float32], band: tuple[float, float]) -> NDArray[np.float32] | None:
    """Of the box around what lies at that height: how dense the mesh is where doesn't count."""
    there = points[(points[:, 2] >= band[0]) & (points[:, 2] <= band[1]), :2]
    return (there.min(axis=0) + there.max(axis=0)) / 2 if len(there) >= _FEW else None
