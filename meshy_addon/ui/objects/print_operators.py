"""What an artist can do about an object that is to be printed, besides the jobs at Meshy."""

from pathlib import Path

import bpy
from bpy.props import EnumProperty, StringProperty

_TICK_S = 0.05


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
        thing = context.active_object
        if thing is None or thing.type != "MESH" or not thing.data.is_editable:
            cls.poll_message_set("Select a mesh of this file first")
            return False
        return context.mode in ("OBJECT", "EDIT_MESH")

    def execute(self, context: bpy.types.Context) -> set[str]:
        """From a script: at once. Nothing of the mesh is changed."""
        from .issue_search import Search

        self._search = Search(context.active_object)
        self._search.run()
        return self._select(context)

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """From the interface: the artist works on while a large mesh is looked through."""
        from .issue_search import Search

        self._search = Search(context.active_object)
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

        thing = context.active_object if self.poll(context) else None
        is_selected, sentence = self._search.select(thing, Issue[self.what])
        self.report({"INFO" if is_selected else "WARNING"}, sentence)
        return {"FINISHED" if is_selected else "CANCELLED"}


class MESHY_OT_open_print(bpy.types.Operator):
    """Open the 3MF file with the program that this system opens it with: your slicer"""

    bl_idname = "meshy.open_print"
    bl_label = "Open in Slicer"
    bl_options = {"INTERNAL"}

    path: StringProperty(options={"SKIP_SAVE", "HIDDEN"})

    def execute(self, context: bpy.types.Context) -> set[str]:
        """The system decides which program that is."""
        from ..wording import say

        path = Path(bpy.path.abspath(self.path))
        if not path.is_file() or path.suffix.lower() != ".3mf":
            self.report({"ERROR"}, say("{file} isn't there any more.", file=path.name))
            return {"CANCELLED"}
        return bpy.ops.wm.path_open(filepath=str(path))


register, unregister = bpy.utils.register_classes_factory(
    (MESHY_OT_select_print_issues, MESHY_OT_open_print)
)
