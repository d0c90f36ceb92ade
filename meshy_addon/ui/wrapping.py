"""Sentences in a panel: broken into as many lines as its width needs."""

from __future__ import annotations

import textwrap

import bpy
from bpy.app.translations import pgettext_iface

_CHARACTER_PX = 6.6
"""What a character of Blender's interface font takes on average, unscaled."""
_MARGIN_PX = 56


def sentence(
    layout: bpy.types.UILayout, context: bpy.types.Context, text: str, *, icon: str = "NONE"
) -> None:
    """Draw `text` whole, translated where it's known; `icon` stands before the first line."""
    column = layout.column(align=True)
    column.scale_y = 0.8
    lines = textwrap.wrap(pgettext_iface(text), _characters(context))
    for number, line in enumerate(lines):
        blank = "BLANK1" if icon != "NONE" else "NONE"
        column.label(text=line, icon=icon if number == 0 else blank, translate=False)


def _characters(context: bpy.types.Context) -> int:
    region = context.region
    if region is None:
        return 40
    width_px = region.width / context.preferences.system.ui_scale
    return max(16, int((width_px - _MARGIN_PX) / _CHARACTER_PX))
