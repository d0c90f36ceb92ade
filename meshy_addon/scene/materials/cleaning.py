"""One clean Principled BSDF per material, built anew from what came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import bpy
import numpy as np

from ..naming import with_suffix
from .nodes import build_surface
from .packed_images import load_packed
from .texture_set import Surface, Texture, TextureSet, read_surface

_MAPS = ("base_color", "metallic", "roughness", "normal", "emission")


def clean_materials(
    objects: list[bpy.types.Object], name: str, maps: Mapping[str, Path]
) -> list[bpy.types.Material]:
    """Rebuilds the materials of `objects` and names them and their images. Main thread.

    `maps` are separate texture files ("base_color", "metallic", …), used where the GLB has none
    and the object has UVs to put them on. They belong to one material: a model with several keeps
    what its GLB brought. Every image is packed; images that nothing uses any more are removed.
    """
    materials = _materials_of(objects)
    used_before = {image for material in materials for image in _images_of(material)}
    may_add = len(materials) == 1 and all(_has_uvs(thing) for thing in objects)
    for number, material in enumerate(materials, start=1):
        own_name = name if number == 1 else with_suffix(name, str(number))
        surface = mended(read_surface(material))
        if may_add:
            surface = replace(surface, textures=_filled_up(surface.textures, maps))
            surface = _neutral_where_added(surface, read_surface(material).textures)
        surface = _opaque_unless_transparent(surface)
        material.name = own_name
        build_surface(material, surface)
        _name_images(surface.textures, own_name)
    _remove_unused(used_before)
    return materials


def mended(surface: Surface) -> Surface:
    """Without the faults of the service's rigged models: they glow in their own colour.

    Their base colour is set as emission too, and their metallic value is left out, which glTF
    reads as metal through and through.
    """
    textures = surface.textures
    glows_in_own_color = (
        textures.base_color is not None
        and textures.emission is not None
        and _same_picture(textures.base_color.image, textures.emission.image)
    )
    if glows_in_own_color or surface.emission_strength == 0:
        surface = replace(surface, textures=replace(textures, emission=None), emission_strength=0.0)
    if textures.base_color and not textures.metallic and surface.metallic == 1.0:
        surface = replace(surface, metallic=0.0)
    return surface


def _materials_of(objects: list[bpy.types.Object]) -> list[bpy.types.Material]:
    """Each once, in order. An object without a material gets one, so that there's one to change."""
    found: dict[bpy.types.Material, None] = {}
    for thing in objects:
        if not isinstance(thing.data, bpy.types.Mesh):
            continue
        if not any(thing.data.materials):
            thing.data.materials.clear()
            thing.data.materials.append(bpy.data.materials.new("Meshy"))
        found.update(dict.fromkeys(material for material in thing.data.materials if material))
    return list(found)


def _has_uvs(thing: bpy.types.Object) -> bool:
    return not isinstance(thing.data, bpy.types.Mesh) or bool(thing.data.uv_layers)


def _filled_up(textures: TextureSet, maps: Mapping[str, Path]) -> TextureSet:
    """A damaged map is left out: the model without it is still worth having."""
    lacking = [role for role in _MAPS if getattr(textures, role) is None and role in maps]
    images = {role: load_packed(maps[role]) for role in lacking}
    return replace(textures, **{role: Texture(image) for role, image in images.items() if image})


def _neutral_where_added(surface: Surface, before: TextureSet) -> Surface:
    """A texture that was added is not to be scaled by the value that stood in for it."""
    added = surface.textures
    if added.base_color and not before.base_color:
        surface = replace(surface, base_color=(1.0, 1.0, 1.0), vertex_color="")
    if added.metallic and not before.metallic:
        surface = replace(surface, metallic=1.0)
    if added.roughness and not before.roughness:
        surface = replace(surface, roughness=1.0)
    if added.emission:
        surface = replace(surface, emission_color=(1.0, 1.0, 1.0), emission_strength=1.0)
    return surface


def _opaque_unless_transparent(surface: Surface) -> Surface:
    base = surface.textures.base_color
    if surface.has_alpha_texture and base and not _is_transparent(base.image):
        return replace(surface, has_alpha_texture=False)
    return surface


def _is_transparent(image: bpy.types.Image) -> bool:
    if image.depth not in (32, 64, 128):  # 8, 16 or 32 bits for each of four channels
        return False
    pixels = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(pixels)
    return bool(pixels[3::4].min(initial=1.0) < 0.99)


def _same_picture(one: bpy.types.Image, other: bpy.types.Image) -> bool:
    if one == other:
        return True
    packed, others = one.packed_file, other.packed_file
    return bool(packed and others and packed.size == others.size and packed.data == others.data)


def _name_images(textures: TextureSet, name: str) -> None:
    roles: dict[bpy.types.Image, list[str]] = {}
    for role in _MAPS:
        texture = getattr(textures, role)
        if texture is not None:
            roles.setdefault(texture.image, []).append(role.replace("_", " "))
    for image, uses in roles.items():
        image.name = with_suffix(name, " ".join(uses))


def _images_of(material: bpy.types.Material) -> list[bpy.types.Image]:
    nodes = material.node_tree.nodes if material.node_tree else ()
    return [node.image for node in nodes if node.bl_idname == "ShaderNodeTexImage" and node.image]


def _remove_unused(images: set[bpy.types.Image]) -> None:
    bpy.data.batch_remove([image for image in images if image.users == 0])
