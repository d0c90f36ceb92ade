"""How much fits into the sidebar's width: sentences are broken into as many lines as they need."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

import bpy

from .wording import told

_CHARACTER_PX = 6.6
"""What a character of Blender's interface font takes on average, unscaled."""
_LETTER_PX = 5.8
"""The same in a few words: what isn't broken into lines needn't be counted with such care."""
_ICON_PX = 22
_MARGIN_PX = 56
_LABEL_SHARE = 0.36
_TABS_PX = 30
"""At the right, with the panel's margin."""
_NARROW_PX = 240
"""Below this, unscaled, two buttons with words don't fit beside each other."""
_WIDE_PX = 400
"""From this on, unscaled, a list has room for columns."""


def is_narrow(context: bpy.types.Context) -> bool:
    """Whether the artist has made the sidebar narrower than Blender opens it."""
    return 0 < _width_px(context) < _NARROW_PX


def is_wide(context: bpy.types.Context) -> bool:
    """Whether the artist has made the sidebar much wider than Blender opens it."""
    return _width_px(context) >= _WIDE_PX


def fits(context: bpy.types.Context, text: str, *, icons: int = 0) -> bool:
    """Whether `text`, translated, isn't cut on one line, beside so many icons."""
    width_px = _width_px(context)
    return not width_px or _text_px(text, icons=icons) <= width_px - _MARGIN_PX


def splits(context: bpy.types.Context, labels: Iterable[str]) -> bool:
    """Whether `labels`, translated, fit into the part of a line that Blender leaves them when it
    puts each at the left of its field.
    """
    width_px = _width_px(context)
    widest_px = max(map(_text_px, labels), default=0.0)
    return not width_px or widest_px <= (width_px - _TABS_PX) * _LABEL_SHARE


def share(context: bpy.types.Context, text: str) -> float:
    """The part of a line that `text`, translated, takes: for what stands in columns."""
    room_px = max(1.0, (_width_px(context) or _NARROW_PX) - _MARGIN_PX)
    return min(0.8, _text_px(text) / room_px)


def columns_of(context: bpy.types.Context, least_px: int, *, most: int = 12) -> int:
    """How many columns of that width, unscaled, stand beside each other."""
    room_px = _width_px(context) - _TABS_PX
    return max(1, min(most, int(room_px // least_px)))


def _text_px(text: str, *, icons: int = 0) -> float:
    """How wide `text`, translated, is with so many icons; unscaled."""
    return len(text) * _LETTER_PX + icons * _ICON_PX


def sentence(
    layout: bpy.types.UILayout, context: bpy.types.Context, text: str, *, icon: str = "NONE"
) -> None:
    """Draw `text` whole, translated where it's known; `icon` stands before the first line."""
    column = layout.column(align=True)
    column.scale_y = 0.8
    beside_px = 0 if icon == "NONE" else _ICON_PX / 2  # the rest of it is in the margin
    lines = textwrap.wrap(told(text), _characters(context, beside_px))
    for number, line in enumerate(lines):
        blank = "BLANK1" if icon != "NONE" else "NONE"
        column.label(text=line, icon=icon if number == 0 else blank, translate=False)


def _characters(context: bpy.types.Context, beside_px: float) -> int:
    width_px = _width_px(context)
    room_px = width_px - _MARGIN_PX - beside_px
    return max(16, int(room_px / _CHARACTER_PX)) if width_px else 40


def _width_px(context: bpy.types.Context) -> float:
    """Unscaled; 0 where there's no region."""
    region = context.region
    return region.width / context.preferences.system.ui_scale if region else 0
