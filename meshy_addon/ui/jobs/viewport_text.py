"""The progress of a job, written beside its placeholder in the viewport while jobs run."""

from __future__ import annotations

from typing import Any

import blf
import bpy
from bpy_extras.view3d_utils import location_3d_to_region_2d

from .board import BOARD
from .stand_ins import STAND_INS
from .wording import stage_in_words

_SIZE_PX = 12


class ViewportText:
    """Holds the draw handler: there's one only as long as there's something to draw."""

    def __init__(self) -> None:
        self.handle: Any = None

    def keep(self, wanted: bool) -> None:
        space = bpy.types.SpaceView3D
        if wanted and self.handle is None:
            self.handle = space.draw_handler_add(_draw, (), "WINDOW", "POST_PIXEL")
        elif not wanted and self.handle is not None:
            space.draw_handler_remove(self.handle, "WINDOW")
            self.handle = None


TEXT = ViewportText()
"""One handler serves all viewports."""


def keep(wanted: bool) -> None:
    """Draw from now on, or no more."""
    if not bpy.app.background:
        if TEXT.handle is not None and not wanted:
            _tag_viewports()  # the last text is to go
        TEXT.keep(wanted)


def is_shown() -> bool:
    return TEXT.handle is not None


def _tag_viewports() -> None:
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "VIEW_3D":
                area.tag_redraw()


def _draw() -> None:
    context = bpy.context
    if not context.space_data.overlay.show_overlays:
        return
    scale = context.preferences.system.ui_scale
    color = context.preferences.themes[0].view_3d.space.text_hi
    blf.size(0, _SIZE_PX * scale)
    blf.enable(0, blf.SHADOW)
    blf.shadow(0, 3, 0.0, 0.0, 0.0, 0.8)
    for row in BOARD.rows:
        thing = STAND_INS.find(row.job_id) if row.is_running else None
        if thing is None or not thing.visible_get(view_layer=context.view_layer):
            continue
        at = location_3d_to_region_2d(
            context.region, context.region_data, thing.matrix_world.translation
        )
        if at is None:
            continue
        for line, text in enumerate((row.name, stage_in_words(row))):
            width, _ = blf.dimensions(0, text)
            blf.color(0, color.r, color.g, color.b, 1.0)
            blf.position(0, at.x - width / 2, at.y + (4 - 18 * line) * scale, 0)
            blf.draw(0, text)
    blf.disable(0, blf.SHADOW)


def register() -> None:
    """Nothing to draw yet."""


def unregister() -> None:
    TEXT.keep(False)
