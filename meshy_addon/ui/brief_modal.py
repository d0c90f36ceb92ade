"""Modal operators that live for a few ticks of a timer: they begin with Blender's next event.

Modal, so that nothing else that is modal begins amid their work; brief, as Blender saves nothing
by itself while one runs. Main thread.
"""

from __future__ import annotations

import bpy

_TICK_S = 0.001
"""At each turn of Blender's main loop, which rests for some milliseconds."""


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


class MESHY_OT_place_results(BriefModal, bpy.types.Operator):
    """Brings finished results into the scene"""

    bl_idname = "meshy.place_results"
    bl_label = "Place Meshy Results"

    def work(self) -> bool:
        """A piece of one result."""
        from .placing import place_a_piece
        from .wording import say

        sentence, is_more = place_a_piece()
        if sentence:
            self.report({"INFO"}, say("Meshy: {sentence}", sentence=sentence))
        return is_more


class MESHY_OT_notice(BriefModal, bpy.types.Operator):
    """Says how a job ended"""

    # Modal, because Blender shows no report of an operator that Python called.

    bl_idname = "meshy.notice"
    bl_label = "Meshy"

    def work(self) -> bool:
        """All that is waiting; the last one stays in sight, the others are in the Info Editor."""
        from .jobs.notice import NOTICES

        for kind, text in NOTICES.take_all():
            self.report({kind}, text)
        return False


register, unregister = bpy.utils.register_classes_factory((MESHY_OT_place_results, MESHY_OT_notice))
