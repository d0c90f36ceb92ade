"""Reads binary glTF 2.0: the fixture shapes, and what is uploaded to the emulator."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.emulator.models.mesh import Floats, Indices, Mesh, smooth_normals

Json = dict[str, Any]

COMPONENTS: dict[int, type[np.number[Any]]] = {
    5120: np.int8,
    5121: np.uint8,
    5122: np.int16,
    5123: np.uint16,
    5125: np.uint32,
    5126: np.float32,
}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}


class NotGlb(ValueError):
    """The bytes are not a binary glTF 2.0 file with a mesh."""


def unpack(data: bytes) -> tuple[Json, bytes]:
    """The JSON and the binary chunk. Raises NotGlb."""
    if len(data) < 20 or data[:4] != b"glTF":
        raise NotGlb("not a GLB file")
    try:
        (length,) = struct.unpack_from("<I", data, 12)
        document = json.loads(data[20 : 20 + length])
    except (struct.error, ValueError) as error:
        raise NotGlb("broken GLB file") from error
    return document, data[20 + length + 8 :]


def accessor(document: Json, binary: bytes, index: int) -> NDArray[Any]:
    """One accessor's values, a row for each element; normalised integers become floats."""
    info = document["accessors"][index]
    dtype = np.dtype(COMPONENTS[info["componentType"]])
    width, count = WIDTHS[info["type"]], int(info["count"])
    if "bufferView" not in info:
        return np.zeros((count, width), dtype)
    view = document["bufferViews"][info["bufferView"]]
    start = view.get("byteOffset", 0) + info.get("byteOffset", 0)
    step = view.get("byteStride", width * dtype.itemsize)
    values: NDArray[Any] = np.ndarray(
        (count, width), dtype, binary, start, (step, dtype.itemsize)
    ).copy()
    if info.get("normalized"):
        return np.asarray(values / np.iinfo(dtype).max, np.float32)
    return values


@dataclass(frozen=True)
class Piece:
    """A primitive: a mesh with one material."""

    mesh: Mesh
    material: int | None


def read_pieces(data: bytes) -> list[Piece]:
    """Every triangle primitive of the scene, in world space. Raises NotGlb."""
    document, binary = unpack(data)
    pieces: list[Piece] = []
    for node_index, matrix in _placed_nodes(document):
        mesh_index = document["nodes"][node_index].get("mesh")
        if mesh_index is None:
            continue
        pieces += [
            Piece(_mesh(document, binary, primitive, matrix), primitive.get("material"))
            for primitive in document["meshes"][mesh_index]["primitives"]
            if primitive.get("mode", 4) == 4 and "POSITION" in primitive.get("attributes", {})
        ]
    if not pieces:
        raise NotGlb("the GLB file has no mesh")
    return pieces


def read_mesh(data: bytes) -> Mesh:
    """All meshes of the file as one. Raises NotGlb."""
    return joined([piece.mesh for piece in read_pieces(data)])


def image(document: Json, binary: bytes, texture: Json | None) -> bytes | None:
    """The PNG or JPEG behind a material's texture, if it's inside the file."""
    if texture is None:
        return None
    found = document["images"][document["textures"][texture["index"]]["source"]]
    if "bufferView" not in found:
        return None
    view = document["bufferViews"][found["bufferView"]]
    start = view.get("byteOffset", 0)
    return binary[start : start + view["byteLength"]]


def joined(meshes: list[Mesh]) -> Mesh:
    if len(meshes) == 1:
        return meshes[0]
    starts = np.cumsum([0] + [len(mesh.positions) for mesh in meshes])
    return Mesh(
        np.concatenate([mesh.positions for mesh in meshes]),
        np.concatenate([mesh.normals for mesh in meshes]),
        np.concatenate([mesh.uvs for mesh in meshes]),
        np.concatenate(
            [mesh.triangles + np.uint32(s) for mesh, s in zip(meshes, starts, strict=False)]
        ),
        np.concatenate([mesh.parts for mesh in meshes]),
        np.concatenate([mesh.cavity for mesh in meshes]),
    )


def _placed_nodes(document: Json) -> list[tuple[int, Floats]]:
    """The scene's nodes with their world matrices; those of skinned meshes stay where they are."""
    nodes = document.get("nodes", [])
    scenes = document.get("scenes") or [{"nodes": list(range(len(nodes)))}]
    waiting = [(i, np.eye(4, dtype=np.float32)) for i in scenes[document.get("scene", 0)]["nodes"]]
    found = []
    while waiting:
        index, parent = waiting.pop(0)
        node = nodes[index]
        matrix = np.asarray(parent @ _local_matrix(node), np.float32)
        found.append((index, np.eye(4, dtype=np.float32) if "skin" in node else matrix))
        waiting += [(child, matrix) for child in node.get("children", [])]
    return found


def _local_matrix(node: Json) -> Floats:
    if "matrix" in node:
        return np.asarray(node["matrix"], np.float32).reshape(4, 4).T
    x, y, z, w = node.get("rotation", (0.0, 0.0, 0.0, 1.0))
    matrix = np.eye(4, dtype=np.float32)
    matrix[:3, :3] = np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    ) * np.asarray(node.get("scale", (1.0, 1.0, 1.0)))
    matrix[:3, 3] = node.get("translation", (0.0, 0.0, 0.0))
    return matrix


def _mesh(document: Json, binary: bytes, primitive: Json, matrix: Floats) -> Mesh:
    attributes = primitive["attributes"]

    def values(name: str) -> NDArray[Any] | None:
        index = attributes.get(name)
        return None if index is None else accessor(document, binary, index)

    raw = accessor(document, binary, attributes["POSITION"]).astype(np.float32)
    positions = np.asarray(raw @ matrix[:3, :3].T + matrix[:3, 3], np.float32)
    if "indices" in primitive:
        flat = accessor(document, binary, primitive["indices"]).reshape(-1)
    else:
        flat = np.arange(len(positions))
    triangles: Indices = flat[: len(flat) // 3 * 3].reshape(-1, 3).astype(np.uint32)
    if np.linalg.det(matrix[:3, :3]) < 0:
        triangles = triangles[:, ::-1]
    uvs, parts, cavity = values("TEXCOORD_0"), values("_PART"), values("_CAVITY")
    normals = values("NORMAL")
    if normals is None or not np.array_equal(matrix, np.eye(4)):
        normals = smooth_normals(positions, triangles)
    count = len(positions)
    return Mesh(
        positions,
        normals.astype(np.float32),
        np.zeros((count, 2), np.float32) if uvs is None else uvs.astype(np.float32),
        triangles,
        np.zeros(count, np.uint8) if parts is None else np.rint(parts[:, 0]).astype(np.uint8),
        np.zeros(count, np.float32) if cavity is None else cavity[:, 0].astype(np.float32),
    )
