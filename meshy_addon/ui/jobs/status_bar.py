"""How many jobs run, in Blender's status bar."""

from __future__ import annotations

from contextlib import suppress

import bpy

from ..icons import ICONS
from ..wording import say
from .board import BOARD


def _draw(header: bpy.types.Header, context: bpy.types.Context) -> None:
    running, to_place = BOARD.running, BOARD.to_place
    icon = ICONS.number("meshy")
    if running:
        header.layout.label(text=say("Meshy: {count} running", count=running), icon_value=icon)
    elif to_place:
        header.layout.label(text=say("Meshy: {count} to place", count=to_place), icon_value=icon)


def append() -> None:
    bpy.types.STATUSBAR_HT_header.append(_draw)


def remove() -> None:
    """Also where it never was."""
    with suppress(ValueError):
        bpy.types.STATUSBAR_HT_header.remove(_draw)
