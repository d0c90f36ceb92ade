"""The material that a character had before it was rigged.

The service's rigged file keeps the UVs, but of the material only the base colour.
"""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
from mathutils.bvhtree import BVHTree
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_SAMPLES = 300
_STEPS = 2048
"""How finely UVs are told apart: half a texel of a 1K texture."""
_NEAR = 0.02
"""How far apart the same spot may be, as a share of the model's size."""
_ENOUGH = 0.8
_LAYERS = 12
"""How many corners at the same place of the texture are looked at: mirrored halves share theirs."""


def put_material_back(source: bpy.types.Object, rig: list[bpy.types.Object]) -> bool:
    """Gives the meshes of `rig` the materials of `source` if they have its UVs; whether it did.

    What they had goes, if nothing else uses it. Main thread, with the view layer up to date.
    """
    meshes = [thing for thing in rig if isinstance(thing.data, bpy.types.Mesh)]
    seen = source.evaluated_get(bpy.context.evaluated_depsgraph_get())
    if source.type != "MESH" or not any(slot.material for slot in source.material_slots):
        return False
    if not all(_has_uvs_of(seen, mesh.data) for mesh in meshes):
        return False
    before = {material for mesh in meshes for material in mesh.data.materials if material}
    for mesh in meshes:
        _wear(mesh.data, source, seen)
    _remove_unused(before)
    return True


def _wear(mesh: Any, source: bpy.types.Object, seen: bpy.types.Object) -> None:
    mesh.materials.clear()
    for slot in source.material_slots:
        mesh.materials.append(slot.material)
    if len(source.material_slots) > 1:
        mesh.polygons.foreach_set("material_index", _nearest_materials(mesh, seen))
        mesh.update()


def _nearest_materials(mesh: Any, seen: bpy.types.Object) -> list[int]:
    """For each face of `mesh` the material of the face that was there."""
    there: Any = seen.data
    low, size = _box(_points(there))
    tree = BVHTree.FromPolygons(
        [tuple(point) for point in (_points(there) - low) / size],
        [tuple(polygon.vertices) for polygon in there.polygons],
    )
    low, size = _box(_points(mesh))
    found = []
    for polygon in mesh.polygons:
        _, _, index, _ = tree.find_nearest((np.array(polygon.center) - low) / size)
        found.append(there.polygons[index].material_index)
    return found


def _has_uvs_of(seen: bpy.types.Object, mesh: Any) -> bool:
    """Whether the same spots of both models lie at the same places of the texture."""
    there: Any = seen.data
    if not there.uv_layers or not mesh.uv_layers or not there.loops or not mesh.loops:
        return False
    sample = np.linspace(0, len(mesh.loops) - 1, min(_SAMPLES, len(mesh.loops))).astype(int)
    our_uvs, our_spots = _uvs(mesh)[sample], _spots(mesh, sample)
    around = [_codes(our_uvs, u, v) for u in (-1, 0, 1) for v in (-1, 0, 1)]
    codes = _codes(_uvs(there))
    near = _among(codes, np.concatenate(around))
    if not len(near):
        return False
    near = near[np.argsort(codes[near])]
    codes, spots = codes[near], _spots(there, near)
    found = np.zeros(len(sample), bool)
    for wanted in around:
        first = np.searchsorted(codes, wanted)
        for place in range(_LAYERS):
            here = np.minimum(first + place, len(codes) - 1)
            is_same = codes[here] == wanted
            found |= is_same & (np.linalg.norm(spots[here] - our_spots, axis=1) < _NEAR)
    return bool(found.mean() >= _ENOUGH)


def _among(codes: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where any of `wanted` stands. As `isin` would say it, which sorts the many instead."""
    wanted = np.sort(wanted)
    found = np.searchsorted(wanted, codes)
    return np.flatnonzero(wanted[np.minimum(found, len(wanted) - 1)] == codes)


def _uvs(mesh: Any) -> Floats:
    layer = next((each for each in mesh.uv_layers if each.active_render), mesh.uv_layers[0])
    return _read(layer.uv, "vector", len(mesh.loops) * 2, np.float32).reshape(-1, 2)


def _codes(uvs: Floats, u: int = 0, v: int = 0) -> NDArray[np.int64]:
    steps = np.floor(uvs * _STEPS).astype(np.int64) + (u, v)
    return steps[:, 0] * (1 << 24) + steps[:, 1]


def _spots(mesh: Any, corners: NDArray[np.int64]) -> Floats:
    """Where these corners are, in a box from 0 to 1 on its longest side."""
    points = _points(mesh)
    low, size = _box(points)
    # Attributes, not vertices and loops: those are read one by one in some versions.
    numbers = _read(mesh.attributes[".corner_vert"].data, "value", len(mesh.loops), np.int32)
    return np.asarray((points[numbers[corners]] - low) / size)


def _points(mesh: Any) -> Floats:
    values = mesh.attributes["position"].data
    return _read(values, "vector", len(mesh.vertices) * 3, np.float32).reshape(-1, 3)


def _read(values: Any, name: str, length: int, kind: type[Any]) -> NDArray[Any]:
    found = np.empty(length, kind)
    values.foreach_get(name, found)
    return found


def _box(points: Floats) -> tuple[Floats, float]:
    axes = np.ascontiguousarray(points.T)
    low = axes.min(axis=1)
    return low, float((axes.max(axis=1) - low).max()) or 1.0


def _remove_unused(materials: set[bpy.types.Material]) -> None:
    images = {
        node.image
        for material in materials
        if material.users == 0 and material.node_tree
        for node in material.node_tree.nodes
        if node.bl_idname == "ShaderNodeTexImage" and node.image
    }
    bpy.data.batch_remove([material for material in materials if material.users == 0])
    bpy.data.batch_remove([image for image in images if image.users == 0])
