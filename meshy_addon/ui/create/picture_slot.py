"""Where a picture comes from: a file, an image in the .blend, the last render, the viewport."""

import enum

import bpy
from bpy.props import EnumProperty, PointerProperty, StringProperty

from .chosen import choose, image_may_be_sent, may_be_sent


class Source(enum.StrEnum):
    FILE = "FILE"
    IMAGE = "IMAGE"
    RENDER = "RENDER"
    VIEWPORT = "VIEWPORT"


_ITEMS = (
    (Source.FILE.value, "File", "A picture on disk, or the address of one on the web", "FILE", 0),
    (Source.IMAGE.value, "Image", "An image in this .blend, as it is painted now", "IMAGE_DATA", 1),
    (Source.RENDER.value, "Render", "The last render, as it is shown", "RENDER_STILL", 2),
    (Source.VIEWPORT.value, "Viewport", "What the 3D viewport shows, no overlays", "VIEW3D", 3),
)  # fmt: skip


def _is_picture(_: object, image: bpy.types.Image) -> bool:
    return image.type in ("IMAGE", "UV_TEST")


def _file_chosen(slot: "MeshyPictureSlot", _: object) -> None:
    choose(slot.file)


def _image_chosen(slot: "MeshyPictureSlot", _: object) -> None:
    if slot.image is not None:
        choose(slot.image.filepath)


class MeshyPictureSlot(bpy.types.PropertyGroup):
    source: EnumProperty(name="Source", description="Where the picture comes from", items=_ITEMS)
    file: StringProperty(
        name="File",
        description="The picture's file; Meshy reads JPEG and PNG, others are converted first",
        subtype="FILE_PATH",
        maxlen=0,
        update=_file_chosen,
    )
    image: PointerProperty(
        name="Image",
        description="An image of this file; what isn't saved yet is sent as it looks now",
        type=bpy.types.Image,
        poll=_is_picture,
        update=_image_chosen,
    )

    def accept(self) -> None:
        """As if the artist had chosen here what it says."""
        choose(self.file if self.source == Source.FILE else self.image.filepath)

    @property
    def is_given(self) -> bool:
        """Whether a picture was chosen; asks no disk."""
        match self.source:
            case Source.FILE:
                return bool(self.file.strip())
            case Source.IMAGE:
                return self.image is not None
        return True

    @property
    def is_chosen(self) -> bool:
        """Whether it may be sent: chosen by the artist, not by whoever made the .blend."""
        match self.source:
            case Source.FILE:
                return may_be_sent(self.file)
            case Source.IMAGE:
                return self.image is None or image_may_be_sent(self.image)
        return True


def draw(layout: bpy.types.UILayout, slot: MeshyPictureSlot) -> None:
    """The source as an icon menu, and beside it the picture."""
    from ..wording import told

    row = layout.row(align=True)
    row.use_property_split = False
    row.prop(slot, "source", text="", icon_only=True)
    match slot.source:
        case Source.FILE:
            row.prop(slot, "file", text="", placeholder="Picture")
        case Source.IMAGE:
            row.prop(slot, "image", text="")
        case Source.RENDER:
            row.label(text=told("Render Result"), translate=False)
        case Source.VIEWPORT:
            row.label(text=told("3D Viewport"), translate=False)
    if slot.is_given and not slot.is_chosen:
        row.context_pointer_set("meshy_picture", slot)
        row.operator("meshy.accept_picture", text="", icon="CHECKMARK")


def register() -> None:
    bpy.utils.register_class(MeshyPictureSlot)


def unregister() -> None:
    bpy.utils.unregister_class(MeshyPictureSlot)
