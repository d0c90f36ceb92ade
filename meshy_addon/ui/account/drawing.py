"""What stands at the top of the sidebar tab."""

from __future__ import annotations

import bpy

from ...api.account import KEYS_PAGE
from ...scene.home import EXTENSION
from ...scene.session import has_requests
from ..icons import ICONS
from ..wording import in_credits, say
from ..wrapping import is_narrow, sentence
from .state import ACCOUNT, KEY_VARIABLE, ask_soon, is_ready, why_not_online


def draw_mark(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    if not is_narrow(context):
        layout.label(text="", icon_value=ICONS.number("meshy"))


def draw_balance_in_header(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    row = layout.row(align=True)
    if is_ready():
        if not is_narrow(context):
            row.label(text=_balance())
        row.operator("meshy.refresh_balance", text="", icon="FILE_REFRESH", emboss=False)
    _draw_preferences(row)


def draw_account(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    if not has_requests():
        _draw_missing_library(layout, context)
    elif reason := why_not_online():
        _draw_offline(layout, context, reason)
    elif not ACCOUNT.is_known:
        ask_soon()
    elif ACCOUNT.is_usable:
        _draw_balance(layout, context)
    else:
        _draw_first_steps(layout, context)


def _draw_missing_library(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    sentence(layout, context, "Python's requests library is missing.", icon="ERROR")
    sentence(
        layout,
        context,
        "Install it beside Blender (apt install python3-requests) and start Blender again.",
    )


def _draw_offline(layout: bpy.types.UILayout, context: bpy.types.Context, reason: str) -> None:
    sentence(layout, context, reason, icon="INTERNET_OFFLINE")
    if not bpy.app.online_access and not bpy.app.online_access_override:
        shown = layout.operator("screen.userpref_show", text="System Preferences…")
        shown.section = "SYSTEM"


def _draw_balance(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    ask_soon()
    if is_narrow(context):  # no room in the header
        layout.label(text=_balance())
    if ACCOUNT.error:
        sentence(layout, context, str(ACCOUNT.error), icon="ERROR")
    if ACCOUNT.is_test_mode:
        sentence(layout, context, "Test mode: free, always the same sample model.")
        if not ACCOUNT.is_from_environment:
            layout.operator("meshy.leave_test_mode")
    if ACCOUNT.is_from_environment:
        sentence(layout, context, say("Key from {source}", source=KEY_VARIABLE))


def _balance() -> str:
    if ACCOUNT.is_test_mode:
        return "Test Mode"
    if ACCOUNT.balance is None:
        return "…" if ACCOUNT.is_asking else "? Credits"
    return in_credits(ACCOUNT.balance)


def _draw_preferences(row: bpy.types.UILayout) -> None:
    if EXTENSION:
        shown = row.operator("preferences.addon_show", text="", icon="PREFERENCES", emboss=False)
        shown.module = EXTENSION


def _draw_first_steps(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    """The way to the first model, in order."""
    column = layout.column()
    column.label(text="1. Get a Key")
    column.operator("wm.url_open", text="Meshy API Keys", icon="URL").url = KEYS_PAGE
    column.separator()
    column.label(text="2. Paste It Here")
    if ACCOUNT.is_from_environment:
        told = say("The environment's {source} is used instead.", source=KEY_VARIABLE)
        sentence(column, context, told)
    else:
        column.prop(context.window_manager, "meshy_key", text="", placeholder="API Key")
    if ACCOUNT.error:
        alert = column.column()
        alert.alert = True
        sentence(alert, context, str(ACCOUNT.error), icon="ERROR")
    column.separator()
    column.label(text="3. Or Look Around First")
    column.operator("meshy.try_without_account")
