"""What can be done with the selected objects besides the jobs at Meshy."""

import math
from pathlib import Path

import bpy
from bpy.props import EnumProperty, StringProperty

from ...api.errors import MeshyError
from ..pressing import SaysWhatWentWrong

_UNWRAP_ANGLE = math.radians(66)
"""Blender's own default for Smart UV Project."""
_UNWRAP_MARGIN = 0.005
_TICK_S = 0.05


class MESHY_OT_unwrap(bpy.types.Operator):
    """Give the selected meshes new UVs with Blender's Smart UV Project"""

    bl_idname = "meshy.unwrap"
    bl_label = "Unwrap"
    bl_options = {"INTERNAL", "UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return context.mode == "OBJECT" and _leading_mesh(context) is not None

    def execute(self, context: bpy.types.Context) -> set[str]:
        """All faces of all selected meshes."""
        # Edit Mode is for the active object too, also where that isn't selected.
        context.view_layer.objects.active = _leading_mesh(context)
        bpy.ops.object.mode_set(mode="EDIT")
        try:
            bpy.ops.mesh.select_all(action="SELECT")
            bpy.ops.uv.smart_project(angle_limit=_UNWRAP_ANGLE, island_margin=_UNWRAP_MARGIN)
        finally:
            bpy.ops.object.mode_set(mode="OBJECT")
        return {"FINISHED"}


def _leading_mesh(context: bpy.types.Context) -> bpy.types.Object | None:
    from ...scene.objects.leading import leader

    return leader(context, lambda thing: thing.type == "MESH")


class MESHY_OT_mark_as_asset(SaysWhatWentWrong, bpy.types.Operator):
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

    def act(self, context: bpy.types.Context) -> None:
        """The selected objects, or what a job of the list made in this file."""
        from ...scene.assets.library import Wishes, mark_and_save, wishes
        from ...scene.assets.marking import markable
        from ..wording import say

        found = markable(self._objects(context))
        if not found:
            raise MeshyError("There is nothing here that Meshy made.")
        asked = Wishes(library=self.library, folder=self.folder)
        folder = (asked if self.library or self.folder else wishes()).place()
        for thing in found:
            mark_and_save(thing, _picture(thing.meshy.task_id), folder)
        names = ", ".join(thing.name for thing in found)
        told = say("{names}: an asset of this file.", names=names)
        if folder:
            told = say("{names}: saved in {folder}.", names=names, folder=folder)
        self.report({"INFO"}, told)

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


class MESHY_OT_select_print_issues(bpy.types.Operator):
    """Select in Edit Mode what would trouble a printer, as Blender itself finds it"""

    bl_idname = "meshy.select_print_issues"
    bl_label = "Select in Edit Mode"
    # No REGISTER: the redo panel would keep the artist waiting, two seconds for a million faces.
    bl_options = {"UNDO"}

    what: EnumProperty(
        name="What",
        items=[
            ("NON_MANIFOLD", "Non-Manifold", "Edges that have more than two faces"),
            ("HOLES", "Holes", "Edges at which the surface ends"),
            ("DEGENERATE", "Degenerate", "Faces without an area"),
        ],
    )

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        thing = _leading_mesh(context)
        if thing is None or not thing.data.is_editable:
            cls.poll_message_set("Select a mesh of this file first")
            return False
        return context.mode == "OBJECT" or thing.mode == "EDIT"

    def execute(self, context: bpy.types.Context) -> set[str]:
        """From a script: at once. Nothing of the mesh is changed."""
        from .issue_search import Search

        self._search = Search(_leading_mesh(context))
        self._search.run()
        return self._select(context)

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """From the interface: the artist works on while a large mesh is looked through."""
        from .issue_search import Search

        self._search = Search(_leading_mesh(context))
        if self._search.is_short or bpy.app.background:
            self._search.run()
            return self._select(context)
        self._search.begin()
        self._timer = context.window_manager.event_timer_add(_TICK_S, window=context.window)
        context.window_manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """Until it's found, or Esc."""
        if event.type == "ESC":
            self.cancel(context)
            return {"CANCELLED"}
        if event.type != "TIMER" or not self._search.is_over:
            return {"PASS_THROUGH"}
        self.cancel(context)
        return self._select(context)

    def cancel(self, context: bpy.types.Context) -> None:
        """Also when another file is opened."""
        context.window_manager.event_timer_remove(self._timer)

    def _select(self, context: bpy.types.Context) -> set[str]:
        from ...scene.printing.marking import Issue

        thing = _leading_mesh(context) if self.poll(context) else None
        is_selected, sentence = self._search.select(thing, Issue[self.what])
        self.report({"INFO" if is_selected else "WARNING"}, sentence)
        return {"FINISHED" if is_selected else "CANCELLED"}


class MESHY_OT_open_print(SaysWhatWentWrong, bpy.types.Operator):
    """Open the 3MF file with the program that this system opens it with: your slicer"""

    bl_idname = "meshy.open_print"
    bl_label = "Open in Slicer"
    bl_options = {"INTERNAL"}

    path: StringProperty(options={"SKIP_SAVE", "HIDDEN"})

    def act(self, context: bpy.types.Context) -> set[str]:
        """The system decides which program that is."""
        path = Path(bpy.path.abspath(self.path))
        if not path.is_file() or path.suffix.lower() != ".3mf":
            raise MeshyError(f"{path.name} isn't there any more.")
        return bpy.ops.wm.path_open(filepath=str(path))


register, unregister = bpy.utils.register_classes_factory(
    (
        MESHY_OT_unwrap,
        MESHY_OT_mark_as_asset,
        MESHY_OT_select_print_issues,
        MESHY_OT_open_print,
    )
)
