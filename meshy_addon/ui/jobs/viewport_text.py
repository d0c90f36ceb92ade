"""The progress of a job, written beside its placeholder in the viewport while jobs run."""

from __future__ import annotations

import string
import time
from collections.abc import Iterator
from typing import Any

import blf
import bpy
from bpy_extras.view3d_utils import location_3d_to_region_2d

from .board import BOARD, JobRow
from .stand_ins import STAND_INS
from .wording import stage_in_words

_SIZE_PX = 12
_EVERY_S = 1.0
"""Progress is news so often at most: a viewport that is drawn anew may be a heavy scene."""
_USUAL = frozenset("0123456789:%") | frozenset(string.ascii_letters)
_AT_A_TIME = 8
"""Letters that are made ahead; each takes up to a millisecond."""


class ViewportText:
    """Holds the draw handlers: they are there only as long as there's something to draw."""

    def __init__(self) -> None:
        self.handles: list[tuple[Any, str]] = []
        self._made: tuple[float, frozenset[str]] = (0.0, frozenset())
        self._told: tuple[tuple[str, ...], ...] = ()
        self._told_at = 0.0

    def keep(self, wanted: bool) -> None:
        space = bpy.types.SpaceView3D
        if wanted and not self.handles:
            for region, function in _DRAWN.items():
                handle = space.draw_handler_add(function, (), region, "POST_PIXEL")
                self.handles.append((handle, region))
        elif not wanted:
            while self.handles:
                space.draw_handler_remove(*self.handles.pop())

    def is_stale(self) -> bool:
        """Whether viewports are to be drawn again, as other words would stand in them by now."""
        now = time.monotonic()
        if not self.handles or now - self._told_at < _EVERY_S:
            return False
        told = tuple((row.job_id, row.name, stage_in_words(row)) for row, _ in _marked())
        is_stale, self._told = told != self._told, told
        self._told_at = now if is_stale else self._told_at
        return is_stale

    def new_letters(self, size: float, letters: set[str]) -> frozenset[str]:
        """Those that have not been drawn in this size, and some more; from now on they have."""
        made = self._made[1] if self._made[0] == size else frozenset()
        new = letters - made or set(sorted(_USUAL - made)[:_AT_A_TIME])
        self._made = size, made | new
        return frozenset(new)


TEXT = ViewportText()
"""One handler serves all viewports."""


def keep(wanted: bool) -> None:
    """Draw from now on, or no more."""
    if not bpy.app.background:
        if TEXT.handles and not wanted:
            _tag_viewports()  # the last text is to go
        TEXT.keep(wanted)


def is_stale() -> bool:
    """Whether viewports show something else than what goes on."""
    return TEXT.is_stale()


def _tag_viewports() -> None:
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "VIEW_3D":
                area.tag_redraw()


def _make_letters() -> None:
    """In the header, which is drawn first: a new letter waits for all that was drawn before it.

    After the scene that took 40 to 150 ms, where there's no graphics card.
    """
    size = _SIZE_PX * bpy.context.preferences.system.ui_scale
    texts = [text for row, _ in _marked() for text in (row.name, stage_in_words(row))]
    if new := TEXT.new_letters(size, set("".join(texts))):
        blf.size(0, size)
        blf.color(0, 0.0, 0.0, 0.0, 0.0)
        blf.position(0, 0.0, 0.0, 0.0)
        blf.draw(0, "".join(sorted(new)))


def _draw() -> None:
    context = bpy.context
    if not context.space_data.overlay.show_overlays:
        return
    scale = context.preferences.system.ui_scale
    color = context.preferences.themes[0].view_3d.space.text_hi
    blf.size(0, _SIZE_PX * scale)
    blf.enable(0, blf.SHADOW)
    blf.shadow(0, 3, 0.0, 0.0, 0.0, 0.8)
    for row, thing in _marked():
        if not thing.visible_get(view_layer=context.view_layer):
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


def _marked() -> Iterator[tuple[JobRow, bpy.types.Object]]:
    """The jobs that run and have a placeholder in this file, with it."""
    for row in BOARD.rows:
        if row.is_running and (thing := STAND_INS.find(row.job_id)):
            yield row, thing


_DRAWN = {"HEADER": _make_letters, "WINDOW": _draw}
"""What is drawn in which of a viewport's regions."""
