"""Objects with all that they are made of, as plain data that a test can compare. Inside Blender."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import numpy as np

_PLAIN = ("BOOLEAN", "INT", "FLOAT", "STRING", "ENUM")
_OWN = {"session_uid", "filepath_from_user", "is_override_data", "pixels"}
"""What differs from one data-block to the next whatever they are."""
_SIZES = {"FLOAT_VECTOR": 3, "FLOAT_COLOR": 4, "BYTE_COLOR": 4, "FLOAT2": 2, "INT32_2D": 2,
          "INT16_2D": 2, "QUATERNION": 4, "FLOAT4X4": 16}  # fmt: skip


def described(objects: Iterable[Any]) -> list[dict[str, Any]]:
    """Each of the objects, in their order."""
    return [_object(thing) for thing in objects]


def _object(thing: Any) -> dict[str, Any]:
    return {
        **_plain(thing),
        "parent": thing.parent.name if thing.parent else None,
        # Up to 4.5 what is registered is among them.
        "own properties": {key: str(value) for key, value in thing.items() if key != "meshy"},
        "meshy": _plain(thing.meshy),
        "groups": [_plain(group) for group in thing.vertex_groups],
        "modifiers": [
            {**_plain(each), "object": getattr(getattr(each, "object", None), "name", None)}
            for each in thing.modifiers
        ],
        "animation": _animation(thing),
        "data": _data(thing.data),
    }


def _data(data: Any) -> dict[str, Any] | None:
    if data is None:
        return None
    told = {**_plain(data), "own properties": sorted(data.keys())}
    if data.bl_rna.identifier == "Armature":
        bones = [{**_plain(bone), "rest": _value(bone.matrix_local)} for bone in data.bones]
        return {**told, "bones": bones}
    normals = np.empty(len(data.loops) * 3, np.float32)
    data.corner_normals.foreach_get("vector", normals)
    return {
        **told,
        "attributes": {each.name: _attribute(each) for each in data.attributes},
        "corners": _digest(_array(data.loops, "vertex_index", 1, np.int32)),
        "faces": _digest(_array(data.polygons, "loop_start", 1, np.int32)),
        # They are kept in 16 bits, which the corners that meet in a point need not agree on.
        "normals": [round(float(each), 3) for each in normals.reshape(-1, 3).sum(axis=0) / 100],
        "weights": _digest(
            np.array([(g.group, g.weight) for v in data.vertices for g in v.groups], np.float32)
        ),
        "materials": [_material(material) for material in data.materials],
    }


def _attribute(attribute: Any) -> list[Any]:
    told = [attribute.domain, attribute.data_type, len(attribute.data)]
    field = {"FLOAT_VECTOR": "vector", "FLOAT2": "vector", "FLOAT_COLOR": "color",
             "BYTE_COLOR": "color"}.get(attribute.data_type, "value")  # fmt: skip
    size = _SIZES.get(attribute.data_type, 1)
    if len(attribute.data) and hasattr(attribute.data[0], field):
        kind = {"BOOLEAN": bool, "INT": np.int32, "INT32_2D": np.int32, "INT8": np.int8}.get(
            attribute.data_type, np.float32
        )
        told.append(_digest(_array(attribute.data, field, size, kind)))
    return told


def _material(material: Any) -> dict[str, Any] | None:
    if material is None:
        return None
    tree = material.node_tree
    return {
        **_plain(material),
        "nodes": [
            {
                **_plain(node),
                "kind": node.bl_idname,
                "inputs": [_socket(socket) for socket in node.inputs],
                "image": _image(getattr(node, "image", None)),
            }
            for node in tree.nodes
        ],
        "links": sorted(
            [link.from_node.name, link.from_socket.identifier,
             link.to_node.name, link.to_socket.identifier]
            for link in tree.links
        ),
    }  # fmt: skip


def _socket(socket: Any) -> list[Any]:
    value = getattr(socket, "default_value", None)
    return [socket.identifier, socket.enabled, socket.hide, _value(value)]


def _image(image: Any) -> dict[str, Any] | None:
    if image is None:
        return None
    return {
        **_plain(image),
        "packed": hashlib.sha256(image.packed_file.data).hexdigest(),
        "paths": [each.filepath for each in image.packed_files],
        "colorspace": image.colorspace_settings.name,
    }


def _animation(thing: Any) -> dict[str, Any] | None:
    data = thing.animation_data
    if data is None:
        return None
    strips = [[track.name, track.mute, strip.name, strip.action.name]
              for track in data.nla_tracks for strip in track.strips]  # fmt: skip
    return {**_plain(data), "action": data.action.name if data.action else None, "strips": strips}


def _plain(block: Any) -> dict[str, Any]:
    """All its simple properties."""
    return {
        prop.identifier: _value(getattr(block, prop.identifier))
        for prop in block.bl_rna.properties
        if prop.type in _PLAIN and prop.identifier not in _OWN
    }


def _value(value: Any) -> Any:
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, float):
        return _rounded([value])[0]
    if isinstance(value, set | frozenset):
        return sorted(value)
    try:
        rows = [row if hasattr(row, "__len__") else [row] for row in value]
        return _rounded(number for row in rows for number in row)
    except TypeError:
        return str(value)


def _rounded(numbers: Any) -> list[Any]:
    return [round(float(number), 6) + 0.0 for number in numbers]


def _array(collection: Any, field: str, size: int, kind: Any) -> Any:
    values = np.empty(len(collection) * size, kind)
    collection.foreach_get(field, values)
    return values


def _digest(values: Any) -> str:
    if values.dtype == np.float32:
        values = np.round(values, 5) + np.float32(0.0)
    return hashlib.sha256(values.tobytes()).hexdigest()
