"""How much fits into the sidebar's width: sentences are broken into as many lines as they need."""

from __future__ import annotations

import textwrap

import bpy

from .wording import told

_CHARACTER_PX = 6.6
"""What a character of Blender's interface font takes on average, unscaled."""
_MARGIN_PX = 56
_NARROW_PX = 240
"""Below this, unscaled, two buttons with words don't fit beside each other."""
_WIDE_PX = 420
"""From this on, unscaled, a list has room for columns."""


def is_narrow(context: bpy.types.Context) -> bool:
    """Whether the artist has made the sidebar narrower than Blender opens it."""
    return 0 < _width_px(context) < _NARROW_PX


def is_wide(context: bpy.types.Context) -> bool:
    """Whether the artist has made the sidebar much wider than Blender opens it."""
    return _width_px(context) >= _WIDE_PX


def sentence(
    layout: bpy.types.UILayout, context: bpy.types.Context, text: str, *, icon: str = "NONE"
) -> None:
    """Draw `text` whole, translated where it's known; `icon` stands before the first line."""
    column = layout.column(align=True)
    column.scale_y = 0.8
    lines = textwrap.wrap(told(text), _characters(context))
    for number, line in enumerate(lines):
        blank = "BLANK1" if icon != "NONE" else "NONE"
        column.label(text=line, icon=icon if number == 0 else blank, translate=False)


def _characters(context: bpy.types.Context) -> int:
    width_px = _width_px(context)
    return max(16, int((width_px - _MARGIN_PX) / _CHARACTER_PX)) if width_px else 40


def _width_px(context: bpy.types.Context) -> float:
    """Unscaled; 0 where there's no region."""
    region = context.region
    return region.width / context.preferences.system.ui_scale if region else 0
