"""After enabling, in a Blender with a window: what that needs is imported, registered and begun.

Imported in a thread, so that neither Blender's start nor the first look at the tab waits for it.
"""

from __future__ import annotations

from collections.abc import Callable

import bpy

_LOOK_AGAIN_S = 0.02


class Waking:
    """Main thread."""

    def __init__(self) -> None:
        self._is_imported: Callable[[], bool] | None = None
        self._is_declared = False

    def tick(self) -> float | None:
        """What the timer calls; it ends once the interface is at work."""
        if self._is_imported is None:
            self._is_imported = _importing()
        if not self._is_imported():
            return _LOOK_AGAIN_S
        if not self._is_declared:
            self.declare()
            return 0.0  # a piece of its own
        from . import at_work

        at_work.begin()
        self._is_imported = None
        return None

    def declare(self) -> None:
        """Register what only a window shows, unless that is done."""
        from . import interface

        if not self._is_declared:
            interface.register()
            self._is_declared = True

    def end(self) -> None:
        """Undo all of it."""
        from . import at_work, interface

        if self._is_declared:
            interface.unregister()
            self._is_declared = False
        at_work.end()


WAKING = Waking()
"""One, as Blender starts once."""


def _importing() -> Callable[[], bool]:
    """Begin to import; whether that is done."""
    from threading import Thread

    def import_it() -> None:
        from . import at_work, interface  # noqa: F401

    thread = Thread(target=import_it, name="meshy waking", daemon=True)
    thread.start()
    return lambda: not thread.is_alive()


def _tick() -> float | None:
    return WAKING.tick()


def register() -> None:
    """Timers never tick in background."""
    if not bpy.app.background:
        bpy.app.timers.register(_tick, first_interval=0.0, persistent=True)


def unregister() -> None:
    """All that was begun since is ended."""
    if bpy.app.timers.is_registered(_tick):
        bpy.app.timers.unregister(_tick)
    WAKING.end()
