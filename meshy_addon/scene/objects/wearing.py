"""Puts looks on an object and takes them off: see `variants.py` for what a look is. Main thread."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import bpy

from ..kept import MeshyVariant, MeshyVariants
from ..provenance import copy_provenance
from .key_animation import follow_keys

ORIGINAL = "Original"


def add(
    thing: bpy.types.Object,
    name: str,
    material: bpy.types.Material | None,
    *,
    mesh: bpy.types.Mesh | None = None,
    own_uv_map: str = "",
    uv_map: str = "",
    idle_modifiers: Iterable[bpy.types.Modifier] = (),
) -> MeshyVariant:
    """A new look of `thing`, last in the list; `show` puts it on.

    `material` goes into all slots (None: the `mesh` brings materials of its own). `uv_map` is the
    one that the textures are painted on, `own_uv_map` the same if it was made for them.
    """
    group = thing.meshy_variants
    if not group.items:
        original = group.items.add()
        original.name, original.is_original = ORIGINAL, True
        group.shown = 0
        copy_provenance(thing.meshy, original.origin)
    _remember(thing)  # adding an item may move those that were there
    worn = group.items[group.shown]
    if mesh is None and worn.mesh:  # that's the one it was made for
        mesh, idle = worn.mesh, worn.idle_modifiers
    else:
        idle = json.dumps([[m.name, m.show_viewport, m.show_render] for m in idle_modifiers])
    variant = group.items.add()
    variant.name = _free_name(name, group.items[:-1])
    variant.material, variant.mesh, variant.own_uv_map = material, mesh, own_uv_map
    variant.uv_map = variant.uv_map_for_render = uv_map
    variant.idle_modifiers = idle
    return variant


def show(thing: bpy.types.Object, index: int) -> None:
    """Lets `thing` wear its look number `index`; what it wears now is remembered as it is."""
    group = thing.meshy_variants
    if not 0 <= index < len(group.items) or index == group.shown:
        return
    _remember(thing)
    before, after = group.items[group.shown], group.items[index]
    _wake_modifiers(thing, before)
    _change_mesh(thing, before, after)
    _fill_slots(thing, after)
    _turn_to_uv_maps(thing, after)
    _idle_modifiers(thing, after)
    copy_provenance(after.origin, thing.meshy)
    group.shown = index


def remove(thing: bpy.types.Object, index: int) -> None:
    """Takes a look away, with all that nothing else uses. The original can't be removed."""
    group = thing.meshy_variants
    if not 0 < index < len(group.items):
        return
    if group.shown == index:
        show(thing, index - 1)
    leaving = group.items[index]
    own_uv_map, materials, mesh = leaving.own_uv_map, _materials(leaving), leaving.mesh
    own_mesh = mesh or group.mesh or thing.data
    group.items.remove(index)
    if group.shown > index:
        group.shown -= 1
    heir = _other_on(group, own_uv_map)
    if heir:
        heir.own_uv_map = own_uv_map
    elif own_uv_map and own_mesh.library is None and own_mesh.users == 1:
        _remove_uv_map(own_mesh, own_uv_map)
    if len(group.items) == 1:
        group.items.clear()
        group.shown = 0
    _remove_unused(mesh, materials)


def make_final(thing: bpy.types.Object) -> None:
    """Keeps the look that is shown, and forgets the others."""
    group = thing.meshy_variants
    kept = group.items[group.shown]
    others = [each for index, each in enumerate(group.items) if index != group.shown]
    keeps = "" if kept.is_original else kept.uv_map
    maps = [each.own_uv_map for each in others if each.own_uv_map not in ("", keeps)]
    meshes = [each.mesh for each in others if each.mesh]
    if group.mesh:
        meshes.append(group.mesh)
    materials = [each for other in others if not other.is_original for each in _materials(other)]
    group.items.clear()
    group.shown, group.mesh = 0, None
    mesh = thing.data
    if mesh.library is None and mesh.users == 1 and thing.mode == "OBJECT":
        for uv_map in maps:
            _remove_uv_map(mesh, uv_map)
        _move_slots_to_mesh(thing)
    # Each once: looks can share them.
    for mesh in dict.fromkeys(meshes):
        _remove_unused(mesh, [])
    _remove_unused(None, dict.fromkeys(materials))


def _other_on(group: MeshyVariants, uv_map: str) -> MeshyVariant | None:
    """A look that is painted on this UV map, too."""
    painted = (each for each in group.items if uv_map and not each.is_original)
    return next((each for each in painted if each.uv_map == uv_map), None)


