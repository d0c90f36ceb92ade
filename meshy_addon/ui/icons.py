"""The extension's own icons, in the colour that the theme writes in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy

_FOLDER = Path(__file__).resolve().parents[2] / "icons"


class Icons:
    """Read once Blender has started, so that enabling waits for no file. Main thread."""

    def __init__(self) -> None:
        self._previews: Any = None

    def load(self) -> None:
        """Each icon there is; a file that is missing leaves its place empty."""
        import bpy.utils.previews

        self._previews = bpy.utils.previews.new()
        for file in _FOLDER.glob("*.png"):
            self._previews.load(file.stem, str(file), "IMAGE")

    def number(self, name: str) -> int:
        """For `icon_value`: of "meshy" or "generate"; 0, which is none, until they're read."""
        if self._previews is None:
            return 0
        key = f"{name}_on_{'dark' if _writes_light() else 'light'}"
        return int(self._previews[key].icon_id) if key in self._previews else 0

    def remove_all(self) -> None:
        if self._previews is not None:
            bpy.utils.previews.remove(self._previews)
            self._previews = None


ICONS = Icons()
"""One, as Blender keeps them for all windows."""


def _writes_light() -> bool:
    text = bpy.context.preferences.themes[0].user_interface.wcol_regular.text
    return sum(text) > 1.5
