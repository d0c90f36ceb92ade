"""More or fewer triangles: what the remesh endpoint, `target_polycount` and large models need."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.emulator.models.mesh import Floats, Indices, Mesh, bare, smooth_normals, unit

Labels = NDArray[np.int64]


def with_faces(mesh: Mesh, target: int) -> Mesh:
    """About `target` triangles; UV islands, parts and the outline stay."""
    if target >= len(mesh.triangles):
        return subdivided(mesh, target)
    return _within(_clustered_to(mesh, target), mesh)


def subdivided(mesh: Mesh, target: int) -> Mesh:
    """Splits triangles into k², k larger on some solids so that the sum comes near `target`."""
    place = weld(mesh)
    solid = islands(place[mesh.triangles])[place[mesh.triangles[:, 0]]]
    low = max(int(np.sqrt(target / len(mesh.triangles))), 1)
    splits = np.full(len(mesh.triangles), low)
    missing = target - int((splits**2).sum())
    for label in np.unique(solid):
        mine = solid == label
        more = int(mine.sum()) * (2 * low + 1)
        if more <= missing:
            splits[mine] = low + 1
            missing -= more
    pieces = [_split(mesh, np.flatnonzero(splits == k), int(k)) for k in np.unique(splits)]
    return merged(pieces)


def merged(pieces: list[Mesh]) -> Mesh:
    """One mesh in which equal vertices are shared."""
    starts = np.cumsum([0] + [len(piece.positions) for piece in pieces])
    rows = [np.concatenate([piece.positions, piece.normals, piece.uvs], axis=1) for piece in pieces]
    keys = np.round(np.concatenate(rows) * 20000).astype(np.int64)
    _, first, inverse = np.unique(_hashes(keys), return_index=True, return_inverse=True)
    triangles = np.concatenate(
        [piece.triangles.astype(np.int64) + s for piece, s in zip(pieces, starts, strict=False)]
    )
    return Mesh(
        np.concatenate([piece.positions for piece in pieces])[first],
        np.concatenate([piece.normals for piece in pieces])[first],
        np.concatenate([piece.uvs for piece in pieces])[first],
        inverse.reshape(-1)[triangles].astype(np.uint32),
        np.concatenate([piece.parts for piece in pieces])[first],
        np.concatenate([piece.cavity for piece in pieces])[first],
    )


def islands(triangles: NDArray[np.integer[Any]], count: int = 0) -> Labels:
    """For each vertex (`count` of them) the smallest number that triangles connect it with."""
    label: Labels = np.arange(max(int(triangles.max()) + 1, count))
    while True:
        before = label.copy()
        smallest = label[triangles].min(axis=1)
        for corner in range(3):
            np.minimum.at(label, triangles[:, corner], smallest)
        label = label[label]
        if np.array_equal(before, label):
            return label


def weld(mesh: Mesh) -> Labels:
    """For each vertex the number of its place: vertices that seams split have the same."""
    keys = np.round((mesh.positions - mesh.low) * 20000).astype(np.int64)
    return np.unique(_hashes(keys), return_inverse=True)[1].reshape(-1)


def _hashes(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """One number for each row: far quicker to sort than the rows."""
    odd = np.random.default_rng(3).integers(1, 2**62, rows.shape[1], dtype=np.int64) | 1
    return np.asarray((rows * odd).sum(axis=1))


def _split(mesh: Mesh, faces: NDArray[np.int64], k: int) -> Mesh:
    grid = [(i, j) for i in range(k + 1) for j in range(k + 1 - i)]
    number = {place: index for index, place in enumerate(grid)}
    small = [
        corners
        for i, j in grid
        for corners in (
            ((i, j), (i + 1, j), (i, j + 1)),
            ((i + 1, j), (i + 1, j + 1), (i, j + 1)),
        )
        if all(place in number for place in corners)
    ]
    mix = np.array([((k - i - j) / k, i / k, j / k) for i, j in grid], np.float32)
    pattern = np.array([[number[place] for place in corners] for corners in small])
    corner = mesh.triangles[faces]

    def over(values: Floats) -> Floats:
        mixed = np.einsum("gk,fkc->fgc", mix, values[corner])
        return np.asarray(mixed.reshape(-1, values.shape[1]), np.float32)

    triangles = pattern[None] + (np.arange(len(faces)) * len(grid))[:, None, None]
    return Mesh(
        over(mesh.positions),
        unit(over(mesh.normals)),
        over(mesh.uvs),
        triangles.reshape(-1, 3).astype(np.uint32),
        np.repeat(mesh.parts[corner[:, 0]], len(grid)),
        over(mesh.cavity[:, None])[:, 0],
    )


def _clustered_to(mesh: Mesh, target: int) -> Mesh:
    """Searches the grid whose cells leave about `target` triangles."""
    low, high = 2.0, 2000.0
    best = mesh
    for _ in range(14):
        cells = (low * high) ** 0.5
        found = _clustered(mesh, cells)
        if len(found.triangles) and (
            abs(len(found.triangles) - target) < abs(len(best.triangles) - target)
        ):
            best = found
        if abs(len(found.triangles) - target) < 0.03 * target:
            break
        low, high = (low, cells) if len(found.triangles) > target else (cells, high)
    return best


def _within(mesh: Mesh, whole: Mesh) -> Mesh:
    """Stretched to the bounds of `whole`, which averaging made smaller."""
    factors = whole.size / np.maximum(mesh.size, 1e-9)
    return replace(mesh, positions=(mesh.positions - mesh.low) * factors + whole.low)


def _clustered(mesh: Mesh, cells: float) -> Mesh:
    """One vertex for each grid cell; islands of the UV map stay apart, but share their place."""
    cell = _cells(mesh, cells)
    vertex = np.unique(
        cell * np.int64(1 << 32) + islands(mesh.triangles, len(cell)),
        return_inverse=True,
    )[1].reshape(-1)
    triangles: Indices = vertex[mesh.triangles].astype(np.uint32)
    a, b, c = triangles.T
    places = cell[mesh.triangles]
    whole = (a != b) & (b != c) & (c != a)
    whole &= (places[:, 0] != places[:, 1]) & (places[:, 1] != places[:, 2])
    whole &= places[:, 2] != places[:, 0]
    triangles = triangles[whole]
    place = _means(mesh.positions, cell)[cell]
    first = np.unique(vertex, return_index=True)[1]
    slim = replace(
        mesh,
        positions=place[first],
        normals=unit(_means(mesh.normals, vertex)),
        uvs=_means(mesh.uvs, vertex),
        triangles=triangles,
        parts=mesh.parts[first],
        cavity=mesh.cavity[first],
    )
    return _without_loose(slim)


def _cells(mesh: Mesh, cells: float) -> Labels:
    """For each vertex its grid cell, `cells` of them on the longest side; solids stay apart."""
    place = weld(mesh)
    solid = islands(place[mesh.triangles], len(place))[place]
    step = float(mesh.size.max()) / cells
    grid = np.floor((mesh.positions - mesh.low) / step).astype(np.int64)
    key = np.concatenate([grid, solid[:, None]], axis=1)
    return np.unique(_hashes(key), return_inverse=True)[1].reshape(-1)


def _means(values: Floats, group: Labels) -> Floats:
    count = np.maximum(np.bincount(group), 1)
    sums = [np.bincount(group, values[:, axis]) / count for axis in range(values.shape[1])]
    return np.asarray(np.stack(sums, axis=1), np.float32)


def _without_loose(mesh: Mesh) -> Mesh:
    """Without the vertices that no triangle needs."""
    used, inverse = np.unique(mesh.triangles, return_inverse=True)
    if not len(used):
        return mesh
    triangles = inverse.reshape(-1, 3).astype(np.uint32)
    return Mesh(
        mesh.positions[used],
        smooth_normals(mesh.positions[used], triangles),
        mesh.uvs[used],
        triangles,
        mesh.parts[used],
        mesh.cavity[used],
    )


def welded_mesh(mesh: Mesh) -> Mesh:
    """Vertices at the same place become one; the UVs of one of them stay."""
    place = weld(mesh)
    first = np.unique(place, return_index=True)[1]
    triangles = place[mesh.triangles].astype(np.uint32)
    return bare(mesh.positions[first], triangles, mesh.uvs[first])
