"""Which pixels a set of triangles covers: used both for textures (UV space) and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

CHUNK = 4_000_000
"""candidate pixels looked at in one go; bounds the memory"""


@dataclass(frozen=True)
class Cover:
    """Pixels inside triangles, one row for each pair of a pixel and a triangle that covers it."""

    pixels: NDArray[np.int64]
    """index into the flat picture, row by row"""
    faces: NDArray[np.int64]
    weights: NDArray[np.float32]
    """(k, 3) barycentric"""


def cover(corners: NDArray[np.float32], width: int, height: int) -> Iterator[Cover]:
    """`corners` is (m, 3, 2) in pixels, the first pixel's centre at 0.5."""
    low = np.maximum(np.ceil(corners.min(axis=1) - 0.5), 0).astype(np.int64)
    high = np.floor(corners.max(axis=1) - 0.5).astype(np.int64) + 1
    high = np.minimum(high, (width, height))
    spans = np.maximum(high - low, 0)
    counts = spans[:, 0] * spans[:, 1]
    ends = np.cumsum(counts)
    start = 0
    while start < len(corners):
        base = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, base + CHUNK, "right")), start + 1)
        yield _cover(corners, np.arange(start, stop), low, spans, counts, width)
        start = stop


def _cover(
    corners: NDArray[np.float32],
    faces: NDArray[np.int64],
    low: NDArray[np.int64],
    spans: NDArray[np.int64],
    counts: NDArray[np.int64],
    width: int,
) -> Cover:
    mine = counts[faces]
    face: NDArray[np.int64] = np.repeat(faces, mine)
    local = np.arange(len(face)) - np.repeat(np.cumsum(mine) - mine, mine)
    across = spans[face, 0]
    x = low[face, 0] + local % across
    y = low[face, 1] + local // across
    a, b, c = (corners[faces, k] for k in range(3))
    area = _cross(b - a, c - a)
    area = np.where(np.abs(area) < 1e-12, np.inf, area)
    slope_b = ((c - a) / area[:, None]).astype(np.float32)
    slope_c = ((b - a) / area[:, None]).astype(np.float32)
    row = face - faces[0]
    px = (x - a[row, 0] + 0.5).astype(np.float32)
    py = (y - a[row, 1] + 0.5).astype(np.float32)
    wb = px * slope_b[row, 1] - py * slope_b[row, 0]
    wc = py * slope_c[row, 0] - px * slope_c[row, 1]
    inside = (wb >= 0) & (wc >= 0) & (wb + wc <= 1) & np.isfinite(area[row])
    wb, wc = wb[inside], wc[inside]
    weights = np.stack([1 - wb - wc, wb, wc], axis=1).astype(np.float32)
    return Cover((y * width + x)[inside], face[inside], weights)


def _cross(a: NDArray[Any], b: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])
