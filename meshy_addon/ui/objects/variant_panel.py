"""The looks of the active object, as a list: what is chosen there is what it wears."""

from __future__ import annotations

import bpy

from ...scene.objects.variants import MeshyVariant, MeshyVariants, why_not_flip
from ..redrawing import CATEGORY
from ..wrapping import sentence

_FEWEST_ROWS = 3


class MESHY_UL_variants(bpy.types.UIList):
    def draw_item(
        self,
        context: bpy.types.Context,
        layout: bpy.types.UILayout,
        data: MeshyVariants,
        item: MeshyVariant,
        icon: int,
        active_data: MeshyVariants,
        active_property: str,
        index: int,
    ) -> None:
        """Its name, which a double click edits."""
        # No preview of its material: to draw one, Blender renders, and what changes data waits.
        picture = "LOOP_BACK" if item.is_original else "MATERIAL"
        layout.prop(item, "name", text="", emboss=False, icon=picture)


class MESHY_PT_variants(bpy.types.Panel):
    bl_label = "Variants"
    bl_category = CATEGORY
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_order = 21

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Only for an object that has more than one look."""
        return bool(context.object and context.object.meshy_variants.items)

    def draw(self, context: bpy.types.Context) -> None:
        """The list, and what can be done with the look that is shown."""
        layout = self.layout
        group = context.object.meshy_variants
        reason = why_not_flip(context.object)
        row = layout.row()
        row.enabled = not reason
        rows = max(_FEWEST_ROWS, min(len(group.items), 8))
        row.template_list(
            "MESHY_UL_variants", "", group, "items", group, "chosen", rows=rows, sort_lock=True
        )
        buttons = row.column(align=True)
        buttons.operator("meshy.variant_remove", text="", icon="REMOVE")
        layout.operator("meshy.variant_make_final", icon="CHECKMARK")
        if reason:
            sentence(layout, context, reason, icon="INFO")


_CLASSES = (MESHY_UL_variants, MESHY_PT_variants)


def register() -> None:
    for each in _CLASSES:
        bpy.utils.register_class(each)


def unregister() -> None:
    for each in reversed(_CLASSES):
        bpy.utils.unregister_class(each)
