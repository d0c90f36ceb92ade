"""What the 3D viewport shows, as a file to be sent: without overlays and gizmos."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import bpy
import gpu
import numpy as np

from ...api.errors import InvalidParameter
from ...jobs.folders import make_folder
from ...jobs.png_text import png
from .held import FOLDER

LONGEST_SIDE_PX = 2048
"""A viewport on a large screen has more than a picture needs."""


def viewport_file(parameter: str, state: Path) -> str:
    """The path of a PNG of the largest 3D viewport in the window, as it looks now. Main thread.

    Raises InvalidParameter where there's no viewport to look at, CannotWrite.
    """
    window = bpy.context.window
    areas = [each for each in window.screen.areas if each.type == "VIEW_3D"] if window else []
    if bpy.app.background or not areas:
        raise InvalidParameter(parameter, "There is no 3D viewport in this window.")
    area = max(areas, key=lambda each: each.width * each.height)
    content = _drawn(area)
    mark = hashlib.sha256(content).hexdigest()[:12]
    path = make_folder(state / FOLDER) / f"viewport-{mark}.png"
    if path.exists():
        path.touch()  # it's in use again
    else:
        path.write_bytes(content)
    return str(path)


def _drawn(area: bpy.types.Area) -> bytes:
    """The viewport once more, beside the screen; as a PNG."""
    region = next(each for each in area.regions if each.type == "WINDOW")
    space = area.spaces.active
    view = space.region_3d
    scale = min(1.0, LONGEST_SIDE_PX / max(region.width, region.height))
    width, height = max(1, int(region.width * scale)), max(1, int(region.height * scale))
    offscreen = gpu.types.GPUOffScreen(width, height)
    try:
        with _without_overlays(space):
            offscreen.draw_view3d(
                bpy.context.scene,
                bpy.context.view_layer,
                space,
                region,
                view.view_matrix,
                view.window_matrix,
                do_color_management=True,
            )
        pixels = np.asarray(offscreen.texture_color.read(), dtype=np.uint8)
    finally:
        offscreen.free()
    pixels = pixels.reshape(height, width, 4)[::-1].copy()
    pixels[..., 3] = 255  # what is behind everything is the theme's colour, not nothing
    return png(width, pixels.tobytes())


@contextmanager
def _without_overlays(space: bpy.types.SpaceView3D) -> Iterator[None]:
    before = space.overlay.show_overlays
    space.overlay.show_overlays = False
    try:
        yield
    finally:
        space.overlay.show_overlays = before
