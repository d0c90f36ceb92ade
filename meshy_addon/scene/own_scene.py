"""The scene whose settings hold for an object, and its looks: several may be in a file, and one is
in front. Main thread.
"""

from __future__ import annotations

import bpy


def scene_of(thing: bpy.types.Object) -> bpy.types.Scene:
    """The open scene if `thing` is in it, else its own."""
    scene = bpy.context.scene
    if thing.users_scene and scene not in thing.users_scene:
        return thing.users_scene[0]
    return scene


def layer_of(thing: bpy.types.Object) -> bpy.types.ViewLayer:
    """The open view layer if `thing` is in that scene, else the first of its own."""
    scene = scene_of(thing)
    return bpy.context.view_layer if scene == bpy.context.scene else scene.view_layers[0]


def evaluated(thing: bpy.types.Object) -> bpy.types.Object:
    """As it looks in that view layer: with its modifiers and its pose. Only for the moment."""
    layer = layer_of(thing)
    layer.update()
    return thing.evaluated_get(layer.depsgraph)
