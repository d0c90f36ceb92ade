"""What a mesh wears besides its shape, brought from one mesh to another of about the same shape:
weights, shape keys and materials, each taken from the nearest spot of the surface.
"""

from __future__ import annotations

import bpy
import numpy as np
from mathutils.bvhtree import BVHTree
from numpy.typing import NDArray

from ..models.aside import scene_aside
from .key_animation import carry_animation

Points = NDArray[np.float32]


def carry_weights(source: bpy.types.Object, mesh: bpy.types.Mesh) -> None:
    """Gives `mesh` the vertex groups of `source`, with their order and names. Main thread.

    Both are in the same space; `source` may be in no scene.
    """
    if not source.vertex_groups:
        return
    wearer = bpy.data.objects.new("Meshy carrying", mesh)
    giver = bpy.data.objects.new("Meshy carrying", source.data)
    for group in source.vertex_groups:
        wearer.vertex_groups.new(name=group.name).lock_weight = group.lock_weight
    try:
        with scene_aside("Meshy carrying") as scene:
            for thing in (giver, wearer):
                scene.collection.objects.link(thing)
            wearer.select_set(True)
            scene.view_layers[0].objects.active = giver
            bpy.ops.object.data_transfer(
                data_type="VGROUP_WEIGHTS",
                vert_mapping="POLYINTERP_NEAREST",
                layers_select_src="ALL",
                layers_select_dst="NAME",
                use_create=True,
            )
    finally:
        bpy.data.batch_remove([wearer, giver])


def carry_key_shapes(before: bpy.types.Mesh, mesh: bpy.types.Mesh) -> None:
    """Gives `mesh`, which has the shape of the basis, the shape keys of `before`, as far as they
    are shapes. About 5 µs for each vertex. Main thread.
    """
    if not before.shape_keys:
        return
    wearer = bpy.data.objects.new("Meshy carrying", mesh)
    try:
        basis = _key_points(before.shape_keys.reference_key, len(before.vertices))
        corners, weights = _nearest(before, basis, _points(mesh))
        for key in before.shape_keys.key_blocks:
            made = wearer.shape_key_add(name=key.name, from_mix=False)
            moved = _key_points(key, len(before.vertices)) - basis
            shift = (moved[corners] * weights[..., None]).sum(axis=1)
            made.points.foreach_set("co", (_points(mesh) + shift).ravel())
    finally:
        bpy.data.objects.remove(wearer)


def carry_key_settings(before: bpy.types.Mesh, mesh: bpy.types.Mesh) -> None:
    """Gives the shape keys of `mesh` all else that those of `before` have: values, drivers,
    animation. Main thread.
    """
    if not before.shape_keys or not mesh.shape_keys:
        return
    for key in before.shape_keys.key_blocks:
        _set_up_key(mesh.shape_keys.key_blocks[key.name], key)
    mesh.shape_keys.name = before.shape_keys.name
    carry_animation(before.shape_keys, mesh.shape_keys)


def carry_materials(before: bpy.types.Mesh, mesh: bpy.types.Mesh) -> None:
    """Gives `mesh` the material slots of `before`, each face that of the nearest one there."""
    mesh.materials.clear()
    for material in before.materials:
        mesh.materials.append(material)
    indices = np.zeros(len(mesh.polygons), np.int32)
    if len(before.materials) > 1:
        theirs = np.empty(len(before.polygons), np.int32)
        before.polygons.foreach_get("material_index", theirs)
        centers = np.empty(len(mesh.polygons) * 3, np.float32)
        mesh.polygons.foreach_get("center", centers)
        triangles, owners = triangles_of(before)
        tree = BVHTree.FromPolygons(_points(before).tolist(), triangles.tolist())
        hits = [tree.find_nearest(center)[2] for center in centers.reshape(-1, 3).tolist()]
        indices = theirs[owners[hits]]
    mesh.polygons.foreach_set("material_index", indices)


def _nearest(
    source: bpy.types.Mesh, source_points: Points, points: Points
) -> tuple[NDArray[np.int32], Points]:
    """For each of `points` the vertices of the nearest triangle, and how much each counts."""
    triangles, _ = triangles_of(source)
    tree = BVHTree.FromPolygons(source_points.tolist(), triangles.tolist())
    hits = [tree.find_nearest(point) for point in points.tolist()]
    corners = triangles[[hit[2] for hit in hits]]
    spots = np.array([tuple(hit[0]) for hit in hits], np.float64)
    return corners, _barycentric(spots, source_points[corners].astype(np.float64))


def _barycentric(spots: NDArray[np.float64], corners: NDArray[np.float64]) -> Points:
    """Real-Time Collision Detection, 3.4; a triangle without area counts as its first corner."""
    one, two, spot = (each - corners[:, 0] for each in (corners[:, 1], corners[:, 2], spots))
    d00, d01, d11 = ((a * b).sum(axis=1) for a, b in ((one, one), (one, two), (two, two)))
    d20, d21 = (spot * one).sum(axis=1), (spot * two).sum(axis=1)
    area = d00 * d11 - d01 * d01
    has_area = area > 1e-20
    safe = np.where(has_area, area, 1.0)
    second = np.where(has_area, (d11 * d20 - d01 * d21) / safe, 0.0)
    third = np.where(has_area, (d00 * d21 - d01 * d20) / safe, 0.0)
    return np.stack([1.0 - second - third, second, third], axis=1).astype(np.float32)


def triangles_of(mesh: bpy.types.Mesh) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The vertices of each triangle, and the face that it belongs to."""
    mesh.calc_loop_triangles()
    corners = np.empty(len(mesh.loop_triangles) * 3, np.int32)
    mesh.loop_triangles.foreach_get("vertices", corners)
    owners = np.empty(len(mesh.loop_triangles), np.int32)
    mesh.loop_triangles.foreach_get("polygon_index", owners)
    return corners.reshape(-1, 3), owners


def _points(mesh: bpy.types.Mesh) -> Points:
    points = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.vertices.foreach_get("co", points)
    return points.reshape(-1, 3)


def _key_points(key: bpy.types.ShapeKey, count: int) -> Points:
    points = np.empty(count * 3, np.float32)
    key.points.foreach_get("co", points)
    return points.reshape(-1, 3)


def _set_up_key(made: bpy.types.ShapeKey, key: bpy.types.ShapeKey) -> None:
    made.slider_min, made.slider_max = key.slider_min, key.slider_max
    made.value, made.mute = key.value, key.mute
    made.interpolation, made.vertex_group = key.interpolation, key.vertex_group
    made.relative_key = made.id_data.key_blocks[key.relative_key.name]
