"""What can be done with a picture that Meshy made: look at it, model it, change it, save it."""

from pathlib import Path

import bpy
from bpy.props import BoolProperty, StringProperty

from ...api.endpoints import KINDS
from ...api.errors import MeshyError
from ..pressing import SaysWhatWentWrong, SaysWhyNot


class _OnPicture(SaysWhatWentWrong):
    """Acts on the image of this name."""

    image: StringProperty(name="Image", options={"SKIP_SAVE", "HIDDEN"})

    def act(self, context: bpy.types.Context) -> None:
        """On the image, if it's still there."""
        image = bpy.data.images.get(self.image)
        if image is None:
            raise MeshyError("This image is not in the file any more.")
        self.act_on(image, context)

    def act_on(self, image: bpy.types.Image, context: bpy.types.Context) -> None:
        """Raises as `act` does."""
        raise NotImplementedError


class MESHY_OT_show_picture(_OnPicture, bpy.types.Operator):
    """Look at this picture in the Image Editor"""

    bl_idname = "meshy.show_picture"
    bl_label = "Show Picture"
    bl_options = {"INTERNAL"}

    def act_on(self, image: bpy.types.Image, context: bpy.types.Context) -> None:
        """In a new window if there's no Image Editor."""
        from .image_viewing import show

        show(image)


class MESHY_OT_picture_to_3d(SaysWhyNot, _OnPicture, bpy.types.Operator):
    bl_idname = "meshy.picture_to_3d"
    bl_label = "Make 3D from This Picture"
    bl_description = "Make a textured model of what the picture shows, from all its views"
    # No REGISTER: each run is paid for.
    bl_options = {"UNDO", "INTERNAL"}

    @classmethod
    def description(cls, context: bpy.types.Context, properties: object) -> str:
        from ...scene.pictures.of_tasks import with_its_siblings
        from ..create.generating import priced
        from ..create.wanted import price
        from ..wording import say

        image = bpy.data.images.get(properties.image)
        views = len(with_its_siblings(image)) if image else 1
        kind = KINDS["image_to_3d" if views == 1 else "multi_image_to_3d"]
        credits = price(getattr(context.scene.meshy_create, kind.name), kind)
        what = say("Make a textured model from this picture, at the 3D cursor")
        if views > 1:
            what = say(
                "Make a textured model from these {count} views of one thing, at the 3D cursor",
                count=views,
            )
        return priced(what, credits)

    @classmethod
    def why_not(cls, context: bpy.types.Context) -> str:
        """Not without key and network."""
        from ..create.generating import why_not_at_all

        return why_not_at_all()

    def act_on(self, image: bpy.types.Image, context: bpy.types.Context) -> None:
        """With the parameters of the sidebar's Image or Images tab."""
        from ...scene.pictures.of_tasks import with_its_siblings
        from ..create.from_pictures import begin_with

        begin_with(context, with_its_siblings(image))


class MESHY_OT_change_picture(_OnPicture, bpy.types.Operator):
    """Start a new picture from this one: say in the Picture tab what to change"""

    bl_idname = "meshy.change_picture"
    bl_label = "Change Picture"
    bl_options = {"UNDO", "INTERNAL"}

    def act_on(self, image: bpy.types.Image, context: bpy.types.Context) -> None:
        """Nothing is sent before the Generate button is pressed."""
        from ..create.from_pictures import start_from

        start_from(context.scene, image)


class MESHY_OT_save_picture(_OnPicture, bpy.types.Operator):
    """Save this picture as a PNG that tells its prompt"""

    bl_idname = "meshy.save_picture"
    bl_label = "Save Picture"
    bl_options = {"INTERNAL"}

    filepath: StringProperty(name="File", subtype="FILE_PATH", options={"SKIP_SAVE"})
    filter_glob: StringProperty(default="*.png", options={"HIDDEN"})
    check_existing: BoolProperty(default=True, options={"HIDDEN"})
    """Blender's file browser warns of a file that is there already."""

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """Ask where to."""
        self.filepath = self._named()
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def check(self, context: bpy.types.Context) -> bool:
        """In the file browser: what is shown is what will be written."""
        before, self.filepath = self.filepath, self._named()
        return bool(before != self.filepath)

    def _named(self) -> str:
        is_folder = not bpy.path.basename(self.filepath)
        name = bpy.path.clean_name(self.image) if is_folder else ""
        return str(bpy.path.ensure_ext(self.filepath + name, ".png"))

    def act_on(self, image: bpy.types.Image, context: bpy.types.Context) -> None:
        """Its prompt, model and task go into the file's metadata."""
        from ...scene.pictures.files import write_picture
        from ..wording import say

        path = Path(bpy.path.abspath(self._named())).expanduser()
        write_picture(image, path)
        self.report({"INFO"}, say("Saved {path}", path=path))


register, unregister = bpy.utils.register_classes_factory(
    (
        MESHY_OT_show_picture,
        MESHY_OT_picture_to_3d,
        MESHY_OT_change_picture,
        MESHY_OT_save_picture,
    )
)
