"""Modal operators that live for a few ticks of a timer: they begin with Blender's next event.

Modal, so that nothing else that is modal begins amid their work; brief, as Blender saves nothing
by itself while one runs. Main thread.
"""

from __future__ import annotations

import bpy

_TICK_S = 0.01


class BriefModal:
    """What such an operator does at each tick is its `work`."""

    bl_options = {"INTERNAL"}

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """Nothing is done amid whatever calls this."""
        manager = context.window_manager
        self._timer = manager.event_timer_add(_TICK_S, window=context.window)
        manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """One piece of work for each tick of the timer."""
        if event.type != "TIMER":
            return {"PASS_THROUGH"}
        if self.work():
            return {"RUNNING_MODAL"}
        self.cancel(context)
        return {"FINISHED"}

    def cancel(self, context: bpy.types.Context) -> None:
        """Also when another file is opened."""
        context.window_manager.event_timer_remove(self._timer)

    def work(self) -> bool:
        """Do one piece of it; whether there's more."""
        raise NotImplementedError


def begin(operator: str) -> None:
    """Run `bpy.ops.meshy.<operator>` in the window that has the artist's attention."""
    window = bpy.context.window or bpy.context.window_manager.windows[0]
    with bpy.context.temp_override(window=window):
        getattr(bpy.ops.meshy, operator)("INVOKE_DEFAULT")
