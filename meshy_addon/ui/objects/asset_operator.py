"""Marks what Meshy made as assets, and saves them where every file finds them."""

from pathlib import Path

import bpy
from bpy.props import StringProperty

from ...api.errors import MeshyError
from ..pressing import in_a_sentence


class MESHY_OT_mark_as_asset(bpy.types.Operator):
    """Mark what Meshy made of the selected objects as assets, with picture, tags and catalog.
    Saved in an asset library too, if the preferences name one
    """

    bl_idname = "meshy.mark_as_asset"
    bl_label = "Mark as Asset"
    bl_options = {"REGISTER", "UNDO"}

    library: StringProperty(
        name="Library",
        description="Save in this asset library; empty for what the preferences say",
        options={"SKIP_SAVE"},
    )
    folder: StringProperty(
        name="Folder",
        description="Save in this folder; empty for what the preferences say",
        subtype="DIR_PATH",
        options={"SKIP_SAVE"},
    )
    job_id: StringProperty(options={"SKIP_SAVE", "HIDDEN"})

    def execute(self, context: bpy.types.Context) -> set[str]:
        """The selected objects, or what a job of the list made in this file."""
        from ...scene.assets.library import Wishes, mark_and_save, wishes
        from ...scene.assets.marking import markable
        from ..wording import say

        found = markable(self._objects(context))
        if not found:
            self.report({"ERROR"}, "There is nothing here that Meshy made.")
            return {"CANCELLED"}
        try:
            asked = Wishes(library=self.library, folder=self.folder)
            folder = (asked if self.library or self.folder else wishes()).place()
            for thing in found:
                mark_and_save(thing, _picture(thing.meshy.task_id), folder)
        except MeshyError as error:
            self.report({"ERROR"}, in_a_sentence(error))
            return {"CANCELLED"}
        names = ", ".join(thing.name for thing in found)
        told = say("{names}: an asset of this file.", names=names)
        if folder:
            told = say("{names}: saved in {folder}.", names=names, folder=folder)
        self.report({"INFO"}, told)
        return {"FINISHED"}

    def _objects(self, context: bpy.types.Context) -> list[bpy.types.Object]:
        if not self.job_id:
            return list(context.selected_objects)
        from ..jobs.board import BOARD

        row = BOARD.row(self.job_id)
        task_id = row.task_id if row else ""
        return [thing for thing in bpy.data.objects if task_id and thing.meshy.task_id == task_id]


def _picture(task_id: str) -> Path | None:
    from ...scene.assets.library import picture_of
    from ..jobs.board import BOARD

    row = next((row for row in BOARD.rows if row.task_id == task_id and row.thumbnail), None)
    return row.thumbnail if row else picture_of(task_id)


register, unregister = bpy.utils.register_classes_factory((MESHY_OT_mark_as_asset,))
