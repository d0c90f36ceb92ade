"""What the Creative Lab panel shows: the two steps, one below the other."""

from __future__ import annotations

import bpy

from ...api.endpoint import Kind
from ...api.parameters import Parameter, Picture, TaskId, Text
from ...scene.pictures.of_tasks import made_pictures
from .. import priced_button
from ..create import picture_slot
from ..create.fields import draw_field, splits_labels
from ..create.generating import why_not_at_all
from ..create.settings import kept_wishes
from ..create.wanted import counting, price, shown_values, what_is_wrong
from ..wrapping import columns_of, is_narrow, sentence
from .settings import prototype_of

_SHOWN = 6
_COLUMN_PX = 76
"""A prototype's least width, unscaled: a word and an icon."""
_ADVANCED = "meshy_lab_advanced"


def draw_lab(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    """The second step when there's something to build."""
    lab = context.scene.meshy_lab
    shown = [each for each in (*lab.kind.parameters, *kept_wishes(lab.kind)) if not each.advanced]
    layout.use_property_split = splits_labels(context, lab.chosen, shown)
    layout.use_property_decorate = False
    if is_narrow(context):
        layout.prop(lab, "product", text="")
    else:
        layout.prop(lab, "product")
    _draw_prototype(layout, context, lab.chosen, prototype_of(lab.kind))
    prototypes = _prototypes(lab.kind)
    if prototypes:
        _draw_prototypes(layout, context, lab.chosen, prototypes)
        _draw_build(layout, context, lab.chosen, lab.kind.rest)


def _draw_prototype(
    layout: bpy.types.UILayout,
    context: bpy.types.Context,
    settings: bpy.types.PropertyGroup,
    step: Kind,
) -> None:
    counts = counting(step, shown_values(settings, step))
    for parameter in step.parameters:
        if isinstance(parameter, Picture):
            picture_slot.draw(layout, getattr(settings, parameter.key))
        elif isinstance(parameter, Text) and not parameter.advanced:
            layout.row().prop(settings, parameter.key, text="", placeholder="Prompt, or a picture")
        elif parameter.key in counts and not parameter.advanced:
            draw_field(layout, settings, parameter)
    column = layout.column()
    credits = step_price(settings, step)
    priced_button.draw(column, context, "meshy.lab_prototype", "Make Prototype", credits)
    if reason := why_not_at_all() or what_is_wrong(settings, step):
        sentence(column, context, reason, icon="INFO")


def _draw_prototypes(
    layout: bpy.types.UILayout,
    context: bpy.types.Context,
    settings: bpy.types.PropertyGroup,
    prototypes: list[bpy.types.Image],
) -> None:
    """To choose from; a press on the icon below one looks at it in full."""
    columns = columns_of(context, _COLUMN_PX, most=3)
    grid = layout.grid_flow(row_major=True, columns=columns, even_columns=True)
    for image in prototypes[:_SHOWN]:
        is_chosen = image.meshy.task_id == settings.input_task_id
        column = grid.column(align=True)
        column.template_icon(icon_value=image.preview_ensure().icon_id, scale=4)
        row = column.row(align=True)
        words = "Chosen" if is_chosen else "Choose"
        choose = row.operator("meshy.choose_prototype", text=words, depress=is_chosen)
        choose.task = image.meshy.task_id
        row.operator("meshy.show_picture", text="", icon="ZOOM_IN").image = image.name


def _draw_build(
    layout: bpy.types.UILayout,
    context: bpy.types.Context,
    settings: bpy.types.PropertyGroup,
    step: Kind,
) -> None:
    counts = counting(step, shown_values(settings, step))
    shown = [p for p in step.parameters if p.key in counts and not isinstance(p, TaskId)]
    column = layout.column()
    for parameter in shown:
        if not parameter.advanced:
            draw_field(column, settings, parameter)
    for wish in kept_wishes(step):
        draw_field(column, settings, wish)
    _draw_advanced(layout, settings, [parameter for parameter in shown if parameter.advanced])
    button = layout.column()
    credits = step_price(settings, step)
    priced_button.draw(button, context, "meshy.lab_build", "Build", credits, height=1.4)
    if reason := what_is_wrong(settings, step):
        sentence(button, context, reason, icon="INFO")


def _draw_advanced(
    layout: bpy.types.UILayout,
    settings: bpy.types.PropertyGroup,
    parameters: list[Parameter],
) -> None:
    if not parameters:
        return
    header, body = layout.panel(_ADVANCED, default_closed=True)
    header.label(text="Advanced")
    if body:
        column = body.column()
        for parameter in parameters:
            draw_field(column, settings, parameter)


def step_price(settings: bpy.types.PropertyGroup, step: Kind) -> int:
    """What the step costs, also while something for it is missing."""
    return price(settings, step) or step.parts[0].endpoint.price.base


def _prototypes(kind: Kind) -> list[bpy.types.Image]:
    """The pictures of this file that can be built, the newest first."""
    type_ = kind.parts[0].endpoint.type
    return [image for image in made_pictures() if image.meshy.task_type == type_]
