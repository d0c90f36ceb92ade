"""Materials whose colour nodes make, which a GLB can't hold. Main thread."""

from __future__ import annotations

from collections.abc import Iterator

import bpy

_SENT = {"TEX_IMAGE", "RGB", "VALUE", "VERTEX_COLOR", "ATTRIBUTE"}
"""Types of node whose colour goes along, or is told apart by nobody."""
_COLOURS = ("Base Color", "Color")
"""What a shader calls the colour of its surface."""
_UNCOLOURED = {"BSDF_TRANSPARENT", "HOLDOUT"}
"""Shaders that are mixed in to leave something out."""

Way = tuple[bpy.types.Node, ...]
"""The nodes of the groups that one has gone into, the outermost first."""


def procedural_materials(thing: bpy.types.Object) -> Iterator[str]:
    """The names of those whose base colour is no picture and no plain value. Looks at no pixel."""
    for slot in thing.material_slots:
        tree = slot.material.node_tree if slot.material else None
        if tree is not None and _is_procedural(tree):
            yield slot.material.name


def _is_procedural(tree: bpy.types.NodeTree) -> bool:
    output = tree.get_output_node("ALL")
    if output is None:
        return False
    return any(_makes_colour(shader, way) for shader, way in _shaders(output.inputs["Surface"]))


def _shaders(socket: bpy.types.NodeSocket) -> Iterator[tuple[bpy.types.Node, Way]]:
    """What makes up a surface, whatever mixes it and in however many groups."""
    for node, way in _upstream(socket, "SHADER"):
        if any(name in node.inputs for name in _COLOURS) and node.type not in _UNCOLOURED:
            yield node, way


def _makes_colour(shader: bpy.types.Node, way: Way) -> bool:
    colour = next(shader.inputs[name] for name in _COLOURS if name in shader.inputs)
    kinds = {node.type for node, _ in _upstream(colour, "", way)}
    return bool(kinds) and not kinds & _SENT


def _upstream(
    socket: bpy.types.NodeSocket, kind: str, way: Way = ()
) -> Iterator[tuple[bpy.types.Node, Way]]:
    """All nodes from which something flows into `socket`, only through sockets of this `kind` if
    one is given, each once. For a group what is in it, for its input what the group is given.
    """
    waiting, seen = [(socket, way)], set()
    while waiting:
        entry, way = waiting.pop()
        for link in entry.links:
            node, socket = link.from_node, link.from_socket
            mark = (node.as_pointer(), socket.identifier, *(each.as_pointer() for each in way))
            if mark in seen:
                continue
            seen.add(mark)
            if node.type == "GROUP" and node.node_tree:
                waiting += [(each, (*way, node)) for each in _results(node, socket)]
            elif node.type == "GROUP_INPUT":
                if way:
                    waiting += [(e, way[:-1]) for e in _given(way[-1], socket)]
            else:
                if node.type != "REROUTE":
                    yield node, way
                waiting += [(e, way) for e in node.inputs if kind in ("", e.type)]


def _results(group: bpy.types.Node, socket: bpy.types.NodeSocket) -> list[bpy.types.NodeSocket]:
    ends = [node for node in group.node_tree.nodes if node.type == "GROUP_OUTPUT"]
    active = [node for node in ends if node.is_active_output] or ends
    return [e for node in active for e in node.inputs if e.identifier == socket.identifier]


def _given(group: bpy.types.Node, socket: bpy.types.NodeSocket) -> list[bpy.types.NodeSocket]:
    return [entry for entry in group.inputs if entry.identifier == socket.identifier]
