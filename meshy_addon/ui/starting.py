"""Starts an operator from a timer, which Blender calls without a window. Main thread."""

from __future__ import annotations

import bpy
from bpy.props import StringProperty

_FORBIDDEN = "modify blend data in this state"
"""How Blender puts it (pyop_call in bpy_operator.cc), after "can't" and, since 5.2, "cannot"."""


def begin(operator: str) -> None:
    """Run `bpy.ops.meshy.<operator>` in the window that has the artist's attention.

    When a render by an engine in Python, Cycles too, begins while a panel is drawn, Blender goes on
    forbidding timers to change anything, for good. What a property calls when it's set may.
    """
    try:
        _begin(operator)
    except RuntimeError as error:
        if _FORBIDDEN not in str(error):
            raise
        bpy.context.window_manager.meshy_begun = operator


def _begin(operator: str) -> None:
    window = bpy.context.window or bpy.context.window_manager.windows[0]
    with bpy.context.temp_override(window=window):
        getattr(bpy.ops.meshy, operator)("INVOKE_DEFAULT")


def _begin_set(manager: bpy.types.WindowManager, _: bpy.types.Context) -> None:
    _begin(manager.meshy_begun)


def register() -> None:
    bpy.types.WindowManager.meshy_begun = StringProperty(
        options={"HIDDEN", "SKIP_SAVE"}, update=_begin_set
    )


def unregister() -> None:
    del bpy.types.WindowManager.meshy_begun
