"""The extension's preferences: the API key, kept in a file of its own."""

import bpy
from bpy.props import BoolProperty, IntProperty, StringProperty

from ...api.endpoints import ORIGINAL_PICTURES
from ...scene.home import EXTENSION
from . import key_field


class MeshyPreferences(bpy.types.AddonPreferences):
    bl_idname = EXTENSION or "meshy"

    key: StringProperty(
        name="API Key",
        description=key_field.DESCRIPTION,
        subtype="PASSWORD",
        options={"SKIP_SAVE", "HIDDEN"},
        get=key_field.shown,
        set=key_field.typed,
    )

    original_pictures: BoolProperty(
        name=ORIGINAL_PICTURES.title, description=ORIGINAL_PICTURES.help, default=False
    )
    mark_results: BoolProperty(
        name="Mark Results as Assets",
        description="Make each model that comes an asset, with picture, tags and catalog",
        default=False,
    )
    asset_library: StringProperty(
        name="Save Assets in",
        description="The asset library in which assets are saved, for every file to find; "
        "empty to keep them in their own file only",
    )
    asset_folder: StringProperty(
        name="or in Folder",
        description="A folder to save assets in, where no library is chosen. Blender shows it once "
        "it is among the asset libraries under File Paths",
        subtype="DIR_PATH",
    )
    max_credits_per_job: IntProperty(
        name="Per Job", description="Refuse a job that costs more credits; 0 for no limit", min=0
    )
    max_credits_per_batch: IntProperty(
        name="At a Time",
        description="Refuse when what one press begins costs more credits; 0 for no limit",
        min=0,
    )
    max_credits_per_day: IntProperty(
        name="Per Day",
        description="Refuse what would take the credits of this day past this; 0 for no limit",
        min=0,
    )

    def draw(self, context: bpy.types.Context) -> None:
        """Key, where it comes from, and where to get one."""
        from ...api.account import KEYS_PAGE
        from ..wrapping import sentence
        from . import doctor
        from .state import ACCOUNT, account_status, ask_soon

        layout = self.layout
        layout.use_property_split = True
        ask_soon()
        row = layout.row(align=True)
        row.prop(self, "key")
        row.operator("wm.url_open", text="Get a Key", icon="URL").url = KEYS_PAGE
        sentence(layout, context, account_status(), icon="ERROR" if ACCOUNT.error else "INFO")
        layout.prop(self, "original_pictures")
        layout.prop(self, "mark_results")
        paths = context.preferences.filepaths
        layout.prop_search(self, "asset_library", paths, "asset_libraries", icon="ASSET_MANAGER")
        row = layout.row()
        row.active = not self.asset_library
        row.prop(self, "asset_folder")
        column = layout.column(align=True)
        column.label(text="Credits to Spend at Most (0: No Limit)")
        for limit in ("max_credits_per_job", "max_credits_per_batch", "max_credits_per_day"):
            column.prop(self, limit)
        doctor.draw(layout, context)


def keeps_original_pictures() -> bool:
    """Whether pictures are to be sent untouched; False where there are no preferences."""
    extension = bpy.context.preferences.addons.get(EXTENSION) if EXTENSION else None
    return bool(extension and extension.preferences.original_pictures)


def register() -> None:
    """Only an extension has preferences; a plain Python package hasn't."""
    if EXTENSION:
        bpy.utils.register_class(MeshyPreferences)


def unregister() -> None:
    if EXTENSION:
        bpy.utils.unregister_class(MeshyPreferences)
