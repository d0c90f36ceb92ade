"""A word to the artist that doesn't get in their way: in the status bar, as Blender's own."""

from __future__ import annotations

from collections import deque

import bpy

_TICK_S = 0.01


class Notices:
    """What is still to be said. Main thread."""

    def __init__(self) -> None:
        self.waiting: deque[tuple[str, str]] = deque()
        """Pairs of a report's type and its text."""

    def tell(self, text: str, *, is_bad: bool = False) -> None:
        """Say it as soon as the artist isn't amid something."""
        # Never an error: that would come up as a window amid the work.
        self.waiting.append(("WARNING" if is_bad else "INFO", f"Meshy: {text}"))

    def show(self) -> None:
        """Say what is waiting; to be called when nothing else is modal."""
        if bpy.app.background:
            self.waiting.clear()  # nobody reads there
        if not self.waiting:
            return
        window = bpy.context.window or bpy.context.window_manager.windows[0]
        with bpy.context.temp_override(window=window):
            bpy.ops.meshy.notice("INVOKE_DEFAULT")


NOTICES = Notices()
"""One, as there's one status bar to say it in."""


class MESHY_OT_notice(bpy.types.Operator):
    """Says how a job ended"""

    bl_idname = "meshy.notice"
    bl_label = "Meshy"
    bl_options = {"INTERNAL"}

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """Modal for one tick: Blender shows no report of an operator that Python called."""
        manager = context.window_manager
        self._timer = manager.event_timer_add(_TICK_S, window=context.window)
        manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """All that is waiting; the last one stays in sight, the others are in the Info Editor."""
        if event.type != "TIMER":
            return {"PASS_THROUGH"}
        self.cancel(context)
        while NOTICES.waiting:
            kind, text = NOTICES.waiting.popleft()
            self.report({kind}, text)
        return {"FINISHED"}

    def cancel(self, context: bpy.types.Context) -> None:
        """Also when another file is opened."""
        context.window_manager.event_timer_remove(self._timer)


def register() -> None:
    bpy.utils.register_class(MESHY_OT_notice)


def unregister() -> None:
    bpy.utils.unregister_class(MESHY_OT_notice)
