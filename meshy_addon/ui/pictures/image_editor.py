"""The Image Editor: a model from the image that it shows, or a new picture."""

import bpy

from ..pressing import SaysWhatWentWrong, SaysWhyNot


def _why_no_image(context: bpy.types.Context) -> str:
    """Why nothing can be made of the image in this editor."""
    from ..create.generating import why_not_at_all
    from .image_viewing import shown_image

    return why_not_at_all() if shown_image(context) else "Open an image in the Image Editor first"


class _OnImageShown(SaysWhatWentWrong, SaysWhyNot):
    """Begins a job with the image in this editor."""

    # No REGISTER: each run is paid for.
    bl_options = {"UNDO"}

    def act(self, context: bpy.types.Context) -> None:
        """Start the job and return."""
        from .image_viewing import shown_image

        self.begin(context, shown_image(context))

    def begin(self, context: bpy.types.Context, image: bpy.types.Image) -> None:
        raise NotImplementedError


class MESHY_OT_image_shown_to_3d(_OnImageShown, bpy.types.Operator):
    bl_idname = "meshy.image_shown_to_3d"
    bl_label = "Make 3D from This Image"
    bl_description = (
        "Make a textured model of what the image shows, as it looks now, at the 3D cursor. "
        "Parameters and price are those of the 3D viewport's sidebar"
    )

    @classmethod
    def why_not(cls, context: bpy.types.Context) -> str:
        """Not without an image, key and network."""
        return _why_no_image(context)

    def begin(self, context: bpy.types.Context, image: bpy.types.Image) -> None:
        """With all views of the task that it is a view of."""
        from ...scene.pictures.of_tasks import with_its_siblings
        from ..create.from_pictures import begin_with

        begin_with(context, with_its_siblings(image))


class MESHY_OT_change_image_shown(_OnImageShown, bpy.types.Operator):
    bl_idname = "meshy.change_image_shown"
    bl_label = "Change This Image"
    bl_description = (
        "Make a new picture from the one that is shown, as the prompt says; this one stays as it is"
    )

    @classmethod
    def why_not(cls, context: bpy.types.Context) -> str:
        """Not without an image, a prompt, key and network."""
        reason = _why_no_image(context)
        return reason or ("" if has_prompt(context) else "Say what to change first")

    def begin(self, context: bpy.types.Context, image: bpy.types.Image) -> None:
        from ..create.from_pictures import change

        change(context, image)


class MESHY_OT_image_shown_as_style(SaysWhatWentWrong, SaysWhyNot, bpy.types.Operator):
    bl_idname = "meshy.image_shown_as_style"
    bl_label = "Use as Style…"
    bl_description = (
        "Give the selected object a new texture in the style of the image that is shown. Asks "
        "first, with the price"
    )
    bl_options = {"INTERNAL"}

    @classmethod
    def why_not(cls, context: bpy.types.Context) -> str:
        """Not without an image and an object to texture."""
        from ..objects.jobs import can_be_sent

        reason = _why_no_image(context)
        return reason or ("" if can_be_sent(context) else "Select a mesh in the 3D viewport first")

    def act(self, context: bpy.types.Context) -> set[str]:
        """Open the dialog of Retexture with the image in it."""
        from .image_viewing import shown_image

        image = shown_image(context)
        if image is None:
            return {"CANCELLED"}
        path = _file_of(image, context.scene)
        return bpy.ops.meshy.retexture("INVOKE_DEFAULT", image_style_url=path, ask=True)


def _file_of(image: bpy.types.Image, scene: bpy.types.Scene) -> str:
    """As it looks now. Raises MeshyError."""
    from ...scene.home import state_dir
    from ...scene.pictures.held import image_file, render_file

    if image.type == "RENDER_RESULT":
        return render_file("image_style_url", scene, state_dir())
    return image_file("image_style_url", image, state_dir())


def has_prompt(context: bpy.types.Context) -> bool:
    """Whether the Picture tab says what to make."""
    settings = context.scene.meshy_create.text_to_image
    return bool(settings.prompt.strip() or settings.prompt_text)


class MESHY_PT_image(bpy.types.Panel):
    bl_label = "Image to 3D"
    bl_category = "Meshy"
    bl_space_type = "IMAGE_EDITOR"
    bl_region_type = "UI"

    def draw(self, context: bpy.types.Context) -> None:
        """The image by its name, and the button."""
        from .drawing import draw_image

        draw_image(self.layout, context)


class MESHY_PT_change_image(bpy.types.Panel):
    bl_label = "Change Image"
    bl_category = "Meshy"
    bl_space_type = "IMAGE_EDITOR"
    bl_region_type = "UI"

    def draw(self, context: bpy.types.Context) -> None:
        """The fields of the Picture tab, and the button."""
        from .drawing import draw_change_image

        draw_change_image(self.layout, context)


def _draw_in_menu(menu: bpy.types.Menu, context: bpy.types.Context) -> None:
    from ..icons import ICONS

    menu.layout.separator()
    icon = ICONS.number("meshy")
    menu.layout.operator(MESHY_OT_image_shown_to_3d.bl_idname, icon_value=icon)


_CLASSES = (
    MESHY_OT_image_shown_to_3d,
    MESHY_OT_change_image_shown,
    MESHY_OT_image_shown_as_style,
    MESHY_PT_image,
    MESHY_PT_change_image,
)


def register() -> None:
    for each in _CLASSES:
        bpy.utils.register_class(each)
    bpy.types.IMAGE_MT_image.append(_draw_in_menu)


def unregister() -> None:
    bpy.types.IMAGE_MT_image.remove(_draw_in_menu)
    for each in reversed(_CLASSES):
        bpy.utils.unregister_class(each)
