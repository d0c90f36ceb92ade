"""3D printing: measures a mesh, closes its holes, gives each triangle one of a few colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.emulator.models import edges
from tests.emulator.models.interchange import welded
from tests.emulator.models.mesh import Floats, Mesh, bare
from tests.emulator.models.remesh import islands
from tests.emulator.models.textures import Pixels

SMALLEST_AREA_M2 = 1e-12


@dataclass(frozen=True)
class Printability:
    is_watertight: bool
    volume: float
    """cubic metres"""
    non_manifold_edges: int
    degenerate_faces: int
    holes: int

    @property
    def error_count(self) -> int:
        return sum((not self.is_watertight, self.volume <= 0, self.non_manifold_edges > 0))

    @property
    def warning_count(self) -> int:
        return sum((self.degenerate_faces > 0, self.holes > 0))

    @property
    def status(self) -> str:
        if self.error_count:
            return "error"
        return "warning" if self.warning_count else "healthy"


def measured(mesh: Mesh) -> Printability:
    points, faces = welded(mesh)
    whole = _whole(points, faces)
    found, uses = edges.uses(faces[whole])
    open_edges = found[uses == 1]
    corners = points[faces]
    cones = np.cross(corners[:, 0], corners[:, 1]) * corners[:, 2]
    return Printability(
        is_watertight=not len(open_edges),
        volume=float(cones.sum(dtype=np.float64) / 6),
        non_manifold_edges=int((uses > 2).sum()),
        degenerate_faces=int((~whole).sum()),
        holes=len(np.unique(_loops(open_edges))) if len(open_edges) else 0,
    )


def repaired(mesh: Mesh) -> Mesh:
    """Without degenerate faces, each hole closed by a fan about its middle. No UVs, no parts."""
    points, faces = welded(mesh)
    faces = faces[_whole(points, faces)]
    border = edges.border(faces)
    caps: list[NDArray[np.int64]] = []
    if len(border):
        loop = _loops(border)
        middles = []
        for number, label in enumerate(np.unique(loop)):
            mine = border[loop == label]
            middles.append(points[mine].mean(axis=(0, 1)))
            tip = np.full(len(mine), len(points) + number)
            caps.append(np.stack([mine[:, 1], mine[:, 0], tip], axis=1))
        points = np.concatenate([points, np.array(middles, np.float32)])
    triangles = np.concatenate([faces, *caps]).astype(np.uint32)
    return bare(points, triangles)


def coloured(mesh: Mesh, base_color: Pixels | None, count: int) -> tuple[list[str], list[int]]:
    """A palette of at most `count` colours ("#rrggbb") and each triangle's number in it."""
    if base_color is None:
        return ["#9e9c99"], [0] * len(mesh.triangles)
    size = base_color.shape[0]
    middle = mesh.uvs[mesh.triangles].mean(axis=1)
    cell = np.clip((middle * size).astype(np.int64), 0, size - 1)
    seen = base_color[cell[:, 1], cell[:, 0]]
    strip = Image.fromarray(seen[None]).quantize(count, dither=Image.Dither.NONE)
    numbers = np.asarray(strip)[0]
    used, index = np.unique(numbers, return_inverse=True)
    palette = np.array((strip.getpalette() or [])[: 3 * 256]).reshape(-1, 3)[used]
    return ["#{:02x}{:02x}{:02x}".format(*color) for color in palette.tolist()], index.tolist()


def _whole(points: Floats, faces: NDArray[Any]) -> NDArray[np.bool_]:
    corners = points[faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return np.asarray(np.linalg.norm(across, axis=1) / 2 > SMALLEST_AREA_M2)


def _loops(border: edges.Edges) -> NDArray[np.int64]:
    """For each border edge the number of the hole it belongs to."""
    triangles = np.stack([border[:, 0], border[:, 1], border[:, 1]], axis=1)
    return np.asarray(islands(triangles)[border[:, 0]], np.int64)
