"""Adding and removing pictures where the Create panel takes several."""

from __future__ import annotations

import bpy
from bpy.props import IntProperty


def _slots(context: bpy.types.Context) -> bpy.types.bpy_prop_collection:
    return context.scene.meshy_create.slots


class MESHY_OT_add_picture(bpy.types.Operator):
    bl_idname = "meshy.add_picture"
    bl_label = "Add Picture"
    bl_description = "Add a picture: of the same thing from another side, or to start from"
    bl_options = {"INTERNAL", "UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        """An empty row, with the source of the one before."""
        slots = _slots(context)
        source = slots[-1].source if slots else "FILE"
        slots.add().source = source
        return {"FINISHED"}


class MESHY_OT_remove_picture(bpy.types.Operator):
    bl_idname = "meshy.remove_picture"
    bl_label = "Remove Picture"
    bl_description = "Leave this picture out; nothing is deleted"
    bl_options = {"INTERNAL", "UNDO"}

    number: IntProperty(options={"SKIP_SAVE", "HIDDEN"})

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Take the row away."""
        _slots(context).remove(self.number)
        return {"FINISHED"}


register, unregister = bpy.utils.register_classes_factory(
    (MESHY_OT_add_picture, MESHY_OT_remove_picture)
)
