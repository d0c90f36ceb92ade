"""Picks up what the engine has to say while an artist works: a timer that costs next to nothing.

A timer, not a modal operator: one of those would hold back Blender's autosave for as long as it
runs.
"""

from __future__ import annotations

import logging

import bpy

from ..api.errors import MeshyError
from ..jobs.events import Event, Failed, Interrupted, Ready
from ..scene.session import SESSION

TICK_S = 0.25
log = logging.getLogger(__name__)


def start() -> None:
    """Begin to tick, unless it does already. Timers never tick in background."""
    if not bpy.app.timers.is_registered(_tick):
        bpy.app.timers.register(_tick, first_interval=TICK_S, persistent=True)


def stop() -> None:
    """Tick no more."""
    if bpy.app.timers.is_registered(_tick):
        bpy.app.timers.unregister(_tick)


def _tick() -> float:
    # Whatever leaves a timer's function ends the timer.
    try:
        if SESSION.running and not _is_busy():
            for event in SESSION.running.drain():
                _handle(event)
    except Exception:
        log.exception("pump")
    return TICK_S


def _is_busy() -> bool:
    """Whether placing would get in the artist's way: amid a transform, a render."""
    windows = bpy.context.window_manager.windows
    return any(window.modal_operators for window in windows) or bpy.app.is_job_running("RENDER")


def _handle(event: Event) -> None:
    # Importing what places results takes a while: not when the extension is enabled.
    from ..scene.finishing import finish

    try:
        match event:
            case Ready(result=result):
                finish(result, undo_step=True)
                SESSION.running.placed(event.job_id)
            case Failed(error=error) | Interrupted(error=error):
                _tell(str(error))
    except MeshyError as error:
        _tell(str(error))


def _tell(sentence: str) -> None:
    """Show `sentence` at the mouse."""

    def draw(menu: bpy.types.UIPopupMenu, _: bpy.types.Context) -> None:
        menu.layout.label(text=sentence)

    bpy.context.window_manager.popup_menu(draw, title="Meshy", icon="ERROR")
