"""A triangle mesh in glTF's axes (Y up, front +Z, metres) and what the service does to its size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Indices = NDArray[np.uint32]

LONGEST_SIDE_M = 1.9
"""what the service normalises to when nobody asked for a size"""


@dataclass(frozen=True)
class Mesh:
    positions: Floats
    """(n, 3)"""
    normals: Floats
    """(n, 3), unit length"""
    uvs: Floats
    """(n, 2) as in glTF: v grows downwards"""
    triangles: Indices
    """(m, 3), counter-clockwise seen from outside"""
    parts: NDArray[np.uint8]
    """(n,) the `Part` of each vertex"""
    cavity: Floats
    """(n,) how hidden the surface is: 0 open, 1 deep in a crease"""

    @property
    def low(self) -> Floats:
        return np.asarray(self.positions.min(axis=0), np.float32)

    @property
    def high(self) -> Floats:
        return np.asarray(self.positions.max(axis=0), np.float32)

    @property
    def size(self) -> Floats:
        """Width, height and depth in metres."""
        return self.high - self.low


def stretched(mesh: Mesh, factors: tuple[float, float, float]) -> Mesh:
    """Scaled about the origin; normals follow a scale that isn't even."""
    scale = np.asarray(factors, np.float32)
    return replace(mesh, positions=mesh.positions * scale, normals=unit(mesh.normals / scale))


def with_longest_side(mesh: Mesh, length_m: float) -> Mesh:
    factor = length_m / max(float(mesh.size.max()), 1e-9)
    return replace(mesh, positions=mesh.positions * np.float32(factor))


def with_height(mesh: Mesh, height_m: float) -> Mesh:
    factor = height_m / max(float(mesh.size[1]), 1e-9)
    return replace(mesh, positions=mesh.positions * np.float32(factor))


def with_origin(mesh: Mesh, origin: str) -> Mesh:
    """Moves the mesh so that its origin is at the `bottom` or in the `center` of its bounds."""
    middle = (mesh.low + mesh.high) / 2
    if origin == "bottom":
        middle[1] = mesh.low[1]
    elif origin != "center":
        raise ValueError(f"origin is bottom or center, not {origin!r}")
    return replace(mesh, positions=mesh.positions - middle)


def sized(mesh: Mesh, height_m: float | None, longest_side_m: float | None, origin: str) -> Mesh:
    """As tall or as long as asked for, else 1.9 m long; `origin` as in `with_origin`."""
    if height_m:
        mesh = with_height(mesh, height_m)
    else:
        mesh = with_longest_side(mesh, longest_side_m or LONGEST_SIDE_M)
    return with_origin(mesh, origin)


def bare(positions: Floats, triangles: NDArray[np.integer[Any]], uvs: Floats | None = None) -> Mesh:
    """A mesh of one part, smooth all over; without UVs all of them are 0."""
    count = len(positions)
    return Mesh(
        np.asarray(positions, np.float32),
        smooth_normals(positions, triangles),
        np.zeros((count, 2), np.float32) if uvs is None else np.asarray(uvs, np.float32),
        triangles.astype(np.uint32),
        np.zeros(count, np.uint8),
        np.zeros(count, np.float32),
    )


def corners(mesh: Mesh) -> Floats:
    """(m, 3, 3) the positions of each triangle's corners."""
    return np.asarray(mesh.positions[mesh.triangles], np.float32)


def smooth_normals(positions: Floats, triangles: NDArray[np.integer[Any]]) -> Floats:
    """Vertex normals weighted by area."""
    points = positions[triangles]
    faces = np.cross(points[:, 1] - points[:, 0], points[:, 2] - points[:, 0])
    summed = np.zeros_like(positions)
    for axis in range(3):
        summed[:, axis] = sum(
            np.bincount(triangles[:, k], faces[:, axis], len(positions)) for k in range(3)
        )
    return unit(summed)


def unit(vectors: Floats) -> Floats:
    """Rows of length 1; a row of zeros becomes up."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    ups = np.zeros_like(vectors)
    ups[..., 1] = 1
    return np.where(lengths > 1e-12, vectors / np.maximum(lengths, 1e-12), ups).astype(np.float32)
