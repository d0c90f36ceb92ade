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
    indices = np.zeros(len(mesh.polygons), np.int32)
    if len(source.material_slots) > 1:
        indices[:] = _nearest_materials(mesh, seen)
    mesh.polygons.foreach_set("material_index", indices)
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
    our_uvs, our_spots = _uvs(mesh), _spots(mesh)
    sample = np.linspace(0, len(our_uvs) - 1, min(_SAMPLES, len(our_uvs))).astype(int)
    our_uvs, our_spots = our_uvs[sample], our_spots[sample]
    their_codes = _codes(_uvs(there))
    around = [_codes(our_uvs, u, v) for u in (-1, 0, 1) for v in (-1, 0, 1)]
    candidates = np.flatnonzero(np.isin(their_codes, np.concatenate(around)))
    codes, spots = their_codes[candidates], _spots(there)[candidates]
    found = 0
    for number, spot in enumerate(our_spots):
        same = np.isin(codes, [codes_here[number] for codes_here in around])
        found += bool(same.any() and np.linalg.norm(spots[same] - spot, axis=1).min() < _NEAR)
    return found >= _ENOUGH * len(sample)


def _uvs(mesh: Any) -> Floats:
    layer = next((each for each in mesh.uv_layers if each.active_render), mesh.uv_layers[0])
    uvs = np.empty(len(mesh.loops) * 2, np.float32)
    layer.data.foreach_get("uv", uvs)
    return uvs.reshape(-1, 2).astype(np.float64)


def _codes(uvs: Floats, u: int = 0, v: int = 0) -> NDArray[np.int64]:
    steps = np.floor(uvs * _STEPS).astype(np.int64) + (u, v)
    return steps[:, 0] * (1 << 24) + steps[:, 1]


def _spots(mesh: Any) -> Floats:
    """Where each corner is, in a box from 0 to 1 on its longest side."""
    points = _points(mesh)
    low, size = _box(points)
    numbers = np.empty(len(mesh.loops), np.int32)
    mesh.loops.foreach_get("vertex_index", numbers)
    return ((points - low) / size)[numbers]


def _points(mesh: Any) -> Floats:
    points = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.vertices.foreach_get("co", points)
    return points.reshape(-1, 3).astype(np.float64)


def _box(points: Floats) -> tuple[Floats, float]:
    low = points.min(axis=0)
    return low, float((points.max(axis=0) - low).max()) or 1.0


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
