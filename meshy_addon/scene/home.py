"""Where the extension lives in this Blender, and where it keeps its things."""

from __future__ import annotations

import os
from pathlib import Path

import bpy

from ..jobs.folders import state_folder

_PACKAGE = __package__.removesuffix(".scene").removesuffix("meshy_addon").rstrip(".")

EXTENSION = _PACKAGE if _PACKAGE.startswith("bl_ext.") else ""
"""The extension's id as Blender knows it; empty where we're a plain Python package."""


def state_dir() -> Path:
    """The folder for journal, downloads and key. Main thread. Raises CannotWrite."""
    default = Path(bpy.utils.extension_path_user(EXTENSION, create=True)) if EXTENSION else None
    return state_folder(os.environ, default)
