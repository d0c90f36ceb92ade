"""Starts an operator from a timer, which Blender calls without a window. Main thread."""

from __future__ import annotations

import bpy


def begin(operator: str) -> None:
    """Run `bpy.ops.meshy.<operator>` in the window that has the artist's attention."""
    window = bpy.context.window or bpy.context.window_manager.windows[0]
    with bpy.context.temp_override(window=window):
        getattr(bpy.ops.meshy, operator)("INVOKE_DEFAULT")
