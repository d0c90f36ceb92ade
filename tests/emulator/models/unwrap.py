"""New UVs for a mesh that has none or whose UVs aren't wanted: flat islands side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.emulator.models.mesh import Mesh
from tests.emulator.models.remesh import Labels, islands, weld

MARGIN = 0.004


def unwrapped(mesh: Mesh) -> Mesh:
    """Islands of triangles that look the same way along an axis, packed in rows without overlap."""
    place = weld(mesh)
    corners = mesh.positions[mesh.triangles]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    axis = np.abs(normal).argmax(axis=1)
    side = axis * 2 + (np.take_along_axis(normal, axis[:, None], axis=1)[:, 0] > 0)
    split = place[mesh.triangles].astype(np.int64) * 6 + side[:, None]
    compact = np.unique(split, return_inverse=True)[1].reshape(-1, 3)
    chart = islands(compact)
    chart_of_face = np.unique(chart[compact[:, 0]], return_inverse=True)[1].reshape(-1)
    u_axis, v_axis = (axis + 1) % 3, (axis + 2) % 3
    flat = np.stack(
        [
            np.take_along_axis(corners, u_axis[:, None, None], axis=2)[:, :, 0],
            np.take_along_axis(corners, v_axis[:, None, None], axis=2)[:, :, 0],
        ],
        axis=-1,
    )
    flat = _packed(flat, chart_of_face)
    old = mesh.triangles.reshape(-1)
    keys = np.stack([compact.reshape(-1), old.astype(np.int64)], axis=1)
    _, first, inverse = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    source = old[first]
    return replace(
        mesh,
        positions=mesh.positions[source],
        normals=mesh.normals[source],
        uvs=flat.reshape(-1, 2)[first].astype(np.float32),
        triangles=inverse.reshape(-1, 3).astype(np.uint32),
        parts=mesh.parts[source],
        cavity=mesh.cavity[source],
    )


def _packed(flat: NDArray[Any], chart: Labels) -> NDArray[Any]:
    """Moves each chart to a place of its own and scales all of them alike into 0…1."""
    count = int(chart.max()) + 1
    low = np.full((count, 2), np.inf)
    high = np.full((count, 2), -np.inf)
    for corner in range(3):
        np.minimum.at(low, chart, flat[:, corner])
        np.maximum.at(high, chart, flat[:, corner])
    size = high - low
    width = max(float(np.sqrt((size[:, 0] * size[:, 1]).sum()) * 1.15), float(size[:, 0].max()))
    margin = MARGIN * width
    at = np.zeros((count, 2))
    x = y = row = 0.0
    for index in np.argsort(-size[:, 1]):
        if x > 0 and x + size[index, 0] > width:
            x, y, row = 0.0, y + row + margin, 0.0
        at[index] = (x, y)
        x += size[index, 0] + margin
        row = max(row, size[index, 1])
    moved = flat - low[chart][:, None] + at[chart][:, None]
    return np.asarray(moved / max(width, y + row, 1e-9) * 0.998 + 0.001)
