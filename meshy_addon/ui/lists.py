"""What our lists have in common: one way to draw a line, and no filter of Blender's."""

from __future__ import annotations

from typing import Any

import bpy


class ListOfLines:
    """A UIList that says only what a line looks like. For classes that Blender gets to know."""

    def draw_item(
        self,
        context: bpy.types.Context,
        layout: bpy.types.UILayout,
        data: Any,
        item: Any,
        icon: int,
        active_data: Any,
        active_property: str,
    ) -> None:
        """As Blender calls it."""
        self.draw_line(layout, context, item)

    def draw_line(self, layout: bpy.types.UILayout, context: bpy.types.Context, item: Any) -> None:
        """One item of the list."""
        raise NotImplementedError


class FilteredBefore(ListOfLines):
    """A list of what was searched for above it, so that not each drawing searches again."""

    def draw_filter(self, context: bpy.types.Context, layout: bpy.types.UILayout) -> None:
        """The search stands above the list."""

    def filter_items(
        self, context: bpy.types.Context, data: Any, property: str
    ) -> tuple[list[int], list[int]]:
        """All, as they come."""
        return [], []
