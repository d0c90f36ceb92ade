"""Has drawn again what shows jobs, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import bpy

from .jobs import viewport_text

CATEGORY = "Meshy"
"""The tab that shows jobs."""


class News:
    """What else has changed that is drawn, beside the jobs."""

    version = 0
    """Grows with each change."""


NEWS = News()
"""One, as there's one pump that has it drawn."""


def soon() -> None:
    """Have drawn again what shows jobs, with what else is new by the pump's next look."""
    NEWS.version += 1


def tag(*, changed: bool) -> None:
    """Redraw the tab where it's open and viewports with old text; if `changed`, the status bar."""
    has_text = viewport_text.is_stale()
    for area in _areas():
        for region in area.regions:
            is_text = has_text and region.type in ("HEADER", "WINDOW") and area.type == "VIEW_3D"
            if is_text or (region.type == "UI" and _shows_jobs(region)):
                region.tag_redraw()
    if changed:
        _tag_status_bar()


def _areas() -> Iterator[bpy.types.Area]:
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type in ("VIEW_3D", "IMAGE_EDITOR"):
                yield area


def _shows_jobs(region: bpy.types.Region) -> bool:
    if region.width <= 1:
        return False  # folded away
    return getattr(region, "active_panel_category", CATEGORY) in (CATEGORY, "UNSUPPORTED", "")


def _tag_status_bar() -> None:
    """It's in no screen's areas: setting its text is what has it drawn again."""
    windows = bpy.context.window_manager.windows
    if bpy.app.background or any(window.modal_operators for window in windows):
        return  # amid a transform the text there is the transform's
    if bpy.context.workspace:
        bpy.context.workspace.status_text_set(None)
