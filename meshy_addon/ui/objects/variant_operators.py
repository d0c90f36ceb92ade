"""What can be done with the looks that an object has."""

import bpy
from bpy.props import IntProperty

from ...api.errors import MeshyError
from ..pressing import SaysWhatWentWrong, SaysWhyNot


class VariantOperator(SaysWhyNot):
    """Acts on the active object's looks."""

    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def why_not(cls, context: bpy.types.Context) -> str:
        """Not without looks to choose from, nor where they can't be changed."""
        thing = context.object
        if thing is None or not thing.meshy_variants.items:
            return "The active object has only the look that it was made with"
        from ...scene.objects.variants import why_not_flip

        return why_not_flip(thing)


class MESHY_OT_variant_show(SaysWhatWentWrong, VariantOperator, bpy.types.Operator):
    """Show the active object in this look; the others are kept"""

    bl_idname = "meshy.variant_show"
    bl_label = "Show Variant"
    index: IntProperty(name="Variant", min=0, description="0 is the original")

    def act(self, context: bpy.types.Context) -> None:
        """From the menu, and for scripts."""
        from ...scene.objects import wearing

        thing = context.object
        if self.index >= len(thing.meshy_variants.items):
            raise MeshyError(f"{thing.name} has no variant {self.index}.")
        wearing.show(thing, self.index)


class MESHY_OT_variant_remove(VariantOperator, bpy.types.Operator):
    """Remove the look that is shown, with its material and images if nothing else uses them"""

    bl_idname = "meshy.variant_remove"
    bl_label = "Remove Variant"

    @classmethod
    def why_not(cls, context: bpy.types.Context) -> str:
        """The original isn't Meshy's to remove."""
        if reason := super().why_not(context):
            return reason
        group = context.object.meshy_variants
        if group.items[group.shown].is_original:
            return "The original can't be removed: make another look final instead"
        return ""

    def execute(self, context: bpy.types.Context) -> set[str]:
        """The look before it is shown then."""
        from ...scene.objects import wearing

        wearing.remove(context.object, context.object.meshy_variants.shown)
        return {"FINISHED"}


class MESHY_OT_variant_make_final(VariantOperator, bpy.types.Operator):
    """Keep the look that is shown and remove all others, the original too"""

    bl_idname = "meshy.variant_make_final"
    bl_label = "Make Final"

    def execute(self, context: bpy.types.Context) -> set[str]:
        """One undo step brings the others back."""
        from ...scene.objects import wearing

        wearing.make_final(context.object)
        return {"FINISHED"}


class MESHY_MT_variants(bpy.types.Menu):
    bl_label = "Variant"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Only where there's something to choose from."""
        return bool(context.object and context.object.meshy_variants.items)

    def draw(self, context: bpy.types.Context) -> None:
        """The looks, the one that is shown marked, and what can be done with it."""
        layout = self.layout
        group = context.object.meshy_variants
        for index, variant in enumerate(group.items):
            icon = "RADIOBUT_ON" if index == group.shown else "RADIOBUT_OFF"
            button = layout.operator(
                "meshy.variant_show", text=variant.name, icon=icon, translate=False
            )
            button.index = index
        layout.separator()
        layout.operator("meshy.variant_make_final")
        layout.operator("meshy.variant_remove")


_CLASSES = (
    MESHY_OT_variant_show,
    MESHY_OT_variant_remove,
    MESHY_OT_variant_make_final,
    MESHY_MT_variants,
)


def register() -> None:
    for each in _CLASSES:
        bpy.utils.register_class(each)


def unregister() -> None:
    for each in reversed(_CLASSES):
        bpy.utils.unregister_class(each)
