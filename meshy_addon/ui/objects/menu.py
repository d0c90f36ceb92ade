"""One entry, "Meshy ▸", in the context menus of objects: in the 3D viewport and the outliner."""

from __future__ import annotations

import bpy

from ..icons import ICONS
from .jobs import all_kinds, draw_button, next_kinds, printing_kinds, why_not, why_not_next

_MENUS = ("VIEW3D_MT_object_context_menu", "OUTLINER_MT_object")


class MESHY_MT_object(bpy.types.Menu):
    bl_idname = "MESHY_MT_object"
    bl_label = "Meshy"

    def draw(self, context: bpy.types.Context) -> None:
        """What makes sense next, then all the rest."""
        layout = self.layout
        thing = context.active_object
        likely = list(next_kinds(thing)) if thing else []
        rest = [kind for kind in all_kinds() if kind not in likely]
        for kind in likely:
            next_step = layout.column()
            next_step.enabled = not why_not_next(context, kind)
            draw_button(next_step, kind)
        if likely:
            layout.separator()
        if reason := why_not(context):
            layout.label(text=reason.rstrip("."), icon="INFO")
        column = layout.column()
        column.enabled = not reason
        for kind in rest:
            draw_button(column, kind)
        if printing := list(printing_kinds()):
            column.separator()
            for kind in printing:
                draw_button(column, kind)
        if bpy.types.MESHY_MT_variants.poll(context):
            layout.separator()
            layout.menu("MESHY_MT_variants", icon="MATERIAL")


def _draw_entry(self: bpy.types.Menu, context: bpy.types.Context) -> None:
    if not context.selected_objects:
        return
    self.layout.separator()
    self.layout.menu("MESHY_MT_object", icon_value=ICONS.number("meshy"))


def register() -> None:
    bpy.utils.register_class(MESHY_MT_object)
    for name in _MENUS:
        getattr(bpy.types, name).append(_draw_entry)


def unregister() -> None:
    for name in _MENUS:
        getattr(bpy.types, name).remove(_draw_entry)
    bpy.utils.unregister_class(MESHY_MT_object)
