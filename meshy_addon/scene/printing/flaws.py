"""What would trouble a printer in a mesh: where it's open, crowded or without an area.

By the service's own rules: corners in one place are taken for one, and faces without an area count
as not there. Numpy alone, which computes beside the artist's thread; any thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .surface import Surface

SMALLEST_AREA = 1e-12
"""Square metres: up to it a face is degenerate."""

Numbers = NDArray[np.int64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Flaws:
    volume_m3: float
    crowded: int
    """Non-manifold edges: those with more than two faces."""
    borders: int
    """Edges at which the surface ends, having one face."""
    holes: int
    """The connected borders."""
    degenerate: int
    """Triangles without an area."""
    crowded_edges: Marks
    """For each edge of the mesh whether it's one; where corners are split, several are the same."""
    border_edges: Marks
    degenerate_faces: Marks


def find_flaws(surface: Surface, metres_per_unit: float) -> Flaws:
    """About a second for a million triangles, two if no two of them share a corner."""
    number = _welded(surface.points)
    triangles = number[surface.triangles]
    areas, volume = _areas_and_volume(surface.points, surface.triangles)
    whole = areas * metres_per_unit**2 > SMALLEST_AREA
    keys, of_faces, uses = _edge_uses(triangles[whole], number[surface.edges])
    is_border = uses == 1
    flat = np.zeros(surface.faces, bool)
    flat[surface.face_of[~whole]] = True
    return Flaws(
        volume * metres_per_unit**3,
        int(np.count_nonzero(uses > 2)),
        int(np.count_nonzero(is_border)),
        _connected(keys[is_border], int(number.max(initial=-1)) + 1),
        int(np.count_nonzero(~whole)),
        of_faces > 2,
        of_faces == 1,
        flat,
    )


def _welded(points: NDArray[np.float32]) -> Numbers:
    """For each point the number of its place."""
    # Two zeros are one place. As integers, two columns to a key: far quicker sorted than rows.
    x, y, z = np.ascontiguousarray((points + np.float32(0)).T).view(np.uint32).astype(np.uint64)
    in_plane = _numbered(x << np.uint64(32) | y)
    return _numbered(in_plane.astype(np.uint64) << np.uint64(32) | z)


def _numbered(keys: NDArray[np.uint64]) -> Numbers:
    """For each key the same number as for those that equal it."""
    order = np.argsort(keys)
    number = np.empty_like(order)
    number[order] = _running(_is_first(keys[order])) - 1
    return number


def _is_first(keys: NDArray[Any]) -> Marks:
    """Of sorted `keys`: whether it's the first of those that equal it."""
    return np.concatenate([np.ones(min(1, len(keys)), bool), keys[1:] != keys[:-1]])


def _running(marks: Marks) -> Numbers:
    """How many are marked up to each, itself among them.

    The conversion first: a sum that converts keeps the artist's thread waiting, 0.1 s for six
    million, as np.unique and np.bincount do.
    """
    return np.cumsum(marks.astype(np.int64))


def _areas_and_volume(
    points: NDArray[np.float32], triangles: NDArray[np.int32]
) -> tuple[NDArray[np.float64], float]:
    columns = [points[:, axis].astype(np.float64) for axis in range(3)]
    ax, ay, az = (column[triangles[:, 0]] for column in columns)
    bx, by, bz = (column[triangles[:, 1]] for column in columns)
    cx, cy, cz = (column[triangles[:, 2]] for column in columns)
    volume = ax @ (by * cz - bz * cy) + ay @ (bz * cx - bx * cz) + az @ (bx * cy - by * cx)
    bx, by, bz, cx, cy, cz = bx - ax, by - ay, bz - az, cx - ax, cy - ay, cz - az
    across = (by * cz - bz * cy) ** 2 + (bz * cx - bx * cz) ** 2 + (bx * cy - by * cx) ** 2
    return np.sqrt(across) / 2, float(volume) / 6


def _edge_uses(triangles: Numbers, edges: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Each edge that any triangle has as one key, how many have each of `edges`, and each key."""
    corners = ((0, 1), (1, 2), (2, 0))
    sides = [_keys(triangles[:, one], triangles[:, other]) for one, other in corners]
    keys = np.concatenate([*sides, _keys(edges[:, 0], edges[:, 1])])
    order = np.argsort(keys)
    keys = keys[order]
    is_first = _is_first(keys)
    first = np.flatnonzero(is_first)
    sides_before = np.concatenate([[0], _running(order < 3 * len(triangles))])
    uses = np.diff(sides_before[np.append(first, len(keys))])
    of_keys = np.empty_like(order)
    of_keys[order] = uses[_running(is_first) - 1]
    return keys[first], of_keys[3 * len(triangles) :], uses


def _keys(one: Numbers, other: Numbers) -> Numbers:
    return np.minimum(one, other) << 32 | np.maximum(one, other)


def _connected(keys: Numbers, points: int) -> int:
    """In how many pieces the edges hang together.

    Each piece is a tree in which everybody points to a lower number; trees that an edge connects
    are joined at their roots, and made flat, until no edge connects two.
    """
    one, other = keys >> 32, keys & 0xFFFFFFFF
    is_used = np.zeros(points, bool)
    is_used[one] = is_used[other] = True
    root = np.arange(points)
    while len(one):
        root[np.maximum(one, other)] = np.minimum(one, other)
        while not np.array_equal(above := root[root], root):
            root = above
        one, other = root[one], root[other]
        differs = one != other
        one, other = one[differs], other[differs]
    return int(np.count_nonzero(is_used & (root == np.arange(points))))
