"""A word to the artist that doesn't get in their way: in the status bar, as Blender's own."""

from __future__ import annotations

import bpy
from bpy.props import BoolProperty, StringProperty


class MESHY_OT_notice(bpy.types.Operator):
    """Says how a job ended"""

    bl_idname = "meshy.notice"
    bl_label = "Meshy"
    bl_options = {"INTERNAL"}

    text: StringProperty(options={"SKIP_SAVE"})
    is_bad: BoolProperty(options={"SKIP_SAVE"})

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Only warnings and less: an error would come up as a window amid the work."""
        self.report({"WARNING" if self.is_bad else "INFO"}, f"Meshy: {self.text}")
        return {"FINISHED"}


def tell(text: str, *, is_bad: bool = False) -> None:
    """Show `text` for a few seconds. Main thread, from anywhere."""
    bpy.ops.meshy.notice("EXEC_DEFAULT", text=text, is_bad=is_bad)


def register() -> None:
    bpy.utils.register_class(MESHY_OT_notice)


def unregister() -> None:
    bpy.utils.unregister_class(MESHY_OT_notice)