def _remember(thing: bpy.types.Object) -> None:
    """What the object wears now into the look that is shown: the artist may have changed it."""
    variant = thing.meshy_variants.items[thing.meshy_variants.shown]
    variant.slots.clear()
    for slot in thing.material_slots:
        kept = variant.slots.add()
        kept.link, kept.material = slot.link, slot.material if slot.link == "OBJECT" else None
    layers = thing.data.uv_layers
    variant.uv_map = layers.active.name if layers.active else ""
    variant.uv_map_for_render = next((each.name for each in layers if each.active_render), "")
    copy_provenance(thing.meshy, variant.origin)


def _change_mesh(thing: bpy.types.Object, before: MeshyVariant, after: MeshyVariant) -> None:
    group, worn = thing.meshy_variants, thing.data
    if after.mesh:
        if not before.mesh:
            group.mesh = thing.data
        thing.data = after.mesh
    elif before.mesh and group.mesh:
        before.mesh = thing.data  # the artist may have given it another one
        thing.data = group.mesh
        group.mesh = None
    follow_keys(worn, thing.data)


def _fill_slots(thing: bpy.types.Object, variant: MeshyVariant) -> None:
    if variant.mesh and not variant.material and not variant.slots:
        return  # what the mesh brought
    if variant.material and not thing.material_slots:
        thing.data.materials.append(None)
    for index, slot in enumerate(thing.material_slots):
        if index < len(variant.slots):
            kept = variant.slots[index]
            link, material = kept.link, kept.material
        elif variant.material:
            link, material = "OBJECT", variant.material
        else:
            link, material = "DATA", None
        if link == "OBJECT":
            slot.link = "OBJECT"
            slot.material = material
        elif slot.link == "OBJECT":
            slot.material = None
            slot.link = "DATA"
    if variant.is_original and not variant.slots and thing.data.library is None:
        _remove_empty_slots(thing.data)


def _remove_empty_slots(mesh: bpy.types.Mesh) -> None:
    if mesh.users == 1 and not any(mesh.materials):
        mesh.materials.clear()


def _turn_to_uv_maps(thing: bpy.types.Object, variant: MeshyVariant) -> None:
    """Not on a mesh that others share: the look's material names its UV map."""
    mesh = thing.data
    if mesh.library is not None or mesh.users > 1 or thing.mode != "OBJECT":
        return
    layers = mesh.uv_layers
    if (active := layers.get(variant.uv_map)) and layers.active != active:
        layers.active = active
    rendered = layers.get(variant.uv_map_for_render)
    if rendered and not rendered.active_render:
        rendered.active_render = True


def _idle_modifiers(thing: bpy.types.Object, variant: MeshyVariant) -> None:
    for modifier, _, _ in _modifiers(thing, variant):
        modifier.show_viewport = modifier.show_render = False


def _wake_modifiers(thing: bpy.types.Object, variant: MeshyVariant) -> None:
    for modifier, in_viewport, in_render in _modifiers(thing, variant):
        modifier.show_viewport, modifier.show_render = in_viewport, in_render


def _modifiers(
    thing: bpy.types.Object, variant: MeshyVariant
) -> Iterator[tuple[bpy.types.Modifier, bool, bool]]:
    for name, in_viewport, in_render in json.loads(variant.idle_modifiers or "[]"):
        if modifier := thing.modifiers.get(name):
            yield modifier, in_viewport, in_render


def _materials(variant: MeshyVariant) -> list[bpy.types.Material]:
    found = [variant.material, *(slot.material for slot in variant.slots)]
    if variant.mesh:
        found += variant.mesh.materials
    return list(dict.fromkeys(material for material in found if material))


def _move_slots_to_mesh(thing: bpy.types.Object) -> None:
    for index, slot in enumerate(thing.material_slots):
        if slot.link == "OBJECT" and slot.material:
            thing.data.materials[index] = slot.material
            slot.material = None
            slot.link = "DATA"


def _remove_uv_map(mesh: bpy.types.Mesh, name: str) -> None:
    if layer := mesh.uv_layers.get(name):
        mesh.uv_layers.remove(layer)


def _remove_unused(mesh: bpy.types.Mesh | None, materials: Iterable[bpy.types.Material]) -> None:
    """What only a look has used that is gone now; never what the artist wants kept."""
    if mesh and not mesh.users:
        bpy.data.meshes.remove(mesh)
    for material in materials:
        if not material.users and not material.library:
            images = {node.image for node in _image_nodes(material)}
            bpy.data.materials.remove(material)
            bpy.data.batch_remove([each for each in images if each and not each.users])


def _image_nodes(material: bpy.types.Material) -> Iterator[bpy.types.Node]:
    nodes = material.node_tree.nodes if material.node_tree else ()
    return (node for node in nodes if node.bl_idname == "ShaderNodeTexImage")


def _free_name(name: str, others: Iterable[MeshyVariant]) -> str:
    """As Blender does it: "Rusty copper.001" where there's one already."""
    taken = {each.name for each in others}
    candidate, number = name, 0
    while candidate in taken:
        number += 1
        candidate = f"{name}.{number:03}"
    return candidate
