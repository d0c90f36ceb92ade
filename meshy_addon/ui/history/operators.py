"""What can be done with a task of the history."""

from pathlib import Path
from typing import TYPE_CHECKING

import bpy
from bpy.props import StringProperty

from ...api.errors import MeshyError
from ..pressing import SaysWhatWentWrong

if TYPE_CHECKING:
    from ...jobs.history_entry import Entry


class MESHY_OT_refresh_history(bpy.types.Operator):
    """Ask Meshy for the list again; costs nothing"""

    bl_idname = "meshy.refresh_history"
    bl_label = "Refresh History"
    bl_options = {"INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Returns at once; the list comes with the pump."""
        from .pictures import PICTURES
        from .state import HISTORY

        PICTURES.forget()
        HISTORY.clear()
        HISTORY.fetch()
        return {"FINISHED"}


class MESHY_OT_older_history(bpy.types.Operator):
    """Look for it among older tasks, a page at a time; costs nothing"""

    bl_idname = "meshy.older_history"
    bl_label = "Look Further Back"
    bl_options = {"INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Returns at once; the list comes with the pump."""
        from .state import HISTORY

        HISTORY.fetch()
        return {"FINISHED"}


class _OnTask(SaysWhatWentWrong):
    """Acts on the task of this id."""

    bl_options = {"INTERNAL"}

    def act(self, context: bpy.types.Context) -> None:
        """On the entry, if it's still in the list."""
        from .state import HISTORY

        entry = HISTORY.entry(self.task_id)
        if entry is None:
            raise MeshyError("This task isn't in the list any more.")
        self.act_on(entry, context)

    def act_on(self, entry: "Entry", context: bpy.types.Context) -> None:
        """Raises as `act` does."""
        raise NotImplementedError


class MESHY_OT_place_from_history(_OnTask, bpy.types.Operator):
    """Fetch what this task made and bring it into the file, at the 3D cursor; costs nothing"""

    bl_idname = "meshy.place_from_history"
    bl_label = "Place"
    task_id: StringProperty(options={"SKIP_SAVE", "HIDDEN"})

    def act_on(self, entry: "Entry", context: bpy.types.Context) -> None:
        """As a job in the list, which fetches it."""
        from .state import HISTORY

        HISTORY.place(entry)


class MESHY_OT_use_history_settings(_OnTask, bpy.types.Operator):
    """Put prompt and settings of this task into the panel, to make something like it"""

    bl_idname = "meshy.use_history_settings"
    bl_label = "Use Settings"
    bl_options = {"INTERNAL", "UNDO"}
    task_id: StringProperty(options={"SKIP_SAVE", "HIDDEN"})

    def act_on(self, entry: "Entry", context: bpy.types.Context) -> None:
        """As far as they are known: all of what was made here, else what Meshy tells."""
        from .taking_up import take_up

        take_up(entry, context)


class MESHY_OT_download_from_history(_OnTask, bpy.types.Operator):
    """Fetch all files of this task into a folder; also where they can't be placed"""

    bl_idname = "meshy.download_from_history"
    bl_label = "Download to Folder"
    task_id: StringProperty(options={"SKIP_SAVE", "HIDDEN"})
    directory: StringProperty(name="Folder", subtype="DIR_PATH", options={"SKIP_SAVE"})

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """Ask where to."""
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def act_on(self, entry: "Entry", context: bpy.types.Context) -> None:
        """In the background; the status bar tells when they are there."""
        from .state import HISTORY

        HISTORY.download(entry, Path(bpy.path.abspath(self.directory)))


class MESHY_OT_delete_from_history(_OnTask, bpy.types.Operator):
    """Delete this task and its files at Meshy, for good. What is in your files stays"""

    bl_idname = "meshy.delete_from_history"
    bl_label = "Delete at Meshy"
    task_id: StringProperty(options={"SKIP_SAVE", "HIDDEN"})

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """Ask first: nobody can bring it back."""
        return context.window_manager.invoke_confirm(self, event)

    def act_on(self, entry: "Entry", context: bpy.types.Context) -> None:
        """The line goes when Meshy says that it's done."""
        from .state import HISTORY

        HISTORY.delete(entry)


class MESHY_MT_history_as_input(bpy.types.Menu):
    """Make something of what this task made; nothing is uploaded"""

    bl_label = "Use as Input"

    def draw(self, context: bpy.types.Context) -> None:
        """A dialog each, which tells the price."""
        from .drawing import draw_as_input

        draw_as_input(self.layout, context)


register, unregister = bpy.utils.register_classes_factory(
    (
        MESHY_OT_refresh_history,
        MESHY_OT_older_history,
        MESHY_OT_place_from_history,
        MESHY_OT_use_history_settings,
        MESHY_OT_download_from_history,
        MESHY_OT_delete_from_history,
        MESHY_MT_history_as_input,
    )
)
