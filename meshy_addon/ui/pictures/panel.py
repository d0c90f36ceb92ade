"""The contact sheet: the pictures of this file that Meshy made."""

from __future__ import annotations

import bpy

from ...scene.pictures.of_tasks import made_pictures
from ..wording import say

_SHOWN = 12
_COLUMN_PX = 130
"""A column's least width, unscaled: the name and three buttons."""


class MESHY_PT_pictures(bpy.types.Panel):
    bl_label = "Pictures"
    bl_category = "Meshy"
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_order = 60

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return any(made_pictures())

    def draw(self, context: bpy.types.Context) -> None:
        """The newest first."""
        pictures = made_pictures()
        width = context.region.width / context.preferences.system.ui_scale if context.region else 0
        grid = self.layout.grid_flow(
            row_major=True, columns=max(1, int(width // _COLUMN_PX)), even_columns=True
        )
        for image in pictures[:_SHOWN]:
            _draw_picture(grid, image)
        if len(pictures) > _SHOWN:
            line = self.layout.row()
            line.active = False
            more = len(pictures) - _SHOWN
            line.label(text=say("{count} more in the Image Editor's list", count=more))


def _draw_picture(grid: bpy.types.UILayout, image: bpy.types.Image) -> None:
    column = grid.column(align=True)
    column.template_icon(icon_value=image.preview_ensure().icon_id, scale=6)
    shown = column.operator("meshy.show_picture", text=image.name, translate=False)
    shown.image = image.name
    buttons = column.row(align=True)
    for operator, text, icon in (
        ("meshy.picture_to_3d", "Make 3D", "NONE"),
        ("meshy.change_picture", "", "GREASEPENCIL"),
        ("meshy.save_picture", "", "FILE_TICK"),
    ):
        buttons.operator(operator, text=text, icon=icon).image = image.name


def register() -> None:
    bpy.utils.register_class(MESHY_PT_pictures)


def unregister() -> None:
    bpy.utils.unregister_class(MESHY_PT_pictures)
