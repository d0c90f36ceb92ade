"""How much fits into the sidebar's width: sentences are broken into as many lines as they need.

Texts are measured in Blender's own font for its interface. What Blender keeps free around them was
seen in its window, by texts that grew until they were cut; all of it unscaled.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

import blf
import bpy

from . import breaking
from .wording import told

_PANEL_PX = 45
"""What the tabs and the margins of a panel take of the sidebar's width."""
_BUTTON_PX = 13
"""At the sides of a text on a button; a label takes less."""
_BOX_PX = 8
_ICON_PX = 20
"""On a button, and a box to tick."""
_LABEL_ICON_PX = 26
_MENU_PX = 29
"""As of a button, with the arrow."""
_NUMBER_PX = 47
"""Between and beside a number and its name in one field."""
_LABEL_PX = 9
"""Beside a name that stands before its field."""
_SPLIT_SHARE = 0.4
"""What Blender leaves the name before a field with `use_property_split`."""
_MENU_LABEL_SHARE, _MENU_LABEL_LEAST_PX = 0.25, 42
"""What it leaves the name before a menu without that, and what it gives it in any case."""
_MENU_LABEL_PX = 4
_HEADER_PX = 48
"""In a panel's header besides two texts, with a gap between them."""
_NARROW_PX = 240
"""Below this two buttons with words don't fit beside each other."""
_WIDE_PX = 400
"""From this on a list has room for columns."""
_LEAST_PX = 80
"""Of a line of text: while the sidebar slides open, it's narrower than any word."""
_UNKNOWN_PX = 300
"""How wide a line is where there's no region, as in a menu."""


def is_narrow(context: bpy.types.Context) -> bool:
    """Whether the artist has made the sidebar narrower than Blender opens it."""
    return 0 < _width_px(context) < _NARROW_PX


def is_wide(context: bpy.types.Context) -> bool:
    """Whether the artist has made the sidebar much wider than Blender opens it."""
    return _width_px(context) >= _WIDE_PX


def fits(
    context: bpy.types.Context,
    text: str,
    *,
    icons: int = 0,
    beside: int = 1,
    bare_icons: int = 0,
    in_box: bool = False,
) -> bool:
    """Whether `text`, as it's shown, isn't cut on a line that is shared by so many buttons with
    words (`beside`), each with so many icons, and by buttons that are no more than an icon.

    Blender makes all buttons with words on a line equally wide, however long these are.
    """
    taken_px = bare_icons * _ICON_PX + (2 * _BOX_PX if in_box else 0)
    needed_px = text_px(text) + icons * _ICON_PX + _BUTTON_PX
    return needed_px <= (_row_px(context) - taken_px) / beside


def fits_in_menu(context: bpy.types.Context, options: Iterable[str]) -> bool:
    """Whether the longest of `options` isn't cut in a menu that has a line for itself."""
    return _fits_menu(options, _row_px(context))


def fits_beside_menu(context: bpy.types.Context, label: str, options: Iterable[str]) -> bool:
    """Whether neither `label` nor the longest of `options` is cut where they share a line that
    Blender divides without `use_property_split`.
    """
    row_px = _row_px(context)
    label_room_px = max(row_px * _MENU_LABEL_SHARE, _MENU_LABEL_LEAST_PX)
    menu_room_px = min(row_px * (1 - _MENU_LABEL_SHARE), row_px - _MENU_LABEL_LEAST_PX)
    has_room = text_px(f"{label}:") + _MENU_LABEL_PX <= label_room_px
    return has_room and _fits_menu(options, menu_room_px)


def fits_in_number(context: bpy.types.Context, label: str, value: str) -> bool:
    """Whether `label` isn't cut in a field with a number as long as `value`."""
    needed_px = text_px(label) + text_px(value) + _NUMBER_PX
    return needed_px <= _row_px(context)


def splits(context: bpy.types.Context, labels: Iterable[str], options: Iterable[str]) -> bool:
    """Whether `labels` before fields, and the `options` of the menus among these, are whole where
    `use_property_split` puts each name at the left of its field.
    """
    row_px = _row_px(context)
    has_room = _widest_px(labels) + _LABEL_PX <= row_px * _SPLIT_SHARE
    return has_room and _fits_menu(options, row_px * (1 - _SPLIT_SHARE))


def share(context: bpy.types.Context, text: str) -> float:
    """The part of a line in a box that `text` takes: for what stands in columns."""
    room_px = max(1.0, _row_px(context) - 2 * _BOX_PX)
    return min(0.8, (text_px(text) + _BUTTON_PX) / room_px)


def columns_of(context: bpy.types.Context, least_px: int, *, most: int = 12) -> int:
    """How many columns of that width stand beside each other."""
    return max(1, int(min(most, _row_px(context) / least_px)))


def draw_in_header(
    layout: bpy.types.UILayout, context: bpy.types.Context, title: str, name: str
) -> None:
    """As much of `name` as has room in a panel's header beside its `title`; where the sidebar is
    narrow, nothing.
    """
    if is_narrow(context):
        return
    room_px = _row_px(context) - _HEADER_PX - text_px(told(title))
    row = layout.row()
    row.active = False
    row.label(text=breaking.shortened(name, room_px, text_px), translate=False)


def sentence(
    layout: bpy.types.UILayout, context: bpy.types.Context, text: str, *, icon: str = "NONE"
) -> None:
    """Draw `text`, translated where it's known; `icon` stands before the first line."""
    quote(layout, context, told(text), icon=icon)


def quote(
    layout: bpy.types.UILayout,
    context: bpy.types.Context,
    text: str,
    *,
    icon: str = "NONE",
    most: int = 0,
) -> None:
    """Draw `text` as somebody wrote it: whole, or `most` lines of it."""
    room_px = min(_row_px(context), _width_px(context) or _UNKNOWN_PX) - _BUTTON_PX - _BOX_PX
    draw_lines(layout, text, room_px, icon=icon, most=most)


def draw_lines(
    layout: bpy.types.UILayout, text: str, room_px: float, *, icon: str = "NONE", most: int = 0
) -> None:
    """Draw `text` as it is, in lines that are `room_px` wide."""
    column = layout.column(align=True)
    column.scale_y = 0.8
    blank = "NONE" if icon == "NONE" else "BLANK1"
    room_px = max(_LEAST_PX, room_px - (0 if icon == "NONE" else _LABEL_ICON_PX))
    for number, line in enumerate(breaking.lines(text, room_px, text_px, most=most)):
        column.label(text=line, icon=blank if number else icon, translate=False)


def text_px(text: str) -> float:
    """How wide `text` is in Blender's interface."""
    preferences = bpy.context.preferences
    scale = preferences.system.ui_scale or 1.0  # 0 without a window
    return _scaled_px(text, preferences.ui_styles[0].widget.points * scale) / scale


@lru_cache(maxsize=4096)
def _scaled_px(text: str, size: float) -> float:
    """Kept, as panels are drawn again and again."""
    blf.size(0, size)
    width: float = blf.dimensions(0, text)[0]
    return width


def _widest_px(texts: Iterable[str]) -> float:
    return max(map(text_px, texts), default=0.0)


def _fits_menu(options: Iterable[str], room_px: float) -> bool:
    return _widest_px(options) + _MENU_PX <= room_px


def _row_px(context: bpy.types.Context) -> float:
    """What a panel has for a row of buttons; no end of it where there's no region."""
    width_px = _width_px(context)
    return width_px - _PANEL_PX if width_px else math.inf


def _width_px(context: bpy.types.Context) -> float:
    """0 where there's no region."""
    region = context.region
    return region.width / context.preferences.system.ui_scale if region else 0
