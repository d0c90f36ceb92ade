"""Reads a GLB from the format's description alone, not with the code that wrote it."""

from __future__ import annotations

import io
import json
import struct
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

COMPONENTS = {5121: "<u1", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}


class Gltf:
    """A GLB with one mesh; reading checks lengths, bounds and pictures on the way."""

    def __init__(self, data: bytes) -> None:
        magic, version, length = struct.unpack_from("<4sII", data)
        assert (magic, version, length) == (b"glTF", 2, len(data))
        json_length, kind = struct.unpack_from("<I4s", data, 12)
        assert kind == b"JSON"
        self.json: dict[str, Any] = json.loads(data[20 : 20 + json_length])
        binary_length, kind = struct.unpack_from("<I4s", data, 20 + json_length)
        assert kind == b"BIN\0"
        self.binary = data[28 + json_length :]
        assert len(self.binary) == binary_length >= self.json["buffers"][0]["byteLength"]

    def values(self, index: int) -> NDArray[Any]:
        accessor = self.json["accessors"][index]
        view = self.json["bufferViews"][accessor["bufferView"]]
        dtype = np.dtype(COMPONENTS[accessor["componentType"]])
        width = WIDTHS[accessor["type"]]
        size = accessor["count"] * width * dtype.itemsize
        assert size <= view["byteLength"]
        assert view["byteOffset"] % dtype.itemsize == 0
        found = np.frombuffer(self.binary, dtype, accessor["count"] * width, view["byteOffset"])
        if "min" in accessor:
            rows = found.reshape(-1, width)
            assert rows.min(axis=0).tolist() == pytest.approx(accessor["min"])
            assert rows.max(axis=0).tolist() == pytest.approx(accessor["max"])
        return found.reshape(-1, width)

    def image(self, texture: dict[str, Any]) -> Image.Image:
        source = self.json["images"][self.json["textures"][texture["index"]]["source"]]
        view = self.json["bufferViews"][source["bufferView"]]
        start = view["byteOffset"]
        picture = Image.open(io.BytesIO(self.binary[start : start + view["byteLength"]]))
        picture.load()
        assert f"image/{str(picture.format).lower()}" == source["mimeType"]
        return picture

    @property
    def primitive(self) -> dict[str, Any]:
        (mesh,) = self.json["meshes"]
        (primitive,) = mesh["primitives"]
        found: dict[str, Any] = primitive
        return found

    @property
    def material(self) -> dict[str, Any]:
        (material,) = self.json["materials"]
        found: dict[str, Any] = material
        return found

    def attribute(self, name: str) -> NDArray[Any]:
        return self.values(self.primitive["attributes"][name])

    @property
    def triangles(self) -> NDArray[Any]:
        return self.values(self.primitive["indices"]).reshape(-1, 3)

    @property
    def size(self) -> NDArray[Any]:
        return np.asarray(np.ptp(self.attribute("POSITION"), axis=0))
