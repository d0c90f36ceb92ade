"""Guesses the parts of a mesh that doesn't say which it has, for a texture in several colours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.emulator.models.mesh import Mesh, corners
from tests.emulator.models.parts import Part
from tests.emulator.models.remesh import islands, weld

SHARES = ((0.12, Part.BODY), (0.035, Part.TRIM), (0.012, Part.PALE), (0.0, Part.ACCENT))
"""a solid with at least that much of the whole surface is that part"""


def parted(mesh: Mesh) -> Mesh:
    """Large solids are the body, smaller ones get other colours: pairs are alike of themselves."""
    place = weld(mesh)
    solid = islands(place[mesh.triangles], len(place))
    number = np.unique(solid[place], return_inverse=True)[1].reshape(-1)
    points = corners(mesh)
    across = np.cross(points[:, 1] - points[:, 0], points[:, 2] - points[:, 0])
    areas = np.bincount(number[mesh.triangles[:, 0]], np.linalg.norm(across, axis=1))
    share = areas / max(float(areas.sum()), 1e-12)
    parts = np.array([next(p for least, p in SHARES if s >= least) for s in share], np.uint8)
    parts[share.argmax()] = Part.BODY
    return replace(mesh, parts=parts[number])
