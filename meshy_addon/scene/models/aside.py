"""A scene beside the artist's, to work in without touching theirs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import bpy


@contextmanager
def scene_aside(name: str) -> Iterator[bpy.types.Scene]:
    """A fresh scene that is the current one inside the `with`, and gone after it. Main thread.

    The artist's scene keeps its mode, selection, active object and frame: Blender's operators
    look at the window's scene, so a context override alone would leave them in Edit Mode.
    Objects that were made in the scene outlive it, in no collection.
    """
    window = bpy.context.window or bpy.context.window_manager.windows[0]
    artists_scene, artists_layer = window.scene, window.view_layer
    aside = bpy.data.scenes.new(name)
    aside.render.fps = artists_scene.render.fps
    aside.render.fps_base = artists_scene.render.fps_base
    try:
        window.scene = aside
        yield aside
    finally:
        window.scene = artists_scene
        window.view_layer = artists_layer
        bpy.data.scenes.remove(aside)
