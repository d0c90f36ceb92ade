"""A rigged character's panel: Meshy's library of actions, and the actions it has got already."""

from __future__ import annotations

from typing import Any

import bpy

from ...scene.characters.in_the_file import actions_of, armature_of
from ..account.panel import is_ready
from ..create.generating import priced
from ..redrawing import CATEGORY
from ..wording import say
from ..wrapping import sentence
from .library import LIBRARY, ask_soon, in_words
from .moving_previews import PREVIEWS
from .operators import cost, why_not

_ROWS = 6
_DIALOG_WIDTH = 420


class MESHY_UL_actions(bpy.types.UIList):
    """The actions that match the search; the fields above the list filter them."""

    def draw_item(
        self,
        context: bpy.types.Context,
        layout: bpy.types.UILayout,
        data: Any,
        item: Any,
        icon: int,
        active_data: Any,
        active_property: str,
        index: int = 0,
        flt_flag: int = 0,
    ) -> None:
        """A box to choose it by, its name, its star."""
        line = layout.row(align=True)
        line.prop(item, "is_chosen", text="")
        line.label(text=item.name, translate=False)
        star = "SOLO_ON" if item.action_id in LIBRARY.favourites else "SOLO_OFF"
        liked = line.operator("meshy.like_action", text="", icon=star, emboss=False)
        liked.action_id = item.action_id

    def draw_filter(self, context: bpy.types.Context, layout: bpy.types.UILayout) -> None:
        """Nothing: what is listed has been filtered."""


class MESHY_PT_animate(bpy.types.Panel):
    bl_label = "Animate"
    bl_category = CATEGORY
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_order = 30

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Only with a character that Meshy rigged."""
        return is_ready() and armature_of(context.active_object) is not None

    def draw_header_preset(self, context: bpy.types.Context) -> None:
        """Whom."""
        armature = armature_of(context.active_object)
        line = self.layout.row()
        line.active = False
        line.label(text=armature.name if armature else "", translate=False)

    def draw(self, context: bpy.types.Context) -> None:
        """The library, the button; then what is there already."""
        _draw_library(self.layout, context)
        _draw_button(self.layout, context)
        _draw_actions(self.layout, context)


class MESHY_OT_choose_actions(bpy.types.Operator):
    bl_idname = "meshy.choose_actions"
    bl_label = "Animate"
    bl_description = "Choose from Meshy's library what this character is to do"
    bl_options = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """With a character that Meshy rigged."""
        return armature_of(context.active_object) is not None

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """The library in a dialog, for those who come from a menu."""
        return context.window_manager.invoke_props_dialog(
            self, width=_DIALOG_WIDTH, confirm_text="Add Action"
        )

    def draw(self, context: bpy.types.Context) -> None:
        """As in the sidebar, but for the button, which is the dialog's."""
        _draw_library(self.layout, context)
        self.layout.label(text=_button_text(context), translate=False)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """What the sidebar's button does."""
        if reason := why_not(context):
            self.report({"ERROR"}, reason)
            return {"CANCELLED"}
        return bpy.ops.meshy.add_actions()


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
    _draw_wishes(layout, settings)


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


def _draw_wishes(layout: bpy.types.UILayout, settings: Any) -> None:
    column = layout.column()
    column.use_property_split = True
    column.use_property_decorate = False
    column.prop(settings, "root_motion")
    column.prop(settings, "to_nla")
    header, body = layout.panel("MESHY_PT_animate_files", default_closed=True)
    header.label(text="Files")
    if body:
        files = body.column()
        files.use_property_split = True
        files.use_property_decorate = False
        files.prop(settings, "operation_type")
        if settings.operation_type == "change_fps":
            files.prop(settings, "fps")


def _draw_button(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    column = layout.column()
    button = column.row()
    button.scale_y = 1.4
    button.operator("meshy.add_actions", text=_button_text(context), translate=False)
    if reason := why_not(context):
        sentence(column, context, reason, icon="INFO")


def _button_text(context: bpy.types.Context) -> str:
    count = len(context.window_manager.meshy_animate.wanted)
    text = "Add Action" if count <= 1 else say("Add {count} Actions", count=count)
    return priced(text, cost(context))


def _draw_actions(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    """What this character can do by now; a press has it done."""
    armature = armature_of(context.active_object)
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


_CLASSES = (MESHY_UL_actions, MESHY_PT_animate, MESHY_OT_choose_actions)


def register() -> None:
    for each in _CLASSES:
        bpy.utils.register_class(each)


def unregister() -> None:
    for each in reversed(_CLASSES):
        bpy.utils.unregister_class(each)
