"""Several meshes made one."""

from __future__ import annotations

from collections.abc import Sequence

import bpy

from .aside import scene_aside


def joined(objects: Sequence[bpy.types.Object]) -> bpy.types.Mesh:
    """The one mesh that prepared `objects` make up; they are gone afterwards. Main thread."""
    meshes = [thing for thing in objects if isinstance(thing.data, bpy.types.Mesh)]
    if len(meshes) > 1:
        with scene_aside("Meshy joining") as scene:
            for thing in objects:
                scene.collection.objects.link(thing)
                thing.select_set(thing in meshes)
            scene.view_layers[0].objects.active = meshes[0]
            left_over = [thing.data for thing in meshes[1:]]
            bpy.ops.object.join()
        objects = [thing for thing in objects if thing == meshes[0] or thing not in meshes]
        bpy.data.batch_remove([mesh for mesh in left_over if mesh.users == 0])
    mesh = meshes[0].data
    bpy.data.batch_remove(list(objects))
    return mesh
