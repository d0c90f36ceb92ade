"""The sidebar's section for what is selected: where it came from and what can be done with it."""

from __future__ import annotations

import bpy

from ..account.panel import is_ready
from ..redrawing import CATEGORY
from ..wording import say
from ..wrapping import is_narrow, sentence
from .jobs import all_kinds, can_be_sent, draw_button, next_kinds, why_not


class MESHY_PT_object(bpy.types.Panel):
    bl_label = "This Object"
    bl_category = CATEGORY
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_order = 20

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """With something selected that has a surface."""
        return is_ready() and can_be_sent(context)

    def draw_header_preset(self, context: bpy.types.Context) -> None:
        """Its name, or how many there are."""
        objects = context.selected_objects
        row = self.layout.row()
        row.active = False
        if len(objects) > 1:
            row.label(text=say("{count} objects", count=len(objects)))
        else:
            row.label(text=objects[0].name, translate=False)

    def draw(self, context: bpy.types.Context) -> None:
        """Its prompt if Meshy made it, what makes sense next, then all that can be done."""
        layout = self.layout
        thing = context.active_object or context.selected_objects[0]
        origin = thing.meshy
        if origin.prompt:
            sentence(layout, context, origin.prompt, icon="TEXT")
        reason = why_not(context)
        column = layout.column()
        column.enabled = not reason
        likely = list(next_kinds(thing))
        if likely:
            main = column.row()
            main.scale_y = 1.2
            draw_button(main, likely[0])
        rest = [kind for kind in all_kinds() if kind not in likely[:1]]
        columns = 1 if is_narrow(context) else 2
        grid = column.grid_flow(columns=columns, even_columns=True, align=True, row_major=True)
        for kind in rest:
            draw_button(grid, kind)
        if reason:
            sentence(layout, context, reason, icon="INFO")
        if origin.task_id:
            layout.operator("meshy.mark_as_asset", icon="ASSET_MANAGER")


def register() -> None:
    bpy.utils.register_class(MESHY_PT_object)


def unregister() -> None:
    bpy.utils.unregister_class(MESHY_PT_object)
