"""A scene's units against the metres that the service works in."""

from __future__ import annotations

import bpy


def metres_per_unit(scene: bpy.types.Scene) -> float:
    """How long one unit of `scene` is."""
    settings = scene.unit_settings
    return 1.0 if settings.system == "NONE" else float(settings.scale_length)
