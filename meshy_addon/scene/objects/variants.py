"""The looks that an object can wear: the one that it had, and each that Meshy gave it.

They are kept in the file, on the object: `obj.meshy_variants`. A look is its material slots, the
UV map that these are painted on and, only where the geometry had to be another, a mesh. The slots
are the object's own, not its mesh's: so the mesh and the other objects that share it stay as they
are, and so does which face belongs to which slot. Main thread.
"""

import bpy

from ..provenance_property import MeshyProvenance

_OVERRIDABLE = {"LIBRARY_OVERRIDABLE"}
_EXTENDABLE = {"LIBRARY_OVERRIDABLE", "USE_INSERTION"}


class MeshyVariantSlot(bpy.types.PropertyGroup):
    """What stands in a material slot."""

    link: bpy.props.StringProperty(default="DATA", override=_OVERRIDABLE)
    material: bpy.props.PointerProperty(type=bpy.types.Material, override=_OVERRIDABLE)


class MeshyVariant(bpy.types.PropertyGroup):
    """One look. Its slots and UV maps are up to date while another one is shown."""

    is_original: bpy.props.BoolProperty(override=_OVERRIDABLE)
    slots: bpy.props.CollectionProperty(type=MeshyVariantSlot, override=_EXTENDABLE)
    material: bpy.props.PointerProperty(
        type=bpy.types.Material,
        description="What stands in all slots; none if they differ",
        override=_OVERRIDABLE,
    )
    mesh: bpy.props.PointerProperty(
        type=bpy.types.Mesh,
        description="The mesh of this look, where it isn't the object's own",
        override=_OVERRIDABLE,
    )
    own_uv_map: bpy.props.StringProperty(
        description="The UV map that was made for it", override=_OVERRIDABLE
    )
    uv_map: bpy.props.StringProperty(override=_OVERRIDABLE)
    uv_map_for_render: bpy.props.StringProperty(override=_OVERRIDABLE)
    idle_modifiers: bpy.props.StringProperty(
        description="Modifiers whose work is in the mesh already: as JSON, a name and the two "
        "switches that it had",
        override=_OVERRIDABLE,
    )
    origin: bpy.props.PointerProperty(type=MeshyProvenance, override=_OVERRIDABLE)


def _chosen(group: "MeshyVariants") -> int:
    return int(group.shown)


def _choose(group: "MeshyVariants", index: int) -> None:
    from .wearing import show  # which works on what is declared here

    thing = group.id_data
    if not why_not_flip(thing):
        show(thing, index)


class MeshyVariants(bpy.types.PropertyGroup):
    """All looks of an object, the original first; empty if it has only ever had one."""

    items: bpy.props.CollectionProperty(type=MeshyVariant, override=_EXTENDABLE)
    shown: bpy.props.IntProperty(override=_OVERRIDABLE)
    mesh: bpy.props.PointerProperty(
        type=bpy.types.Mesh,
        description="The object's own mesh, while it wears a look with another one",
        override=_OVERRIDABLE,
    )
    chosen: bpy.props.IntProperty(
        name="Variant",
        description="The look that the object wears now",
        get=_chosen,
        set=_choose,
        options={"SKIP_SAVE"},
    )


def why_not_flip(thing: bpy.types.Object) -> str:
    """Why the object can't change its look now, as a tooltip says it; "" if it can."""
    if thing.library:
        return f'"{thing.name}" is linked from another file'
    if thing.mode == "TEXTURE_PAINT":
        return "Leave Texture Paint mode first"
    variants = thing.meshy_variants.items
    if thing.mode != "OBJECT" and any(each.mesh or each.own_uv_map for each in variants):
        return "Only in Object Mode"
    return ""


def of_task(thing: bpy.types.Object, task_id: str) -> int | None:
    """The number of the look that came from this task, if there is one."""
    for index, variant in enumerate(thing.meshy_variants.items):
        if task_id and variant.origin.task_id == task_id:
            return index
    return None


_CLASSES = (MeshyVariantSlot, MeshyVariant, MeshyVariants)


def register() -> None:
    """Adds `obj.meshy_variants`. After `provenance`."""
    for each in _CLASSES:
        bpy.utils.register_class(each)
    bpy.types.Object.meshy_variants = bpy.props.PointerProperty(
        type=MeshyVariants, override=_OVERRIDABLE
    )


def unregister() -> None:
    """Takes it away; what it says stays in the file."""
    del bpy.types.Object.meshy_variants
    for each in reversed(_CLASSES):
        bpy.utils.unregister_class(each)
