"""Pictures in Image Editors: where the artist asks for them, or where nothing else is shown."""

from __future__ import annotations

from collections.abc import Iterator

import bpy

_PAINTABLE = ("IMAGE", "UV_TEST")
"""Types of image that are no render's; Blender calls generated ones UV_TEST."""
_SHOWABLE = (*_PAINTABLE, "RENDER_RESULT")


def shown_image(context: bpy.types.Context) -> bpy.types.Image | None:
    """The image in this Image Editor, if it's one that can be sent."""
    space = context.space_data
    image = space.image if space is not None and space.type == "IMAGE_EDITOR" else None
    return image if image is not None and image.type in _SHOWABLE else None


def show(image: bpy.types.Image) -> None:
    """In the first Image Editor, or in one of a new window. Main thread, with a window."""
    space = next(_viewers(), None)
    if space is None:
        bpy.ops.wm.window_new()
        area = bpy.context.window_manager.windows[-1].screen.areas[0]
        area.ui_type = "IMAGE_EDITOR"
        space = area.spaces.active
    space.image = image


def show_result(image: bpy.types.Image, *, is_change: bool) -> None:
    """In the Image Editors that show nothing, or another picture from Meshy.

    A picture that was changed (`is_change`) also takes the place of any other: there it was seen
    before. Never of a render.
    """
    for space in _viewers():
        before = space.image
        if before is None or before.meshy.task_id or (is_change and before.type in _PAINTABLE):
            space.image = image


def _viewers() -> Iterator[bpy.types.SpaceImageEditor]:
    """Image Editors in which nobody paints, that may be used for another image."""
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.ui_type == "IMAGE_EDITOR":
                space = area.spaces.active
                if space.mode == "VIEW" and not space.use_image_pin:
                    yield space
