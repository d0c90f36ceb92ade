"""Whether an object's UVs are worth painting on, so that they are kept when it's retextured."""

from __future__ import annotations

import bpy
import numpy as np

_SMALLEST_AREA = 0.001
"""Of the whole square. The service refuses less."""
_MOST_AREA = 1.05
"""More can't lie side by side: parts would be painted over each other."""
_FLAT_FACE = 1e-10
_MOST_FLAT_FACES = 0.02
_MOST_OUTSIDE = 0.01
_EDGE = 0.001


def has_good_uvs(thing: bpy.types.Object) -> bool:
    """Whether nearly all of its faces lie on the square, and don't have to overlap.

    Looks at the UV map that is rendered, without modifiers; some 10 ms for 300,000 triangles.
    """
    mesh = thing.data
    if not isinstance(mesh, bpy.types.Mesh):
        return False
    uv_map = rendered_uv_map(thing)
    if not mesh.is_editmode:
        return _has_good(mesh, uv_map)
    flushed = mesh.copy()  # its attributes are elsewhere while it's edited
    try:
        return _has_good(flushed, uv_map)
    finally:
        bpy.data.meshes.remove(flushed)


def _has_good(mesh: bpy.types.Mesh, uv_map: str) -> bool:
    layer = mesh.uv_layers.get(uv_map) if mesh.polygons else None
    if layer is None or len(layer.uv) != len(mesh.loops):
        return False
    corners = np.empty(len(mesh.loops) * 2, np.float32)
    layer.uv.foreach_get("vector", corners)
    corners = corners.reshape(-1, 2)
    outside = ((corners < -_EDGE) | (corners > 1 + _EDGE)).any(axis=1)
    if outside.mean() > _MOST_OUTSIDE:
        return False
    areas = _areas(mesh, corners)
    total = float(areas.sum())
    return (
        _SMALLEST_AREA <= total <= _MOST_AREA
        and float((areas < _FLAT_FACE).mean()) <= _MOST_FLAT_FACES
    )


def rendered_uv_map(thing: bpy.types.Object) -> str:
    """The name of the UV map that textures lie on unless they say otherwise; empty if none is."""
    layers = thing.data.uv_layers if isinstance(thing.data, bpy.types.Mesh) else ()
    return next((layer.name for layer in layers if layer.active_render), "")


def _areas(mesh: bpy.types.Mesh, corners: np.ndarray) -> np.ndarray:
    """Of each triangle on the square."""
    mesh.calc_loop_triangles()
    loops = np.empty(len(mesh.loop_triangles) * 3, np.int32)
    mesh.loop_triangles.foreach_get("loops", loops)
    first, second, third = corners[loops.reshape(-1, 3)].transpose(1, 0, 2)
    one, other = second - first, third - first
    return np.abs(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]) / 2
