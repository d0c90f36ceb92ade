"""Whether an object's UVs are worth painting on, so that they are kept when it's retextured.

Where parts share a place, as mirrored halves do, what is painted for one shows on the other. That
may be what the artist wants, and they can have it; but it isn't done unasked.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import bpy
import numpy as np
from numpy.typing import NDArray

from .uv_overlap import overlap

_SMALLEST_AREA = 0.001
"""Of the whole square. The service refuses less."""
_MOST_AREA = 1.05
"""More can't lie side by side."""
_FLAT_FACE = 1e-10
_MOST_FLAT_FACES = 0.02
_MOST_OUTSIDE = 0.01
_EDGE = 0.001
_MOST_SHARED = 0.02
_SOME_SHARED = 0.002
"""Of what is covered: so much is told."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class UvLayout:
    """What there is to say of a UV map. All are shares, 0 to 1."""

    outside: float
    """Of the face corners, beyond the square."""
    empty: float
    """Of the triangles, without a place of their own on it."""
    area: float
    """Of the square, taken by all triangles; more than 1 where they lie on each other."""
    shared: float
    """Of what is covered, by more than one triangle."""

    @property
    def is_good(self) -> bool:
        """Whether nearly all of it lies on the square, side by side."""
        return self.is_on_the_square and self.has_room and self.shared <= _MOST_SHARED

    @property
    def is_on_the_square(self) -> bool:
        return self.outside <= _MOST_OUTSIDE

    @property
    def has_room(self) -> bool:
        """Whether there is a place to paint on for nearly each triangle."""
        return self.area >= _SMALLEST_AREA and self.empty <= _MOST_FLAT_FACES

    @property
    def is_shared(self) -> bool:
        """Whether parts lie on each other, few though they may be."""
        return self.shared > _SOME_SHARED


def has_good_uvs(thing: bpy.types.Object) -> bool:
    """Whether nearly all of its faces lie side by side on the square. Main thread."""
    layout = uv_layout(thing)
    return layout is not None and layout.is_good


def uv_layout(thing: bpy.types.Object) -> UvLayout | None:
    """Of the UV map that is rendered, without modifiers; None without one. Main thread.

    Some 20 ms for 300,000 triangles.
    """
    mesh = thing.data
    if not isinstance(mesh, bpy.types.Mesh):
        return None
    uv_map = rendered_uv_map(thing)
    if not mesh.is_editmode:
        return _layout(mesh, uv_map)
    flushed = mesh.copy()  # its attributes are elsewhere while it's edited
    try:
        return _layout(flushed, uv_map)
    finally:
        bpy.data.meshes.remove(flushed)


def rendered_uv_map(thing: bpy.types.Object) -> str:
    """The name of the UV map that textures lie on unless they say otherwise; empty if none is."""
    layers = thing.data.uv_layers if isinstance(thing.data, bpy.types.Mesh) else ()
    return next((layer.name for layer in layers if layer.active_render), "")


def _layout(mesh: bpy.types.Mesh, uv_map: str) -> UvLayout | None:
    layer = mesh.uv_layers.get(uv_map) if mesh.polygons else None
    if layer is None or len(layer.uv) != len(mesh.loops):
        return None
    flat = np.empty(len(mesh.loops) * 2, np.float32)
    layer.uv.foreach_get("vector", flat)
    return _LATEST.layout(mesh, flat)


class _Latest:
    """Judges UVs, and knows what it said last: a dialog asks when it opens, changes and is done."""

    def __init__(self) -> None:
        self._seen = (-1, -1)
        self._said: UvLayout | None = None

    def layout(self, mesh: bpy.types.Mesh, flat: Floats) -> UvLayout:
        seen = (len(mesh.polygons), zlib.crc32(flat))
        if self._said is None or seen != self._seen:
            self._seen, self._said = seen, _judged(mesh, flat)
        return self._said


_LATEST = _Latest()
"""One, as an artist looks at one dialog."""


def _judged(mesh: bpy.types.Mesh, flat: Floats) -> UvLayout:
    triangles = _triangles(mesh, flat.reshape(-1, 2))
    areas = _areas(triangles)
    area = float(areas.sum())
    return UvLayout(
        outside=_share_outside(flat),
        empty=float((areas < _FLAT_FACE).mean()),
        area=area,
        shared=1.0 if area > _MOST_AREA else overlap(triangles),
    )


def _share_outside(flat: Floats) -> float:
    if flat.min() >= -_EDGE and flat.max() <= 1 + _EDGE:
        return 0.0
    outside = (flat < -_EDGE) | (flat > 1 + _EDGE)
    return float((outside[0::2] | outside[1::2]).mean())


def _triangles(mesh: bpy.types.Mesh, corners: Floats) -> Floats:
    """The UVs of each triangle, shape (n, 3, 2)."""
    if len(mesh.loops) == 3 * len(mesh.polygons):  # no face has fewer corners
        return corners.reshape(-1, 3, 2)
    mesh.calc_loop_triangles()
    loops = np.empty(len(mesh.loop_triangles) * 3, np.int32)
    mesh.loop_triangles.foreach_get("loops", loops)
    return np.take(corners, loops, axis=0).reshape(-1, 3, 2)


def _areas(triangles: Floats) -> Floats:
    """Of each triangle on the square."""
    ax, ay, bx, by, cx, cy = np.ascontiguousarray(triangles.reshape(-1, 6).T)
    doubled: Floats = np.abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax))
    return doubled / 2
