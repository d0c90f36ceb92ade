"""The material that a character had before it was rigged.

The service's rigged file keeps the UVs, but of the material only the base colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import bpy
import numpy as np
from mathutils.bvhtree import BVHTree
from numpy.typing import NDArray

from ..objects.carrying_over import triangles_of

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]

_SAMPLES = 300
_STEPS = 2048
"""How finely UVs are told apart: half a texel of a 1K texture."""
_NEAR = 0.02
"""How far apart the same spot may be, as a share of the model's size."""
_ENOUGH = 0.8
_LAYERS = 12
"""How many corners at the same place of the texture are looked at: mirrored halves share theirs."""


def put_material_back(
    source: bpy.types.Object, rig: list[bpy.types.Object], known: list[Indices] | None
) -> None:
    """Gives the meshes of `rig` the materials of `source`; None says that they aren't its.

    `known` is what `material_indices` found. What they had goes, if nothing else uses it.
    """
    meshes = [thing.data for thing in rig if isinstance(thing.data, bpy.types.Mesh)]
    if known is None:
        return
    before = {material for mesh in meshes for material in mesh.materials if material}
    for mesh, indices in zip(meshes, known, strict=True):
        mesh.materials.clear()
        for slot in source.material_slots:
            mesh.materials.append(slot.material)
        mesh.polygons.foreach_set("material_index", indices)
        mesh.update()
    _remove_unused(before)


def material_indices(
    meshes: Sequence[bpy.types.Mesh], there: bpy.types.Mesh, slots: int
) -> list[Indices] | None:
    """For each of the `meshes` of a rig the material slot of each face, by the face that was there
    in the mesh that was sent; None if they haven't its UVs. Seconds for many faces and slots.
    """
    if not all(_has_uvs_of(there, mesh) for mesh in meshes):
        return None
    if slots == 1:
        return [np.zeros(len(mesh.polygons), np.int32) for mesh in meshes]
    return [_nearest_materials(mesh, there) for mesh in meshes]


def _nearest_materials(mesh: Any, there: Any) -> Indices:
    """For each face of `mesh` the material of the face that was there."""
    low, size = _box(_points(there))
    theirs = _read(there.polygons, "material_index", len(there.polygons), np.int32)
    triangles, owners = triangles_of(there)
    tree = BVHTree.FromPolygons(((_points(there) - low) / size).tolist(), triangles.tolist())
    low, size = _box(_points(mesh))
    centers = _read(mesh.polygons, "center", len(mesh.polygons) * 3, np.float32).reshape(-1, 3)
    hits = [tree.find_nearest(center)[2] for center in ((centers - low) / size).tolist()]
    return np.asarray(theirs[owners[hits]], np.int32)


def _has_uvs_of(there: Any, mesh: Any) -> bool:
    """Whether the same spots of both models lie at the same places of the texture."""
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
