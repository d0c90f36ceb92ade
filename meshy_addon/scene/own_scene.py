"""Which scene's settings hold for an object: several may be in a file, and one is in front."""

from __future__ import annotations

import bpy


def scene_of(thing: bpy.types.Object) -> bpy.types.Scene:
    """The open scene if `thing` is in it, else its own. Main thread."""
    scene = bpy.context.scene
    if thing.users_scene and scene not in thing.users_scene:
        return thing.users_scene[0]
    return scene
