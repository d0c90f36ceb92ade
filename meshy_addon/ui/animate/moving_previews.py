"""The moving picture of the action that the artist looks at: loaded when it's asked for."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bpy

from ...api.animations import Animation
from ...api.errors import MeshyError
from ...scene.home import state_dir
from ...scene.online import why_offline
from .. import redrawing
from ..errands import ERRANDS

_FRAME_S = 0.1
_UNSEEN_S = 1.0
"""So long after it was last drawn the film stops."""


class MovingPreviews:
    """Main thread. Films stay loaded until the extension goes; a frame is some 100 KB."""

    def __init__(self) -> None:
        self._previews: Any = None
        self._frames: dict[int, Sequence[str]] = {}
        """By the action's number; without any while it's on its way, or if it can't be had."""
        self._wanted: Animation | None = None
        self._drawn_at = 0.0

    def icon(self, animation: Animation) -> int:
        """For `icon_value`: the frame of this moment; 0 as long as there's none. For drawing."""
        self._drawn_at = time.monotonic()
        if animation.id not in self._frames:
            self._wanted = animation
            self._soon()
            return 0
        frames = self._frames[animation.id]
        if not frames:
            return 0
        if len(frames) > 1:
            self._soon()
        frame = frames[int(self._drawn_at / _FRAME_S) % len(frames)]
        return int(self._previews[frame].icon_id)

    def tick(self) -> float | None:
        """What the timer calls: fetches what is wanted, moves what is seen; ends by itself."""
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self._fetch(wanted)
        if time.monotonic() - self._drawn_at > _UNSEEN_S:
            return None
        redrawing.tag(changed=False)
        return _FRAME_S

    def remove_all(self) -> None:
        if bpy.app.timers.is_registered(_tick):
            bpy.app.timers.unregister(_tick)
        if self._previews is not None:
            bpy.utils.previews.remove(self._previews)
        self.__init__()  # type: ignore[misc]

    def _soon(self) -> None:
        if not bpy.app.background and not bpy.app.timers.is_registered(_tick):
            bpy.app.timers.register(_tick, first_interval=_FRAME_S, persistent=True)

    def _fetch(self, animation: Animation) -> None:
        from ...scene.characters.animation_previews import NoPreview, fetch_preview, kept_preview

        self._frames[animation.id] = ()
        try:
            state = state_dir()
        except MeshyError:
            return
        may_ask = not why_offline(animation.preview_url)

        def bring() -> Sequence[Path]:
            kept = kept_preview(animation, state)
            if not kept and not may_ask:
                raise NoPreview("Online access is off.")
            return kept or fetch_preview(animation, state)

        ERRANDS.run(bring, lambda files: self._take(animation.id, files))

    def _take(self, action_id: int, files: Sequence[Path]) -> None:
        import bpy.utils.previews

        if self._previews is None:
            self._previews = bpy.utils.previews.new()
        shown = [f"{action_id}:{file.name}" for file in files]
        for key, file in zip(shown, files, strict=True):
            if key not in self._previews:
                # Nothing is asked of it, not even its size: Blender decodes it in a job of its own
                # once it's drawn, but here and now if something is, 5 ms a frame.
                self._previews.load(key, str(file), "IMAGE")
        self._frames[action_id] = shown
        redrawing.tag(changed=False)


PREVIEWS = MovingPreviews()
"""One, as Blender keeps them for all windows."""


def _tick() -> float | None:
    return PREVIEWS.tick()
