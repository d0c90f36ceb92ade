"""What can be pressed in the Create panel, and dropped on the viewport."""

from pathlib import Path

import bpy
from bpy.props import CollectionProperty, IntProperty, StringProperty

from ..pressing import SaysWhatWentWrong, SaysWhyNot

_SHOWN_CHARACTERS = 60


class MESHY_OT_generate(SaysWhatWentWrong, SaysWhyNot, bpy.types.Operator):
    bl_idname = "meshy.generate"
    bl_label = "Generate"
    bl_description = (
        "Make the model with Meshy, for the credits on the button. You can go on working: it "
        "takes the place of an empty when it is done"
    )
    # No REGISTER: it pays, and must not be run again by the redo panel or Repeat Last.
    bl_options = {"UNDO"}

    @classmethod
    def why_not(cls, context: bpy.types.Context) -> str:
        """Not without prompt or picture, key, network and credits."""
        from .generating import why_not

        return why_not(context)

    def act(self, context: bpy.types.Context) -> set[str]:
        """Start the job with what the sidebar shows, and return at once."""
        from .generating import generate

        return generate(context)

    def told(self, error: Exception, context: bpy.types.Context) -> str:
        """With the names that the fields have in the sidebar."""
        from ..wording import in_titles

        return in_titles(context.scene.meshy_create.kind, super().told(error, context))


def _slots(context: bpy.types.Context) -> bpy.types.bpy_prop_collection:
    return context.scene.meshy_create.slots


class MESHY_OT_add_picture(bpy.types.Operator):
    bl_idname = "meshy.add_picture"
    bl_label = "Add Picture"
    bl_description = "Add a picture: of the same thing from another side, or to start from"
    bl_options = {"INTERNAL", "UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        """An empty row, with the source of the one before."""
        slots = _slots(context)
        source = slots[-1].source if slots else "FILE"
        slots.add().source = source
        return {"FINISHED"}


class MESHY_OT_remove_picture(bpy.types.Operator):
    bl_idname = "meshy.remove_picture"
    bl_label = "Remove Picture"
    bl_description = "Leave this picture out; nothing is deleted"
    bl_options = {"INTERNAL", "UNDO"}

    number: IntProperty(options={"SKIP_SAVE", "HIDDEN"})

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Take the row away."""
        _slots(context).remove(self.number)
        return {"FINISHED"}


class MESHY_OT_accept_picture(bpy.types.Operator):
    """Send this picture: its place on this machine came along with the .blend"""

    bl_idname = "meshy.accept_picture"
    bl_label = "Accept Picture"
    bl_options = {"INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        """As if the artist had chosen it."""
        slot = getattr(context, "meshy_picture", None)
        if slot is None:
            return {"CANCELLED"}
        slot.accept()
        return {"FINISHED"}


class MESHY_OT_drop_pictures(SaysWhatWentWrong, bpy.types.Operator):
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

    _mouse: tuple[int, int] | None = None

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """From a drop: where the mouse is."""
        if context.area is not None and context.area.type == "VIEW_3D":
            self._mouse = event.mouse_x, event.mouse_y
        return self.execute(context)

    def act(self, context: bpy.types.Context) -> None:
        """From a script: at the 3D cursor."""
        from ...scene.aiming import spot_under
        from .from_pictures import begin_with

        pictures = [str(Path(self.directory) / file.name) for file in self.files]
        more = {"location": spot_under(context, *self._mouse)} if self._mouse else {}
        begin_with(context, pictures, **more)


class MESHY_FH_image(bpy.types.FileHandler):
    """Offered beside Blender's own ways to take a picture."""

    bl_idname = "MESHY_FH_image"
    bl_label = "Make 3D with Meshy"
    bl_import_operator = "meshy.drop_pictures"
    bl_file_extensions = ".png;.jpg;.jpeg;.webp;.tif;.tiff;.bmp;.exr;.hdr"

    @classmethod
    def poll_drop(cls, context: bpy.types.Context) -> bool:
        from .. import early

        early.begin()  # a file is over the window just now
        area = context.area
        return area is not None and area.type == "VIEW_3D" and context.mode == "OBJECT"


class MESHY_MT_recent_prompts(bpy.types.Menu):
    bl_label = "Recent Prompts"
    bl_description = "Take a prompt that you used before"

    def draw(self, context: bpy.types.Context) -> None:
        """The newest first, cut to one line."""
        from .prompts import RECENT

        if not RECENT.texts:
            self.layout.label(text="No prompts yet")
        for number, text in enumerate(RECENT.texts):
            line = " ".join(text.split())
            short = line if len(line) <= _SHOWN_CHARACTERS else f"{line[:_SHOWN_CHARACTERS]}…"
            self.layout.operator("meshy.use_prompt", text=short, translate=False).number = number


class MESHY_OT_use_prompt(bpy.types.Operator):
    bl_idname = "meshy.use_prompt"
    bl_label = "Use Prompt"
    bl_description = "Put this prompt into the field"
    bl_options = {"INTERNAL", "UNDO"}

    number: IntProperty(options={"SKIP_SAVE", "HIDDEN"})

    @classmethod
    def description(
        cls, context: bpy.types.Context, properties: bpy.types.OperatorProperties
    ) -> str:
        """The whole prompt as the tooltip."""
        from .prompts import RECENT

        number = properties.number
        return RECENT.texts[number] if number < len(RECENT.texts) else cls.bl_description

    def execute(self, context: bpy.types.Context) -> set[str]:
        """A text block in use keeps its own words."""
        from .prompts import RECENT

        settings = context.scene.meshy_create.prompted
        settings.prompt = RECENT.texts[self.number]
        settings.prompt_text = None
        return {"FINISHED"}


class MESHY_OT_prompt_in_text_block(bpy.types.Operator):
    bl_idname = "meshy.prompt_in_text_block"
    bl_label = "Edit in Text Editor"
    bl_description = "Read and edit the whole prompt in a text block of its own"
    bl_options = {"UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Make the text block, and show it in a Text Editor, in a new window if there's none."""
        settings = context.scene.meshy_create.prompted
        if settings.prompt_text is None:
            settings.prompt_text = bpy.data.texts.new("Prompt")
            settings.prompt_text.write(settings.prompt)
        if not bpy.app.background:
            from .prompts import show

            show(settings.prompt_text)
        return {"FINISHED"}


register, unregister = bpy.utils.register_classes_factory(
    (
        MESHY_OT_generate,
        MESHY_OT_add_picture,
        MESHY_OT_remove_picture,
        MESHY_OT_accept_picture,
        MESHY_OT_drop_pictures,
        MESHY_FH_image,
        MESHY_MT_recent_prompts,
        MESHY_OT_use_prompt,
        MESHY_OT_prompt_in_text_block,
    )
)
