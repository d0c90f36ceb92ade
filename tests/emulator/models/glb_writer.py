"""Writes binary glTF 2.0, as much of it as the fixture models use."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.emulator.models.glb import COMPONENTS, Json
from tests.emulator.models.mesh import Mesh

ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963


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

    def place(self, primitives: list[Json]) -> None:
        """One mesh of these primitives on one node, as the scene."""
        mesh = self.add("meshes", {"name": "Mesh_0", "primitives": primitives})
        node = self.add("nodes", {"name": "Mesh_0", "mesh": mesh})
        self.document["scenes"][0]["nodes"].append(node)

    def finish(self) -> bytes:
        self._binary += b"\0" * (-len(self._binary) % 4)
        self.document["buffers"] = [{"byteLength": len(self._binary)}]
        return pack(self.document, bytes(self._binary))


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
