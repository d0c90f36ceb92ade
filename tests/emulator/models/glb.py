"""Reads and writes binary glTF 2.0, as much of it as the fixture models use."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
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
ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963


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


def pack(document: Json, binary: bytes) -> bytes:
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    binary += b"\0" * (-len(binary) % 4)
    total = 12 + 8 + len(text) + 8 + len(binary)
    return b"".join(
        (
            struct.pack("<4sII", b"glTF", 2, total),
            struct.pack("<I4s", len(text), b"JSON"),
            text,
            struct.pack("<I4s", len(binary), b"BIN\0"),
            binary,
        )
    )


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
    values: NDArray[Any] = np.ndarray((count, width), dtype, binary, start, (step, dtype.itemsize)).copy()
    if info.get("normalized"):
        return np.asarray(values / np.iinfo(dtype).max, np.float32)
    return values


def read_meshes(data: bytes) -> list[Mesh]:
    """Every triangle primitive of the scene, in world space. Raises NotGlb."""
    document, binary = unpack(data)
    meshes: list[Mesh] = []
    for node_index, matrix in _placed_nodes(document):
        mesh_index = document["nodes"][node_index].get("mesh")
        if mesh_index is None:
            continue
        meshes += [
            _primitive(document, binary, primitive, matrix)
            for primitive in document["meshes"][mesh_index]["primitives"]
            if primitive.get("mode", 4) == 4 and "POSITION" in primitive.get("attributes", {})
        ]
    if not meshes:
        raise NotGlb("the GLB file has no mesh")
    return meshes


def read_mesh(data: bytes) -> Mesh:
    """All meshes of the file as one. Raises NotGlb."""
    return joined(read_meshes(data))


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


@dataclass
class GlbWriter:
    """Gathers buffers, then packs them with the document around them."""

    document: Json = field(
        default_factory=lambda: {"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": []}]}
    )
    _binary: bytearray = field(default_factory=bytearray)

    def add(self, kind: str, value: Json) -> int:
        """Appends to one of the document's lists; its index there."""
        items = self.document.setdefault(kind, [])
        items.append(value)
        return len(items) - 1

    def view(self, data: bytes, target: int | None = None) -> int:
        self._binary += b"\0" * (-len(self._binary) % 4)
        view: Json = {"buffer": 0, "byteOffset": len(self._binary), "byteLength": len(data)}
        if target is not None:
            view["target"] = target
        self._binary += data
        return self.add("bufferViews", view)

    def accessor(
        self, values: NDArray[Any], kind: str, target: int | None = None, *, bounds: bool = False
    ) -> int:
        component = next(c for c, t in COMPONENTS.items() if np.dtype(t) == values.dtype)
        info: Json = {
            "bufferView": self.view(np.ascontiguousarray(values).tobytes(), target),
            "componentType": component,
            "count": len(values),
            "type": kind,
        }
        if bounds:
            rows = values.reshape(len(values), -1)
            info["min"] = [float(low) for low in rows.min(axis=0)]
            info["max"] = [float(high) for high in rows.max(axis=0)]
        return self.add("accessors", info)

    def image(self, data: bytes, name: str) -> int:
        """A texture showing the PNG or JPEG `data`; its index."""
        kind = "image/png" if data[:4] == b"\x89PNG" else "image/jpeg"
        source = self.add("images", {"bufferView": self.view(data), "mimeType": kind, "name": name})
        if "samplers" not in self.document:
            self.add(
                "samplers", {"magFilter": 9729, "minFilter": 9987, "wrapS": 10497, "wrapT": 10497}
            )
        return self.add("textures", {"sampler": 0, "source": source})

    def geometry(self, mesh: Mesh, *, with_uvs: bool = True) -> Json:
        """A primitive of `mesh` without a material."""
        attributes = {
            "POSITION": self.accessor(mesh.positions, "VEC3", ARRAY_BUFFER, bounds=True),
            "NORMAL": self.accessor(mesh.normals, "VEC3", ARRAY_BUFFER),
        }
        if with_uvs:
            attributes["TEXCOORD_0"] = self.accessor(mesh.uvs, "VEC2", ARRAY_BUFFER)
        indices = mesh.triangles.reshape(-1)
        if len(mesh.positions) < 65536:
            indices = indices.astype(np.uint16)
        return {
            "attributes": attributes,
            "indices": self.accessor(indices, "SCALAR", ELEMENT_ARRAY_BUFFER),
        }

    def finish(self) -> bytes:
        self._binary += b"\0" * (-len(self._binary) % 4)
        self.document["buffers"] = [{"byteLength": len(self._binary)}]
        return pack(self.document, bytes(self._binary))


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


def _primitive(document: Json, binary: bytes, primitive: Json, matrix: Floats) -> Mesh:
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
