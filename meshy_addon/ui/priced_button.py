"""A button that pays, with its price: beside what it does, or below where the sidebar is narrow."""

from __future__ import annotations

from typing import Any

import bpy

from .create.generating import price_in_words, priced
from .wording import on_button
from .wrapping import fits


def draw(
    layout: bpy.types.UILayout,
    context: bpy.types.Context,
    operator: str,
    action: str,
    credits: int | None,
    *,
    icon: str = "NONE",
    icon_value: int = 0,
    height: float = 1.0,
    in_box: bool = False,
) -> Any:
    """The operator's properties, to be set. Nothing of it is cut."""
    column = layout.column(align=True)
    row = column.row()
    row.scale_y = height
    text = priced(action, credits)
    has_icon = bool(icon_value) or icon != "NONE"
    is_whole = fits(context, text, icons=int(has_icon), in_box=in_box)
    if not is_whole and fits(context, text, in_box=in_box):
        icon, icon_value, is_whole = "NONE", 0, True  # rather the price than the icon
    shown = text if is_whole else on_button(action)
    button = row.operator(operator, text=shown, translate=False, icon=icon, icon_value=icon_value)
    if not is_whole and credits is not None:
        line = column.row()
        line.alignment = "CENTER"
        line.active = False
        line.label(text=price_in_words(credits), translate=False)
    return button
