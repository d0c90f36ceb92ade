"""What an artist can do about an object that is to be printed, besides the jobs at Meshy."""

from pathlib import Path

import bmesh
import bpy
from bpy.props import EnumProperty, StringProperty

_SMALLEST_AREA = 1e-12
"""As the verdict has it: `scene.printing.measures`."""


class MESHY_OT_select_print_issues(bpy.types.Operator):
    """Select in Edit Mode what would trouble a printer, as Blender itself finds it"""

    bl_idname = "meshy.select_print_issues"
    bl_label = "Select in Edit Mode"
    bl_options = {"REGISTER", "UNDO"}

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
        """Nothing of the mesh is changed."""
        if context.mode == "OBJECT":
            bpy.ops.object.mode_set(mode="EDIT")
        mode = "FACE" if self.what == "DEGENERATE" else "EDGE"
        bpy.ops.mesh.select_mode(type=mode)
        thing = context.active_object
        drawn = bmesh.from_edit_mesh(thing.data)
        found = self._select(drawn)
        drawn.select_flush_mode()
        bmesh.update_edit_mesh(thing.data, loop_triangles=False, destructive=False)
        if not found:
            self.report({"INFO"}, "Blender finds none of them in this mesh.")
        return {"FINISHED"}

    def _select(self, drawn: bmesh.types.BMesh) -> int:
        """How many there are."""
        for kind in (drawn.verts, drawn.edges, drawn.faces):
            for each in kind:
                each.select = False
        if self.what == "DEGENERATE":
            chosen = [face for face in drawn.faces if face.calc_area() <= _SMALLEST_AREA]
        elif self.what == "HOLES":
            chosen = [edge for edge in drawn.edges if edge.is_boundary]
        else:
            chosen = [edge for edge in drawn.edges if len(edge.link_faces) > 2]
        for each in chosen:
            each.select_set(True)
        return len(chosen)


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
