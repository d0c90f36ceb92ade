"""What Blender itself can tell of a mesh as a thing to print; seconds for a million faces."""

from __future__ import annotations

import bpy
import numpy as np
from numpy.typing import NDArray

from ...api.printability import Printability
from ..units import metres_per_unit

SMALLEST_AREA = 1e-12
"""Square metres: below it a face is degenerate."""

_QUICK_FACES = 300_000
"""Above it, measuring would keep the artist waiting."""

Numbers = NDArray[np.int64]


def metres_of(thing: bpy.types.Object) -> float:
    """How long a unit of its own space is; the mean where it's scaled askew. Main thread."""
    scale = thing.matrix_world.to_scale()
    return metres_per_unit(bpy.context.scene) * float(abs(scale.x * scale.y * scale.z) ** (1 / 3))


def measured(mesh: bpy.types.Mesh, metres: float) -> Printability | None:
    """What `measure` finds; None for a mesh that is too large to be quick."""
    return measure(mesh, metres) if len(mesh.polygons) <= _QUICK_FACES else None


def measure(mesh: bpy.types.Mesh, metres_per_unit: float) -> Printability:
    """By the service's own rules, corners in one place taken for one. Main thread."""
    points, faces = _welded(mesh)
    points = points * metres_per_unit
    corners = points[faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    whole = np.linalg.norm(across, axis=1) / 2 > SMALLEST_AREA
    volume = float(np.einsum("ij,ij->", np.cross(corners[:, 0], corners[:, 1]), corners[:, 2])) / 6
    edges, uses = _edge_uses(faces[whole])
    open_edges, crowded = edges[uses == 1], int((uses > 2).sum())
    degenerate, holes = int((~whole).sum()), _loops(open_edges)
    is_error = bool(len(open_edges)) or volume <= 0 or crowded > 0
    is_warning = degenerate > 0 or holes > 0
    return Printability(
        "error" if is_error else "warning" if is_warning else "healthy",
        not len(open_edges),
        volume * 1e6,
        crowded,
        holes,
        degenerate,
    )


def _welded(mesh: bpy.types.Mesh) -> tuple[NDArray[np.float64], Numbers]:
    points = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.vertices.foreach_get("co", points)
    mesh.calc_loop_triangles()
    faces = np.empty(len(mesh.loop_triangles) * 3, np.int32)
    mesh.loop_triangles.foreach_get("vertices", faces)
    unique, number = np.unique(points.reshape(-1, 3), axis=0, return_inverse=True)
    return unique.astype(np.float64), number.reshape(-1)[faces].reshape(-1, 3).astype(np.int64)


def _edge_uses(faces: Numbers) -> tuple[Numbers, Numbers]:
    """Each edge once, its lower corner first, and how many faces it has."""
    edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    key, uses = np.unique(edges[:, 0] << 32 | edges[:, 1], return_counts=True)
    return np.stack([key >> 32, key & 0xFFFFFFFF], axis=1), uses


def _loops(edges: Numbers) -> int:
    """How many connected borders there are."""
    parent: dict[int, int] = {}

    def root(of: int) -> int:
        while parent.setdefault(of, of) != of:
            parent[of] = of = parent[parent[of]]
        return of

    for one, other in edges.tolist():
        parent[root(one)] = root(other)
    return len({root(point) for point in list(parent)})
