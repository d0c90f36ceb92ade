"""The sidebar's tab, with the panel that is always there; the others are in `panels`.

A panel has a header: Blender moves those without one, and their whole tab, before its own.
"""

from __future__ import annotations

import bpy


class InTab:
    bl_category = "Meshy"
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"


class MESHY_PT_account(InTab, bpy.types.Panel):
    bl_label = "Account"
    bl_order = 0

    def draw_header(self, context: bpy.types.Context) -> None:
        """The one place with our own mark."""
        from .account.drawing import draw_mark

        draw_mark(self.layout, context)

    def draw_header_preset(self, context: bpy.types.Context) -> None:
        """The balance, in view even when the panel is closed."""
        from .account.drawing import draw_balance_in_header

        draw_balance_in_header(self.layout, context)

    def draw(self, context: bpy.types.Context) -> None:
        """One thing at a time: the first that is in the way, else where the key comes from."""
        from .account.drawing import draw_account

        draw_account(self.layout, context)


register, unregister = bpy.utils.register_classes_factory((MESHY_PT_account,))
