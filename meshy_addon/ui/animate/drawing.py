"""What the Animate panel shows: the library, the button, what is there already."""

from __future__ import annotations

from typing import Any

import bpy

from ...scene.characters.in_the_file import actions_of, armature_at_hand
from .. import priced_button
from ..create.generating import priced
from ..wording import say
from ..wrapping import draw_in_header, is_narrow, sentence
from .choice import cost, why_not
from .library import LIBRARY, ask_soon, in_words
from .moving_previews import PREVIEWS

_ROWS = 6


def draw_whom(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    if armature := armature_at_hand(context):
        draw_in_header(layout, context, "Animate", armature.name)


def draw_animate(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    _draw_library(layout, context)
    _draw_button(layout, context)
    _draw_actions(layout, context)


def draw_dialog(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    """As in the sidebar, but for the button, which is the dialog's."""
    _draw_library(layout, context)
    layout.label(text=priced(_action(context), cost(context)), translate=False)


def _draw_library(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    """Search, list, picture, and how it is to come."""
    settings = context.window_manager.meshy_animate
    ask_soon()
    _draw_search(layout, settings)
    if LIBRARY.animations:
        layout.template_list(
            "MESHY_UL_actions", "", settings, "rows", settings, "active", rows=_ROWS
        )
    elif LIBRARY.error:
        sentence(layout, context, LIBRARY.error, icon="ERROR")
    else:
        layout.label(text="Fetching the library…")
    _draw_active(layout, settings)
    _draw_wishes(layout, context, settings)


def _draw_search(layout: bpy.types.UILayout, settings: Any) -> None:
    column = layout.column(align=True)
    line = column.row(align=True)
    line.prop(settings, "search", text="", icon="VIEWZOOM")
    line.prop(settings, "only_favourites", text="", icon="SOLO_ON")
    line.operator("meshy.refresh_actions", text="", icon="FILE_REFRESH")
    column.prop(settings, "category", text="")


def _draw_active(layout: bpy.types.UILayout, settings: Any) -> None:
    """What the action looks like that is looked at."""
    if not 0 <= settings.active < len(settings.rows):
        return
    animation = LIBRARY.find(settings.rows[settings.active].action_id)
    if animation is None:
        return
    box = layout.box()
    box.template_icon(icon_value=PREVIEWS.icon(animation), scale=7)
    about = box.row()
    about.alignment = "CENTER"
    about.active = False
    parts = (animation.name, in_words(animation.subcategory or animation.category))
    about.label(text=" · ".join(filter(None, parts)), translate=False)


def _draw_wishes(layout: bpy.types.UILayout, context: bpy.types.Context, settings: Any) -> None:
    column = layout.column()
    column.use_property_split = not is_narrow(context)
    column.use_property_decorate = False
    column.prop(settings, "root_motion")
    column.prop(settings, "to_nla")
    header, body = layout.panel("MESHY_PT_animate_files", default_closed=True)
    header.label(text="Files")
    if body:
        files = body.column()
        files.use_property_split = not is_narrow(context)
        files.use_property_decorate = False
        files.prop(settings, "operation_type")
        if settings.operation_type == "change_fps":
            files.prop(settings, "fps")


def _draw_button(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    column = layout.column()
    text, credits = _action(context), cost(context)
    priced_button.draw(column, context, "meshy.add_actions", text, credits, height=1.4)
    if reason := why_not(context):
        sentence(column, context, reason, icon="INFO")


def _action(context: bpy.types.Context) -> str:
    count = len(context.window_manager.meshy_animate.wanted)
    return "Add Action" if count <= 1 else say("Add {count} Actions", count=count)


def _draw_actions(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    """What this character can do by now; a press has it done."""
    armature = armature_at_hand(context)
    actions = actions_of(armature) if armature else []
    if not armature or not actions:
        return
    data = armature.animation_data
    column = layout.column(align=True)
    column.label(text="Actions")
    for action in actions:
        is_active = bool(data and data.action == action)
        column.operator(
            "meshy.use_action",
            text=action.name,
            icon="PLAY" if is_active else "ACTION",
            depress=is_active,
            translate=False,
        ).action = action.name
