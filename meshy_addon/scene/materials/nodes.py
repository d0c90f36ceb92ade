"""The nodes of a material: a column of textures, a column of what reads them, the shader."""

from __future__ import annotations

import bpy

from .texture_set import RGB, Surface, Texture

_WHITE: RGB = (1.0, 1.0, 1.0)
_TEXTURES_X, _READERS_X, _FACTORS_X = -760.0, -460.0, -220.0
_ROW_HEIGHT = 300.0
_TOP_Y = 420.0


def build_surface(material: bpy.types.Material, surface: Surface) -> None:
    """Replaces the nodes of `material` by the fewest that show `surface`. Main thread."""
    if (
        material.node_tree is None
    ):  # always there from Blender 5.0 on, where use_nodes is going away
        material.use_nodes = True
    _Builder(material, surface).build()


def pin_uv_map(material: bpy.types.Material, uv_map: str) -> None:
    """Lets the textures of `material` lie on the UV map of this name, whichever one is active."""
    nodes, links = material.node_tree.nodes, material.node_tree.links
    node = nodes.new("ShaderNodeUVMap")
    node.location = (_TEXTURES_X - 260.0, _TOP_Y)
    node.uv_map = uv_map
    for each in nodes:
        if each.bl_idname == "ShaderNodeTexImage":
            links.new(node.outputs["UV"], each.inputs["Vector"])
        elif each.bl_idname == "ShaderNodeNormalMap":
            each.uv_map = uv_map


