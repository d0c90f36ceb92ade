"""What a material looks like: its textures and its plain values, read from an imported material."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import bpy

RGB = tuple[float, float, float]
_WHITE: RGB = (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Texture:
    """An image, or one channel of it ("Red", "Green", "Blue"; empty for all)."""

    image: bpy.types.Image
    channel: str = ""


@dataclass(frozen=True)
class TextureSet:
    """The textures of a surface; None where a plain value stands."""

    base_color: Texture | None = None
    metallic: Texture | None = None
    roughness: Texture | None = None
    normal: Texture | None = None
    emission: Texture | None = None

    @property
    def is_empty(self) -> bool:
        return not any((self.base_color, self.metallic, self.roughness, self.normal, self.emission))


@dataclass(frozen=True)
class Surface:
    """A texture set and the values beside it. A value scales its texture where there is one."""

    textures: TextureSet = field(default_factory=TextureSet)
    base_color: RGB = (0.8, 0.8, 0.8)
    vertex_color: str = ""
    """The colour attribute that gives the base colour, if one does."""
    metallic: float = 0.0
    roughness: float = 0.5
    normal_strength: float = 1.0
    emission_color: RGB = _WHITE
    emission_strength: float = 0.0
    alpha: float = 1.0
    alpha_cutoff: float | None = None
    """Below this the surface isn't there, above it's opaque; None for smooth transparency."""
    has_alpha_texture: bool = False
    """The base colour's alpha channel makes the surface transparent."""


def read_surface(material: bpy.types.Material) -> Surface:
    """What Blender's glTF importer made of a material. Main thread."""
    shader = _principled(material)
    if shader is None:
        return Surface()
    base, metallic, roughness, normal, emission, alpha = (
        shader.inputs[name]
        for name in ("Base Color", "Metallic", "Roughness", "Normal", "Emission Color", "Alpha")
    )
    textures = TextureSet(
        base_color=_texture_behind(base),
        metallic=_texture_behind(metallic),
        roughness=_texture_behind(roughness),
        normal=_texture_behind(normal),
        emission=_texture_behind(emission),
    )
    return Surface(
        textures=textures,
        base_color=_color_factor(base),
        vertex_color=_vertex_color_behind(base),
        metallic=_factor(metallic),
        roughness=_factor(roughness),
        normal_strength=_normal_strength(normal),
        emission_color=_color_factor(emission),
        emission_strength=float(shader.inputs["Emission Strength"].default_value),
        alpha=_factor(alpha),
        alpha_cutoff=_cutoff(alpha),
        has_alpha_texture=_texture_behind(alpha) is not None,
    )


def _principled(material: bpy.types.Material) -> bpy.types.ShaderNode | None:
    nodes = material.node_tree.nodes if material.node_tree else ()
    return next((node for node in nodes if node.bl_idname == "ShaderNodeBsdfPrincipled"), None)


def _behind(socket: bpy.types.NodeSocket) -> Iterator[tuple[bpy.types.Node, str]]:
    """Every node that feeds `socket`, nearest first, with the channel that is taken from it."""
    waiting = [(link, "") for link in socket.links]
    seen = set()
    while waiting:
        link, channel = waiting.pop(0)
        node = link.from_node
        if node.bl_idname == "ShaderNodeSeparateColor":
            channel = link.from_socket.identifier
        if node.name in seen:
            continue
        seen.add(node.name)
        yield node, channel
        waiting += [(further, channel) for entry in node.inputs for further in entry.links]


def _texture_behind(socket: bpy.types.NodeSocket) -> Texture | None:
    for node, channel in _behind(socket):
        if node.bl_idname == "ShaderNodeTexImage" and node.image:
            return Texture(node.image, channel)
    return None


def _vertex_color_behind(socket: bpy.types.NodeSocket) -> str:
    for node, _ in _behind(socket):
        if node.bl_idname == "ShaderNodeVertexColor":
            return str(node.layer_name)
    return ""


def _color_factor(socket: bpy.types.NodeSocket) -> RGB:
    """The socket's own value, or what multiplies the texture behind it."""
    if not socket.is_linked:
        return _rgb(socket.default_value)
    factor = _WHITE
    for node, _ in _behind(socket):
        if node.bl_idname == "ShaderNodeMix" and node.blend_type == "MULTIPLY":
            for entry in node.inputs:
                if entry.type == "RGBA" and entry.enabled and not entry.is_linked:
                    red, green, blue = _rgb(entry.default_value)
                    factor = (factor[0] * red, factor[1] * green, factor[2] * blue)
    return factor


def _rgb(value: bpy.types.bpy_prop_array[float]) -> RGB:
    return (value[0], value[1], value[2])


def _factor(socket: bpy.types.NodeSocket) -> float:
    if not socket.is_linked:
        return float(socket.default_value)
    factor = 1.0
    for node, _ in _behind(socket):
        if node.bl_idname == "ShaderNodeMath" and node.operation == "MULTIPLY":
            for entry in node.inputs[:2]:
                if not entry.is_linked:
                    factor *= entry.default_value
    return factor


def _normal_strength(socket: bpy.types.NodeSocket) -> float:
    for node, _ in _behind(socket):
        if node.bl_idname == "ShaderNodeNormalMap":
            return float(node.inputs["Strength"].default_value)
    return 1.0


def _cutoff(socket: bpy.types.NodeSocket) -> float | None:
    """The importer says alpha clip as 1 - (alpha < cutoff)."""
    for node, _ in _behind(socket):
        if node.bl_idname == "ShaderNodeMath" and node.operation == "LESS_THAN":
            return float(node.inputs[1].default_value)
    return None
