"""The Creative Lab's things: medallions with a relief, lampshades, concept pictures."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from tests.emulator.models import edges
from tests.emulator.models.mesh import Floats, Mesh, bare, smooth_normals
from tests.emulator.models.textures import Pixels

FINEST = 192
"""cells on a side: `export_resolution` above it would only cost time"""


@dataclass(frozen=True)
class Medallion:
    mesh: Mesh
    """in metres, flat on the XZ plane's back, the relief towards +Z"""
    texture: Pixels


def medallion(picture: bytes, options: Mapping[str, Any]) -> Medallion:
    """A keychain or a magnet: the picture's brightness as relief inside the badge's outline."""
    cells = int(min(options.get("export_resolution", 128), FINEST))
    size = float(options.get("size_mm", 40)) / 1000
    texture, depth = _depth(picture, cells, options)
    inside = _badge(str(options.get("badge_shape", "circle")), cells)
    base = max(float(options.get("base_thickness_mm", 0.1)), 0.1) / 1000
    offset = float(options.get("relief_offset_mm", 0)) / 1000
    height = float(options.get("relief_height_mm", 2.2)) * float(options.get("relief_scale", 1.0))
    top = base + offset + depth * (height / 1000)
    closed = bool(options.get("has_closed_back", True))
    return Medallion(_plate(inside, top, size, closed=closed), texture)


def lampshade(mesh: Mesh, options: Mapping[str, Any]) -> Mesh:
    """A hollow shell around `mesh`, its top flat. In millimetres."""
    points = mesh.positions @ _turned(options).T
    points = points - (points.min(axis=0) + points.max(axis=0)) / 2
    points *= float(options.get("diameter_mm", 80)) / float(np.ptp(points, axis=0).max())
    low, high = float(points[:, 1].min()), float(points[:, 1].max())
    cut = float(options.get("cut_amount_percent", 35)) / 100
    points[:, 1] = np.minimum(points[:, 1], high - (high - low) * cut * 0.5) - low
    outside = smooth_normals(points.astype(np.float32), mesh.triangles)
    inner = points - outside * float(options.get("thickness_mm", 1.5))
    count = len(points)
    both = np.concatenate([points, inner]).astype(np.float32)
    triangles = np.concatenate([mesh.triangles, mesh.triangles[:, ::-1] + np.uint32(count)])
    return bare(both, triangles)


def fixture_base(options: Mapping[str, Any]) -> Mesh:
    """The disk that holds the light: 60 mm wide, 6 mm high, with a hole. In millimetres."""
    shift = float(options.get("fixture_offset_x_mm", 0))
    steps = 64
    rings = [(12.0, 0.0), (30.0, 0.0), (30.0, 5.0), (29.0, 6.0), (12.0, 6.0)]
    angles = np.arange(steps) * (2 * np.pi / steps)
    points = [(r * math.cos(a) + shift, y, r * math.sin(a)) for r, y in rings for a in angles]
    faces = []
    for ring in range(len(rings)):
        after = (ring + 1) % len(rings)
        for i in range(steps):
            j = (i + 1) % steps
            a, b = ring * steps + i, ring * steps + j
            c, d = after * steps + i, after * steps + j
            faces += [(a, b, c), (b, d, c)]
    return bare(np.array(points, np.float32), np.array(faces, np.uint32))


def _depth(picture: bytes, cells: int, options: Mapping[str, Any]) -> tuple[Pixels, Floats]:
    with Image.open(io.BytesIO(picture)) as opened:
        color = opened.convert("RGB").resize((512, 512))
    grey = color.convert("L").filter(
        ImageFilter.GaussianBlur(4 * float(options.get("smoothing", 0.24)))
    )
    depth = np.asarray(grey.resize((cells + 1, cells + 1)), np.float32) / 255
    if options.get("invert_depth"):
        depth = 1 - depth
    depth[depth < float(options.get("depth_threshold", 0.1))] = 0
    curve = options.get("relief_curve", "linear")
    if curve == "gamma":
        depth = depth ** float(options.get("curve_param", 1.0))
    elif curve == "s-curve":
        depth = depth * depth * (3 - 2 * depth)
    return np.asarray(color), np.asarray(depth[::-1], np.float32)


