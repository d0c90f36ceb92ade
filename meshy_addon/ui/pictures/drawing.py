"""What the contact sheet and the Image Editor's panels show."""

from __future__ import annotations

import bpy

from ...api.endpoints import KINDS
from ...scene.pictures.of_tasks import made_pictures
from .. import priced_button
from ..create.fields import draw_field, parameters_in_view, splits_labels
from ..create.generating import why_not_at_all
from ..create.wanted import price
from ..icons import ICONS
from ..wording import say
from ..wrapping import columns_of, sentence
from .image_viewing import shown_image

_SHOWN = 12
_COLUMN_PX = 110
"""A column's least width, unscaled: the name and three buttons."""


def draw_pictures(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    pictures = made_pictures()
    columns = columns_of(context, _COLUMN_PX)
    grid = layout.grid_flow(row_major=True, columns=columns, even_columns=True)
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
    settings, kind = context.scene.meshy_create.image_to_3d, KINDS["image_to_3d"]
    credits, icon = price(settings, kind), ICONS.number("generate")
    priced_button.draw(
        layout, context, "meshy.image_shown_to_3d", "Make 3D", credits, icon_value=icon, height=1.4
    )
    layout.operator("meshy.image_shown_as_style")
    if reason := why_not_at_all():
        sentence(layout, context, reason, icon="INFO")


def draw_change_image(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    """The fields of the Picture tab, and the button."""
    settings, kind = context.scene.meshy_create.text_to_image, KINDS["image_to_image"]
    layout.use_property_split = splits_labels(context, settings, parameters_in_view(kind))
    layout.use_property_decorate = False
    layout.row().prop(settings, "prompt", text="", placeholder="What to change")
    for parameter in parameters_in_view(kind):
        draw_field(layout, settings, parameter)
    credits = price(settings, kind)
    priced_button.draw(
        layout, context, "meshy.change_image_shown", "Change Image", credits, height=1.4
    )
