"""Where the extension lives in this Blender, and where it keeps its things."""

from __future__ import annotations

import os
from pathlib import Path

import bpy

_PACKAGE = __package__.removesuffix(".scene").removesuffix("meshy_addon").rstrip(".")

EXTENSION = _PACKAGE if _PACKAGE.startswith("bl_ext.") else ""
"""The extension's id as Blender knows it; empty where we're a plain Python package."""


def about() -> str:
    """Where we run, for a report: versions and system, nothing that tells who."""
    import platform

    version = ".".join(map(str, bpy.app.version))
    way = "in background" if bpy.app.background else "with a window"
    return (
        f"Meshy for Blender {extension_version()}, Blender {version} {way}, {platform.platform()}"
    )


def extension_version() -> str:
    """As the manifest says."""
    import tomllib

    manifest = Path(__file__).parents[2] / "blender_manifest.toml"
    return str(tomllib.loads(manifest.read_text("utf-8")).get("version", "?"))


def state_dir() -> Path:
    """The folder for journal, downloads and key. Main thread. Raises CannotWrite."""
    from ..jobs.folders import state_folder

    default = Path(bpy.utils.extension_path_user(EXTENSION, create=True)) if EXTENSION else None
    return state_folder(os.environ, default)
