"""Pictures dropped on the 3D viewport: a model of what they show, where they were dropped."""

from __future__ import annotations

from pathlib import Path

import bpy
from bpy.props import CollectionProperty, StringProperty

from ...api.errors import MeshyError
from ...scene.aiming import spot_under
from ..pressing import in_a_sentence
from .from_pictures import begin_with


class MESHY_OT_drop_pictures(bpy.types.Operator):
    bl_idname = "meshy.drop_pictures"
    bl_label = "Make 3D with Meshy"
    bl_description = (
        "Make a textured model of what the picture shows; two to four are taken for views of one "
        "thing. Parameters and price are those of the sidebar"
    )
    # No REGISTER: each run is paid for.
    bl_options = {"UNDO", "INTERNAL"}

    directory: StringProperty(
        name="Folder",
        description="Where the pictures are",
        subtype="DIR_PATH",
        options={"SKIP_SAVE", "HIDDEN"},
    )
    files: CollectionProperty(
        name="Files",
        description="The names of the pictures",
        type=bpy.types.OperatorFileListElement,
        options={"SKIP_SAVE", "HIDDEN"},
    )

    def execute(self, context: bpy.types.Context) -> set[str]:
        """From a script: at the 3D cursor."""
        return self._begin(context)

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """From a drop: where the mouse is."""
        if context.area is None or context.area.type != "VIEW_3D":
            return self._begin(context)
        return self._begin(context, location=spot_under(context, event.mouse_x, event.mouse_y))

    def _begin(self, context: bpy.types.Context, **more: object) -> set[str]:
        pictures = [str(Path(self.directory) / file.name) for file in self.files]
        try:
            begin_with(context, pictures, **more)
        except (MeshyError, RuntimeError) as error:
            self.report({"ERROR"}, in_a_sentence(error))
            return {"CANCELLED"}
        return {"FINISHED"}


class MESHY_FH_image(bpy.types.FileHandler):
    """Offered beside Blender's own ways to take a picture."""

    bl_idname = "MESHY_FH_image"
    bl_label = "Make 3D with Meshy"
    bl_import_operator = "meshy.drop_pictures"
    bl_file_extensions = ".png;.jpg;.jpeg;.webp;.tif;.tiff;.bmp;.exr;.hdr"

    @classmethod
    def poll_drop(cls, context: bpy.types.Context) -> bool:
        area = context.area
        return area is not None and area.type == "VIEW_3D" and context.mode == "OBJECT"


def register() -> None:
    bpy.utils.register_class(MESHY_OT_drop_pictures)
    bpy.utils.register_class(MESHY_FH_image)


def unregister() -> None:
    bpy.utils.unregister_class(MESHY_FH_image)
    bpy.utils.unregister_class(MESHY_OT_drop_pictures)
