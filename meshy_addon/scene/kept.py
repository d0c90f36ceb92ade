"""What the extension keeps in the file, with the things themselves.

`obj.meshy`, `image.meshy` and `action.meshy`: where each came from (`provenance`).
`obj.meshy_variants`: the looks that an object can wear (`objects.variants`).
`obj.meshy_print`: what is known of it as a thing to print (`printing.report`).
"""

import bpy

_OVERRIDABLE = {"LIBRARY_OVERRIDABLE"}
_EXTENDABLE = {"LIBRARY_OVERRIDABLE", "USE_INSERTION"}


class MeshyProvenance(bpy.types.PropertyGroup):
    """`obj.meshy`. Empty strings on whatever Meshy didn't make."""

    task_id: bpy.props.StringProperty(name="Task", description="The task that made this")
    kind: bpy.props.StringProperty(name="Kind", description='What was asked for: "text_to_3d"')
    task_type: bpy.props.StringProperty(name="Task Type", description="Meshy's name for the task")
    prompt: bpy.props.StringProperty(name="Prompt")
    ai_model: bpy.props.StringProperty(name="AI Model")
    credits: bpy.props.IntProperty(name="Credits", description="What all tasks together cost")
    created_at: bpy.props.StringProperty(name="Created", description="ISO 8601, UTC")
    parents: bpy.props.StringProperty(
        name="Parents", description="The tasks before, as a JSON list of ids and types"
    )
    parameters: bpy.props.StringProperty(
        name="Parameters", description="What each task was asked, as a JSON list"
    )
    fingerprint: bpy.props.StringProperty(
        name="Fingerprint", description="What it looked like when it came"
    )


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
    from .objects.variants import why_not_flip
    from .objects.wearing import show

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


class MeshyPrintColor(bpy.types.PropertyGroup):
    value: bpy.props.FloatVectorProperty(
        name="Colour", description="A colour of the print", subtype="COLOR_GAMMA", size=3
    )


class MeshyPrintReport(bpy.types.PropertyGroup):
    """`obj.meshy_print`. Empty strings where nothing is known."""

    verdict: bpy.props.StringProperty(name="Verdict", description="Meshy's, as JSON")
    before: bpy.props.StringProperty(name="Before", description="Ahead of the repair, as JSON")
    file: bpy.props.StringProperty(
        name="3MF File", description="The file for a multi-colour print", subtype="FILE_PATH"
    )
    colors: bpy.props.CollectionProperty(type=MeshyPrintColor)


_CLASSES = (
    MeshyProvenance,
    MeshyVariantSlot,
    MeshyVariant,
    MeshyVariants,
    MeshyPrintColor,
    MeshyPrintReport,
)
_HAVE_PROVENANCE = (bpy.types.Object, bpy.types.Image, bpy.types.Action)


def register() -> None:
    """Adds all of them."""
    for each in _CLASSES:
        bpy.utils.register_class(each)
    for type_ in _HAVE_PROVENANCE:
        type_.meshy = bpy.props.PointerProperty(type=MeshyProvenance)
    bpy.types.Object.meshy_variants = bpy.props.PointerProperty(
        type=MeshyVariants, override=_OVERRIDABLE
    )
    bpy.types.Object.meshy_print = bpy.props.PointerProperty(type=MeshyPrintReport)


def unregister() -> None:
    """Takes them away; what they say stays in the file."""
    del bpy.types.Object.meshy_print, bpy.types.Object.meshy_variants
    for type_ in _HAVE_PROVENANCE:
        del type_.meshy
    for each in reversed(_CLASSES):
        bpy.utils.unregister_class(each)
