"""The UVs of a mesh that came back onto the mesh that was sent, face corner by face corner.

What comes back is the same triangles in another order, with its vertices split along the seams,
and at another size until it was fitted. Numpy alone; main thread, as it reads Blender's meshes.
"""

from __future__ import annotations

import bpy
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

_SAME_PLACE = 1e-4
"""Of the mesh's diagonal: how far a vertex may have moved on its way."""
_SAME_UV = 1e-3
_ENOUGH = 0.995
"""Of all triangles: so many must be found again."""
_MOST_TORN = 0.01
"""Of all triangles: so many may be cut from the rest of their polygon in the new UVs."""
_HARDLY_MOVED = 0.02
"""Of the distance that is allowed: whatever is as near as this is the one."""
_CROWD = 32
"""So many places within one small cell are looked at."""


def transferred_uvs(mesh: bpy.types.Mesh, painted: bpy.types.Mesh) -> Floats | None:
    """The UVs of `painted` for each face corner of `mesh`, shape (corners, 2).

    None if the two aren't the same triangles in the same places, or if the new UVs cut polygons of
    `mesh` apart, which it couldn't show.
    """
    layer = next((each for each in painted.uv_layers if each.active_render), None)
    if layer is None or not painted.polygons or not mesh.polygons:
        return None
    corners, places = _triangles(mesh)
    painted_corners, painted_places = _triangles(painted)
    known, place_of_point = np.unique(places, axis=0, return_inverse=True)
    diagonal = float(np.linalg.norm(np.ptp(places, axis=0)))
    found = nearest(known, painted_places, diagonal * _SAME_PLACE)
    own = place_of_point.reshape(-1)[_points(mesh)[corners]]
    theirs = found[_points(painted)[painted_corners]]
    mine, match = _matches(own, theirs)
    if len(mine) < _ENOUGH * max(_count_of_real(own), 1):
        return None
    flat = np.empty(len(painted.loops) * 2, np.float32)
    layer.uv.foreach_get("vector", flat)
    new = flat.reshape(-1, 2)
    to = _in_order(corners[mine], own[mine])
    given = new[_in_order(painted_corners[match], theirs[match])]
    uvs = np.zeros((len(mesh.loops), 2), np.float32)
    uvs[to] = given
    torn = (np.abs(uvs[to] - given) > _SAME_UV).any(axis=(1, 2))
    return None if torn.mean() > _MOST_TORN else uvs


def nearest(known: Floats, places: Floats, within: float) -> Numbers:
    """For each of `places` the number of the nearest of `known`; -1 where none is `within` it."""
    size = 2 * max(within, 1e-12)
    low = known.min(axis=0) - 2 * size
    keys = _keys(np.floor((known - low) / size).astype(np.int64))
    order = np.argsort(keys, kind="stable")
    cells = _Cells(known, keys[order], order)
    scaled = (places - low) / size
    nobody = np.full(len(places), -1)
    best = cells.search(places, np.floor(scaled).astype(np.int64), nobody, within * _HARDLY_MOVED)
    # Most are found at once. For the others the cells beside their own are looked at too.
    left = np.flatnonzero(best < 0)
    corner = np.floor(scaled[left] - 0.5).astype(np.int64)
    for x, y, z in np.ndindex(2, 2, 2):
        best[left] = cells.search(places[left], corner + (x, y, z), best[left], within)
    return best


class _Cells:
    """Places sorted by the small cube that they lie in."""

    def __init__(self, known: Floats, keys: Numbers, order: Numbers) -> None:
        self.known, self.keys, self.order = known, keys, order

    def search(self, places: Floats, cells: Numbers, best: Numbers, within: float) -> Numbers:
        """`best`, or the nearest that is in these `cells` where that is nearer."""
        best = best.copy()
        distance = np.where(best >= 0, np.linalg.norm(self.known[best] - places, axis=1), within)
        wanted = _keys(cells)
        start = np.searchsorted(self.keys, wanted, "left")
        count = np.searchsorted(self.keys, wanted, "right") - start
        for step in range(min(int(count.max(initial=0)), _CROWD)):
            there = np.flatnonzero(count > step)
            candidate = self.order[start[there] + step]
            apart = np.linalg.norm(self.known[candidate] - places[there], axis=1)
            nearer = apart <= distance[there]
            best[there[nearer]], distance[there[nearer]] = candidate[nearer], apart[nearer]
        return best


def _keys(cells: Numbers) -> Numbers:
    """One number for each cell; a diagonal is some 5,000 cells long."""
    clipped = np.clip(cells, 0, (1 << 20) - 1)
    keys: Numbers = (clipped[:, 0] << 40) | (clipped[:, 1] << 20) | clipped[:, 2]
    return keys


def _triangles(mesh: bpy.types.Mesh) -> tuple[Numbers, Floats]:
    """The corners of each triangle, shape (n, 3), and where the points are, shape (n, 3)."""
    mesh.calc_loop_triangles()
    corners = np.empty(len(mesh.loop_triangles) * 3, np.int32)
    mesh.loop_triangles.foreach_get("loops", corners)
    places = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.vertices.foreach_get("co", places)
    return corners.reshape(-1, 3).astype(np.int64), places.reshape(-1, 3)


def _points(mesh: bpy.types.Mesh) -> Numbers:
    """The vertex of each corner."""
    points = np.empty(len(mesh.loops), np.int32)
    mesh.loops.foreach_get("vertex_index", points)
    return points.astype(np.int64)


def _matches(own: Numbers, theirs: Numbers) -> tuple[Numbers, Numbers]:
    """Which triangle of ours is which of theirs, both given by the places of their corners."""
    own_keys, their_keys = _triangle_keys(own), _triangle_keys(theirs)
    order = np.argsort(their_keys, kind="stable")
    ordered = their_keys[order]
    start = np.searchsorted(ordered, own_keys, "left")
    count = np.searchsorted(ordered, own_keys, "right") - start
    mine = np.flatnonzero((count > 0) & (own_keys >= 0))
    # Where faces lie on each other, the first of ours is the first of theirs, and so on.
    rank = np.minimum(_ranks(own_keys)[mine], count[mine] - 1)
    return mine, order[start[mine] + rank]


def _triangle_keys(places: Numbers) -> Numbers:
    """One number for each triangle, whichever corner is first; -1 for those that are none."""
    low, middle, high = np.sort(places, axis=1).T
    real = (low >= 0) & (low < middle) & (middle < high)
    return np.where(real, (low << 42) | (middle << 21) | high, -1)


def _count_of_real(places: Numbers) -> int:
    return int((_triangle_keys(places) >= 0).sum())


def _ranks(keys: Numbers) -> Numbers:
    """How many equal keys stand before each."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    first = np.searchsorted(ordered, ordered, "left")
    ranks = np.empty(len(keys), np.int64)
    ranks[order] = np.arange(len(keys)) - first
    return ranks


def _in_order(corners: Numbers, places: Numbers) -> Numbers:
    """The corners of each triangle, sorted by their places."""
    return np.take_along_axis(corners, np.argsort(places, axis=1), axis=1)
