"""A mesh as plain arrays: read in the main thread in milliseconds, looked into by any other."""

from __future__ import annotations

from dataclasses import dataclass

import bpy
import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int32]


_PIECES_OF_A_QUAD = 2


@dataclass(frozen=True)
class Surface:
    points: NDArray[np.float32]
    """(points, 3), in the object's own space"""
    triangles: Indices
    """(triangles, 3) points"""
    face_of: Indices
    """The face that each triangle is a part of."""
    edges: Indices
    """(edges, 2) points"""
    faces: int
    """How many there are."""

    @property
    def corner_counts(self) -> NDArray[np.int64]:
        """How many corners each face has."""
        return np.bincount(self.face_of, minlength=self.faces) + 2

    def is_same(self, other: Surface) -> bool:
        """Whether nothing was edited meanwhile."""
        return self.faces == other.faces and all(
            np.array_equal(getattr(self, name), getattr(other, name))
            for name in ("points", "triangles", "face_of", "edges")
        )


def surface_of(mesh: bpy.types.Mesh) -> Surface:
    """What the mesh is outside Edit Mode. Main thread: some 15 ms for a million triangles,
    60 for as many quads; 0.3 s if faces with more corners are among those.
    """
    faces = len(mesh.polygons)
    triangles, face_of = _triangles(mesh, faces)
    return Surface(
        _values(mesh, "position", "vector", 3, len(mesh.vertices), np.float32),
        triangles,
        face_of,
        _values(mesh, ".edge_verts", "value", 2, len(mesh.edges), np.int32),
        faces,
    )


def corner_values(mesh: bpy.types.Mesh, name: str) -> Indices:
    """Such as ".corner_vert": the point of each corner of the faces. Main thread."""
    return _values(mesh, name, "value", 1, len(mesh.loops), np.int32).reshape(-1)


def _triangles(mesh: bpy.types.Mesh, faces: int) -> tuple[Indices, Indices]:
    corners = corner_values(mesh, ".corner_vert")
    mesh.calc_loop_triangles()
    count = len(mesh.loop_triangles)
    face_of = np.empty(count, np.int32)
    mesh.loop_triangle_polygons.foreach_get("value", face_of)
    pieces = np.bincount(face_of, minlength=faces)
    if pieces.max(initial=0) > _PIECES_OF_A_QUAD:
        # Blender reads these one by one: 0.15 s for a million.
        loops = np.empty(count * 3, np.int32)
        mesh.loop_triangles.foreach_get("loops", loops)
        return corners[loops].reshape(-1, 3), face_of
    before = np.cumsum(pieces) - pieces  # triangles of the faces before it
    first = before + 2 * np.arange(faces)
    third = np.arange(2, count + 2) + 2 * face_of  # of a quad: its third corner, then its fourth
    loops = np.stack([first[face_of], third - 1, third], axis=1)
    return corners[loops], face_of


def _values(
    mesh: bpy.types.Mesh, name: str, field: str, width: int, count: int, kind: type[np.generic]
) -> NDArray[np.generic]:
    """An attribute, as vertices, edges and loops are read one by one in some versions."""
    found = np.empty(count * width, kind)
    if attribute := mesh.attributes.get(name):
        attribute.data.foreach_get(field, found)
    return found.reshape(-1, width)
