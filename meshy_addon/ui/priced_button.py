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
    icon_value: int = 0,
    height: float = 1.0,
) -> Any:
    """The operator's properties, to be set. Nothing of it is cut."""
    column = layout.column(align=True)
    row = column.row()
    row.scale_y = height
    text = priced(action, credits)
    is_whole = fits(context, text, icons=1 if icon_value else 0)
    if not is_whole and fits(context, text):
        icon_value, is_whole = 0, True  # rather the price than the icon
    shown = text if is_whole else on_button(action)
    button = row.operator(operator, text=shown, translate=False, icon_value=icon_value)
    if not is_whole:
        line = column.row()
        line.alignment = "CENTER"
        line.active = False
        line.label(text=price_in_words(credits), translate=False)
    return button
