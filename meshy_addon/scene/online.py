"""Whether Blender's user allows talking to a host."""

from __future__ import annotations

import bpy

from ..api.account import is_loopback


def why_offline(url: str) -> str | None:
    """None if we may talk to `url`, else one sentence that says where to allow it. Main thread.

    This machine itself is always allowed: that needs no network.
    """
    if bpy.app.online_access or is_loopback(url):
        return None
    if bpy.app.online_access_override:
        return (
            "Blender was started with --offline-mode, which the preferences can't undo:"
            " start it without that to let it talk to Meshy."
        )
    if getattr(bpy.app, "module", not bpy.app.binary_path):  # bpy.app.module came after 4.2
        return (
            "Online access is off: set bpy.context.preferences.system.use_online_access = True"
            " to let Blender talk to Meshy."
        )
    if bpy.app.background:
        return (
            "Online access is off: start Blender with --online-mode before -b or --command, or"
            " switch on Preferences ▸ System ▸ Network ▸ Allow Online Access once and save it."
        )
    return (
        "Online access is off: switch on Preferences ▸ System ▸ Network ▸ Allow Online Access to"
        " let Blender talk to Meshy."
    )
