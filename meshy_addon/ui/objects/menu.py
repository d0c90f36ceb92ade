"""One entry, "Meshy ▸", in the menus of objects: by right-click in the 3D viewport and the
outliner, and in the header's "Object", which is where F3 searches.
"""

from __future__ import annotations

import bpy

_MENUS = ("VIEW3D_MT_object_context_menu", "VIEW3D_MT_object", "OUTLINER_MT_object")


class MESHY_MT_object(bpy.types.Menu):
    bl_idname = "MESHY_MT_object"
    bl_label = "Meshy"

    def draw(self, context: bpy.types.Context) -> None:
        """What makes sense next, then all the rest."""
        from .drawing import draw_menu

        draw_menu(self.layout, context)


def _draw_entry(self: bpy.types.Menu, context: bpy.types.Context) -> None:
    if not context.selected_objects:
        return
    from .. import early
    from ..icons import ICONS

    early.begin()
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