def _badge(shape: str, cells: int) -> NDArray[np.bool_]:
    """Which cells belong to the outline; rows go up."""
    middle = (np.arange(cells) + 0.5) / cells * 2 - 1
    x, y = middle[None, :], middle[:, None]
    if shape == "rounded-rect":
        corner = np.hypot(np.maximum(np.abs(x) - 0.75, 0), np.maximum(np.abs(y) - 0.75, 0))
        return np.asarray(corner < 0.24)
    if shape == "hexagon":
        return np.asarray(np.maximum(np.abs(y) * 0.866 + np.abs(x) * 0.5, np.abs(x)) < 0.866)
    if shape == "shield":
        narrow = np.where(y > 0, 0.85, 0.85 * np.sqrt(np.clip(1 - (y / 0.98) ** 2, 0, 1)))
        return np.asarray((np.abs(x) < narrow) & (y < 0.92))
    if shape == "star":
        angle = np.arctan2(x, y)
        wedge = np.abs((angle / (2 * np.pi) * 5 + 0.5) % 1 - 0.5) * 2
        return np.asarray(np.hypot(x, y) < 0.97 - 0.45 * wedge)
    return np.asarray(np.hypot(x, y) < 0.98)


def _plate(inside: NDArray[np.bool_], top: Floats, size: float, *, closed: bool) -> Mesh:
    """The relief on a grid, a wall around it, and a back; UVs show the picture on the front."""
    cells = inside.shape[0]
    corner = np.arange((cells + 1) ** 2).reshape(cells + 1, cells + 1)
    row, column = np.nonzero(inside)
    a, b = corner[row, column], corner[row, column + 1]
    c, d = corner[row + 1, column], corner[row + 1, column + 1]
    front = np.concatenate([np.stack([a, b, d], 1), np.stack([a, d, c], 1)])
    count = (cells + 1) ** 2
    faces = [front]
    if closed:
        faces.append(front[:, ::-1] + count)
    faces += _walls(front, count)
    grid = np.linspace(0, 1, cells + 1)
    u, v = np.meshgrid(grid, grid)
    x, y = (u.ravel() - 0.5) * size, (v.ravel()) * size
    points = np.concatenate(
        [np.stack([x, y, top.ravel()], 1), np.stack([x, y, np.zeros(count)], 1)]
    )
    uvs = np.tile(np.stack([u.ravel(), 1 - v.ravel()], 1), (2, 1))
    triangles = np.concatenate(faces)
    used, inverse = np.unique(triangles, return_inverse=True)
    return bare(points[used], inverse.reshape(-1, 3), uvs[used])


def _walls(front: NDArray[np.int64], count: int) -> list[NDArray[np.int64]]:
    border = edges.border(front)
    a, b = border[:, 0], border[:, 1]
    return [np.stack([b, a, a + count], 1), np.stack([b, a + count, b + count], 1)]


def _turned(options: Mapping[str, Any]) -> NDArray[np.float64]:
    x, y, z = (math.radians(float(options.get(f"rotate_{axis}_deg", 0))) for axis in "xyz")
    about_x = [[1, 0, 0], [0, math.cos(x), -math.sin(x)], [0, math.sin(x), math.cos(x)]]
    about_y = [[math.cos(y), 0, math.sin(y)], [0, 1, 0], [-math.sin(y), 0, math.cos(y)]]
    about_z = [[math.cos(z), -math.sin(z), 0], [math.sin(z), math.cos(z), 0], [0, 0, 1]]
    return np.asarray(np.array(about_z) @ np.array(about_y) @ np.array(about_x))