class _Builder:
    """Wires one material, row by row from the top."""

    def __init__(self, material: bpy.types.Material, surface: Surface) -> None:
        self.material = material
        self.surface = surface
        self.nodes = material.node_tree.nodes
        self.links = material.node_tree.links
        self.y = _TOP_Y
        self.image_nodes: dict[bpy.types.Image, bpy.types.Node] = {}

    def build(self) -> None:
        self.nodes.clear()
        output = self._add("ShaderNodeOutputMaterial", 320.0, 300.0)
        self.shader = self._add("ShaderNodeBsdfPrincipled", 0.0, 300.0)
        self.links.new(self.shader.outputs["BSDF"], output.inputs["Surface"])
        self._base_color()
        self._scalar("Metallic", self.surface.textures.metallic, self.surface.metallic)
        self._scalar("Roughness", self.surface.textures.roughness, self.surface.roughness)
        self._normal()
        self._emission()
        self._viewport()

    def _base_color(self) -> None:
        surface, socket = self.surface, self.shader.inputs["Base Color"]
        texture = surface.textures.base_color
        if texture:
            node = self._image(texture, "Base Color", "sRGB")
            self.nodes.active = node  # what Solid mode shows, and what is painted on first
            self._tinted(node.outputs["Color"], surface.base_color, socket, node.location.y)
            self._alpha(node)
        elif surface.vertex_color:
            node = self._add("ShaderNodeVertexColor", _TEXTURES_X, self.y, "Base Color")
            node.layer_name = surface.vertex_color
            self._tinted(node.outputs["Color"], surface.base_color, socket, self.y)
            self.y -= _ROW_HEIGHT
        else:
            socket.default_value = (*surface.base_color, 1.0)
        if not socket.is_linked or not surface.has_alpha_texture:
            self.shader.inputs["Alpha"].default_value = surface.alpha

    def _alpha(self, node: bpy.types.Node) -> None:
        if not self.surface.has_alpha_texture:
            return
        source, socket = node.outputs["Alpha"], self.shader.inputs["Alpha"]
        if self.surface.alpha_cutoff is not None:
            source = self._math("GREATER_THAN", source, self.surface.alpha_cutoff, "Alpha Clip")
        elif self.surface.alpha != 1.0:
            source = self._math("MULTIPLY", source, self.surface.alpha, "Alpha Factor")
        self.links.new(source, socket)

    def _scalar(self, name: str, texture: Texture | None, factor: float) -> None:
        socket = self.shader.inputs[name]
        if texture is None:
            socket.default_value = factor
            return
        node = self._image(texture, name, "Non-Color")
        source = self._channel(node, texture.channel)
        if factor != 1.0:
            source = self._math("MULTIPLY", source, factor, f"{name} Factor")
        self.links.new(source, socket)

    def _normal(self) -> None:
        texture = self.surface.textures.normal
        if texture is None:
            return
        image = self._image(texture, "Normal", "Non-Color")
        node = self._add("ShaderNodeNormalMap", _READERS_X, image.location.y)
        node.inputs["Strength"].default_value = self.surface.normal_strength
        self.links.new(image.outputs["Color"], node.inputs["Color"])
        self.links.new(node.outputs["Normal"], self.shader.inputs["Normal"])

    def _emission(self) -> None:
        surface = self.surface
        color, strength = (self.shader.inputs[n] for n in ("Emission Color", "Emission Strength"))
        texture = surface.textures.emission
        strength.default_value = 1.0 if texture else surface.emission_strength
        if texture is None:
            color.default_value = (*surface.emission_color, 1.0)
            return
        node = self._image(texture, "Emission", "sRGB")
        self._tinted(node.outputs["Color"], surface.emission_color, color, node.location.y)

    def _viewport(self) -> None:
        """What Solid mode shows."""
        surface = self.surface
        color = (0.8, 0.8, 0.8) if surface.textures.base_color else surface.base_color
        self.material.diffuse_color = (*color, surface.alpha)
        self.material.metallic = 0.0 if surface.textures.metallic else surface.metallic
        self.material.roughness = 0.5 if surface.textures.roughness else surface.roughness

    def _image(self, texture: Texture, label: str, color_space: str) -> bpy.types.Node:
        """The node that shows the texture; one for each image, even if it's read twice."""
        node = self.image_nodes.get(texture.image)
        if node is not None:
            node.label = f"{node.label}, {label}"
            return node
        node = self._add("ShaderNodeTexImage", _TEXTURES_X, self.y, label)
        node.image = texture.image
        node.image.colorspace_settings.name = color_space
        self.image_nodes[texture.image] = node
        self.y -= _ROW_HEIGHT
        return node

    def _channel(self, image: bpy.types.Node, channel: str) -> bpy.types.NodeSocket:
        if not channel:
            return image.outputs["Color"]
        for link in image.outputs["Color"].links:
            if link.to_node.bl_idname == "ShaderNodeSeparateColor":
                return link.to_node.outputs[channel]
        node = self._add("ShaderNodeSeparateColor", _READERS_X, image.location.y)
        self.links.new(image.outputs["Color"], node.inputs["Color"])
        return node.outputs[channel]

    def _tinted(
        self, source: bpy.types.NodeSocket, tint: RGB, socket: bpy.types.NodeSocket, y: float
    ) -> None:
        if tint != _WHITE:
            node = self._add("ShaderNodeMix", _READERS_X, y, "Tint")
            node.data_type, node.blend_type = "RGBA", "MULTIPLY"
            factor, first, second = (entry for entry in node.inputs if entry.enabled)
            factor.default_value = 1.0
            second.default_value = (*tint, 1.0)
            self.links.new(source, first)
            source = next(exit for exit in node.outputs if exit.enabled)
        self.links.new(source, socket)

    def _math(
        self, operation: str, source: bpy.types.NodeSocket, value: float, label: str
    ) -> bpy.types.NodeSocket:
        node = self._add("ShaderNodeMath", _FACTORS_X, source.node.location.y - 150.0, label)
        node.operation = operation
        node.inputs[1].default_value = value
        self.links.new(source, node.inputs[0])
        return node.outputs[0]

    def _add(self, kind: str, x: float, y: float, label: str = "") -> bpy.types.Node:
        node = self.nodes.new(kind)
        node.location = (x, y)
        node.label = label
        return node
