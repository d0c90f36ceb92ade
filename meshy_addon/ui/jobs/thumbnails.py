"""The pictures of results in the job list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy


class Thumbnails:
    """Loaded once and kept by Blender until the extension goes. Main thread."""

    def __init__(self) -> None:
        self._previews: Any = None

    def load(self, job_id: str, file: Path) -> None:
        """Read the picture of a job; whatever isn't one gives none."""
        if bpy.app.background:
            return  # icons have no numbers there
        if self._previews is None:
            from bpy.utils import previews

            self._previews = previews.new()
        if job_id not in self._previews:
            self._previews.load(job_id, str(file), "IMAGE")

    def icon(self, job_id: str) -> int:
        """For `icon_value`; 0 without a picture."""
        if self._previews is None or job_id not in self._previews:
            return 0
        # Nothing else is asked of it: Blender decodes it in a job of its own once it's drawn, but
        # here and now if its size is wanted.
        return int(self._previews[job_id].icon_id)

    def remove_all(self) -> None:
        if self._previews is not None:
            bpy.utils.previews.remove(self._previews)
            self._previews = None


THUMBNAILS = Thumbnails()
"""One, as Blender keeps them for all windows."""
