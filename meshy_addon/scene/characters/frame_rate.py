"""How fast the scene of an object runs."""

from __future__ import annotations

import bpy


def frames_per_second(thing: bpy.types.Object) -> float:
    """Of the open scene if `thing` is in it, else of its own."""
    scene = bpy.context.scene
    if thing.users_scene and scene not in thing.users_scene:
        scene = thing.users_scene[0]
    return float(scene.render.fps / scene.render.fps_base)
