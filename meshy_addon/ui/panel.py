"""The sidebar tab. Draws from what is known already: no disk, no network."""

from __future__ import annotations

import bpy

from ..api.endpoints import KINDS
from ..scene.offered import OFFERED
from ..scene.session import has_requests


class MESHY_PT_create(bpy.types.Panel):
    bl_label = "Create"
    bl_category = "Meshy"
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"

    def draw(self, context: bpy.types.Context) -> None:
        """What can be made, or what is missing for it."""
        layout = self.layout
        if not has_requests():
            column = layout.column(align=True)
            column.label(text="Python's requests library is missing.", icon="ERROR")
            column.label(text="Install it beside Blender:")
            column.label(text="apt install python3-requests")
            column.label(text="and start Blender again.")
            return
        for name in OFFERED:
            layout.operator(f"meshy.{name}", text=f"{KINDS[name].title}…")


def register() -> None:
    bpy.utils.register_class(MESHY_PT_create)


def unregister() -> None:
    bpy.utils.unregister_class(MESHY_PT_create)
