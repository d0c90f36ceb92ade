"""Materials whose colour nodes make, which a GLB can't hold. Main thread."""

from __future__ import annotations

from collections.abc import Iterator

import bpy

_SENT = {"TEX_IMAGE", "RGB", "VALUE", "VERTEX_COLOR", "ATTRIBUTE"}
"""Types of node whose colour goes along, or is told apart by nobody."""
_UNTOLD = {"GROUP"}
"""May hold anything."""


def procedural_materials(thing: bpy.types.Object) -> Iterator[str]:
    """The names of those whose base colour is no picture and no plain value. Looks at no pixel."""
    for slot in thing.material_slots:
        tree = slot.material.node_tree if slot.material else None
        if tree is not None and _is_procedural(tree):
            yield slot.material.name


def _is_procedural(tree: bpy.types.NodeTree) -> bool:
    output = tree.get_output_node("ALL")
    links = output.inputs["Surface"].links if output else ()
    shader = links[0].from_node if links else None
    if shader is None or shader.type != "BSDF_PRINCIPLED":
        return False
    ends = {node.type for node in _before(shader.inputs["Base Color"], {})}
    return bool(ends) and not ends & (_SENT | _UNTOLD)


def _before(
    socket: bpy.types.NodeSocket, seen: dict[str, bpy.types.Node]
) -> Iterator[bpy.types.Node]:
    """All nodes from which something flows into `socket`, each once."""
    for link in socket.links:
        node = link.from_node
        if node.name not in seen:
            seen[node.name] = node
            yield node
            for entry in node.inputs:
                yield from _before(entry, seen)
