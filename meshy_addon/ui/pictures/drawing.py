"""What the contact sheet and the Image Editor's panels show."""

from __future__ import annotations

import bpy

from ...api.endpoints import KINDS
from ...scene.pictures.of_tasks import made_pictures
from ..create.fields import draw_field, parameters_in_view
from ..create.generating import priced, why_not_at_all
from ..create.wanted import price
from ..icons import ICONS
from ..wording import say
from ..wrapping import sentence
from .image_viewing import shown_image

_SHOWN = 12
_COLUMN_PX = 130
"""A column's least width, unscaled: the name and three buttons."""


def draw_pictures(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    pictures = made_pictures()
    width = context.region.width / context.preferences.system.ui_scale if context.region else 0
    grid = layout.grid_flow(
        row_major=True, columns=max(1, int(width // _COLUMN_PX)), even_columns=True
    )
    for image in pictures[:_SHOWN]:
        _draw_picture(grid, image)
    if len(pictures) > _SHOWN:
        line = layout.row()
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


def draw_image(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    """The image by its name, and the buttons."""
    image = shown_image(context)
    if image is not None:
        layout.label(text=image.name, icon="IMAGE_DATA", translate=False)
    column = layout.column()
    column.scale_y = 1.4
    settings, kind = context.scene.meshy_create.image_to_3d, KINDS["image_to_3d"]
    text = priced("Make 3D", price(settings, kind))
    icon = ICONS.number("generate")
    column.operator("meshy.image_shown_to_3d", text=text, icon_value=icon)
    layout.operator("meshy.image_shown_as_style")
    if reason := why_not_at_all():
        sentence(layout, context, reason, icon="INFO")


def draw_change_image(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    """The fields of the Picture tab, and the button."""
    layout.use_property_split = True
    layout.use_property_decorate = False
    settings, kind = context.scene.meshy_create.text_to_image, KINDS["image_to_image"]
    layout.row().prop(settings, "prompt", text="", placeholder="What to change")
    for parameter in parameters_in_view(kind):
        draw_field(layout, settings, parameter)
    column = layout.column()
    column.scale_y = 1.4
    text = priced("Change Image", price(settings, kind))
    column.operator("meshy.change_image_shown", text=text)
