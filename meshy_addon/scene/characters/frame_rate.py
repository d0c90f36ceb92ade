"""How fast the scene of an object runs."""

from __future__ import annotations

import bpy

from ..own_scene import scene_of


def frames_per_second(thing: bpy.types.Object) -> float:
    """Of the scene that `thing` is looked at in."""
    render = scene_of(thing).render
    return float(render.fps / render.fps_base)
