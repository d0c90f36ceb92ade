"""The extension's preferences: the API key, kept in a file of its own."""

from __future__ import annotations

import os

import bpy
from bpy.props import StringProperty

from ..api.account import KEYS_PAGE, find_account, save_key, saved_key
from ..api.errors import KeyRefused, MeshyError
from ..scene.home import EXTENSION, state_dir


def _shown_key(_: bpy.types.AddonPreferences) -> str:
    # Never the key itself: what a field shows can be copied, logged and filmed.
    return "•" * 12 if saved_key(state_dir()) else ""


def _typed_key(_: bpy.types.AddonPreferences, value: str) -> None:
    if "•" not in value:
        save_key(state_dir(), value)


class MeshyPreferences(bpy.types.AddonPreferences):
    bl_idname = EXTENSION or "meshy"

    key: StringProperty(
        name="API Key",
        description="Kept in a file that only you can read, never in Blender's preferences or in "
        "a .blend; clear the field to remove it",
        subtype="PASSWORD",
        options={"SKIP_SAVE", "HIDDEN"},
        get=_shown_key,
        set=_typed_key,
    )

    def draw(self, context: bpy.types.Context) -> None:
        """Key, where it comes from, and where to get one."""
        layout = self.layout
        layout.use_property_split = True
        layout.prop(self, "key")
        row = layout.row()
        row.label(text=account_status(), icon="INFO")
        row.operator("wm.url_open", text="Get a Key", icon="URL").url = KEYS_PAGE


def account_status() -> str:
    """Which key is in effect, in one sentence."""
    try:
        account = find_account(os.environ, state_dir())
    except KeyRefused as error:
        return str(error)
    except MeshyError as error:
        return str(error)
    return f"The key comes from {account.source}."


def register() -> None:
    """Only an extension has preferences; a plain Python package hasn't."""
    if EXTENSION:
        bpy.utils.register_class(MeshyPreferences)


def unregister() -> None:
    if EXTENSION:
        bpy.utils.unregister_class(MeshyPreferences)
