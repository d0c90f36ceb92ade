"""What an uploaded 3D file holds, found out from its bytes alone."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_FBX_BINARY = b"Kaydara FBX Binary  \x00"
_TRIANGLES = 4


class Unreadable(Exception):
    """The file is of no use; the message is a sentence for the caller."""


@dataclass(frozen=True)
class Model:
    """The few facts that the service's checks depend on. `size` is x, y, z where known."""

    format: str
    faces: int
    has_uv: bool
    uv_area: float = 1.0
    size: tuple[float, float, float] | None = None


def inspect(content: bytes) -> Model:
    """Recognise GLB, glTF, FBX, OBJ or STL by content. Raises Unreadable."""
    if content.startswith(b"glTF"):
        return _gltf("glb", *_glb_chunks(content))
    if content.startswith(_FBX_BINARY):
        return _fbx(content)
    if content[:4096].lstrip().startswith(b"; FBX") or b"FBXHeaderExtension:" in content[:4096]:
        raise Unreadable("ASCII FBX files are not supported. Please use binary FBX.")
    if content.lstrip().startswith(b"{"):
        return _gltf("gltf", _json(content), b"")
    if _is_binary_stl(content):
        return Model("stl", struct.unpack_from("<I", content, 80)[0], has_uv=False)
    if content.lstrip().startswith(b"solid") and b"facet" in content:
        return Model("stl", content.count(b"facet normal"), has_uv=False)
    return _obj(content)


def _glb_chunks(content: bytes) -> tuple[dict[str, Any], bytes]:
    if len(content) < 20 or struct.unpack_from("<I", content, 4)[0] != 2:
        raise Unreadable("The GLB file is corrupted.")
    if struct.unpack_from("<I", content, 8)[0] > len(content):
        raise Unreadable("The GLB file is truncated.")
    length, kind = struct.unpack_from("<I4s", content, 12)
    if kind != b"JSON":
        raise Unreadable("The GLB file is corrupted.")
    return _json(content[20 : 20 + length]), content[20 + length + 8 :]


def _json(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except ValueError as error:
        raise Unreadable("The glTF document is not valid JSON.") from error
    if not isinstance(document, dict) or "asset" not in document:
        raise Unreadable("The file is not a glTF document.")
    return document


def _gltf(format_: str, document: dict[str, Any], binary: bytes) -> Model:
    if "EXT_meshopt_compression" in document.get("extensionsRequired", []):
        raise Unreadable("Meshopt-compressed GLB files are not supported.")
    primitives = [
        primitive
        for mesh in document.get("meshes", [])
        for primitive in mesh.get("primitives", [])
        if primitive.get("mode", _TRIANGLES) == _TRIANGLES
    ]
    if not primitives:
        raise Unreadable("No valid 3D objects found in the uploaded model.")
    accessors = document.get("accessors", [])
    uv = [p["attributes"]["TEXCOORD_0"] for p in primitives if "TEXCOORD_0" in p["attributes"]]
    return Model(
        format_,
        faces=sum(_face_count(primitive, accessors) for primitive in primitives),
        has_uv=bool(uv),
        uv_area=max((_uv_area(document, accessors[i], binary) for i in uv), default=0.0),
        size=_size([accessors[p["attributes"]["POSITION"]] for p in primitives]),
    )


def _face_count(primitive: dict[str, Any], accessors: list[dict[str, Any]]) -> int:
    index = primitive.get("indices", primitive["attributes"]["POSITION"])
    return int(accessors[index]["count"]) // 3


def _size(positions: list[dict[str, Any]]) -> tuple[float, float, float] | None:
    if not all("min" in accessor and "max" in accessor for accessor in positions):
        return None
    low = [min(accessor["min"][axis] for accessor in positions) for axis in range(3)]
    high = [max(accessor["max"][axis] for accessor in positions) for axis in range(3)]
    return (high[0] - low[0], high[1] - low[1], high[2] - low[2])


def _uv_area(document: dict[str, Any], accessor: dict[str, Any], binary: bytes) -> float:
    """The area of the box around all UVs; 1.0 where they aren't plain floats."""
    if accessor.get("componentType") != 5126 or "bufferView" not in accessor or not binary:
        return 1.0
    pairs = list(_float_pairs(document["bufferViews"][accessor["bufferView"]], accessor, binary))
    if not pairs:
        return 0.0
    us, vs = zip(*pairs, strict=True)
    return float((max(us) - min(us)) * (max(vs) - min(vs)))


def _float_pairs(
    view: dict[str, Any], accessor: dict[str, Any], binary: bytes
) -> Iterator[tuple[float, float]]:
    start = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
    stride = view.get("byteStride", 8)
    for index in range(accessor["count"]):
        try:
            yield struct.unpack_from("<2f", binary, start + index * stride)
        except struct.error as error:
            raise Unreadable("The GLB file is truncated.") from error


def _fbx(content: bytes) -> Model:
    meshes = content.count(b"PolygonVertexIndex")
    if not meshes:
        raise Unreadable("No valid 3D objects found in the uploaded model.")
    return Model("fbx", faces=0, has_uv=b"LayerElementUV" in content)


def _is_binary_stl(content: bytes) -> bool:
    return len(content) > 84 and len(content) == 84 + 50 * struct.unpack_from("<I", content, 80)[0]


def _obj(content: bytes) -> Model:
    lines = content.splitlines()
    faces = sum(line.startswith(b"f ") for line in lines)
    vertices = sum(line.startswith(b"v ") for line in lines)
    if not vertices:
        raise Unreadable("The model file is empty, corrupted or of an unsupported format.")
    if not faces:
        raise Unreadable("No valid 3D objects found in the uploaded model.")
    return Model("obj", faces, has_uv=any(line.startswith(b"vt ") for line in lines))
