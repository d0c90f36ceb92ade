"""A GLB's description: the container read, the JSON decoded, every reference and range checked.

Importers trust the numbers in a file, and a crash in one takes the artist's work along; so what is
out of order is refused before any of them sees it.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from ..api.errors import Nonsense

JSON_LIMIT_BYTES = 32 * 1024 * 1024
"""Meshy's own are below 100 KB; a larger one is no model but an attack on the memory."""
MAGIC, JSON_CHUNK, BIN_CHUNK = b"glTF", b"JSON", b"BIN\0"


class Document:
    """The JSON, each list and each reference in it checked on the way out."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self.root = root
        self._items: dict[str, list[Mapping[str, Any]]] = {}

    def items(self, name: str) -> list[Mapping[str, Any]]:
        """The list of that name, empty where there's none. Raises Nonsense."""
        if name not in self._items:
            self._items[name] = mappings(self.root.get(name), name)
        return self._items[name]

    def item(self, name: str, index: object) -> Mapping[str, Any]:
        """One item of that list. Raises Nonsense if it isn't there."""
        items = self.items(name)
        if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(items):
            fail(f"it refers to one of its {name} that isn't there")
        return items[index]


def read_document(path: Path, size: int) -> Document:
    """The checked description of the GLB at `path`, which has `size` bytes.

    Raises Nonsense, and OSError if the file can't be read.
    """
    description, bin_size = _read_chunks(path, size)
    document = Document(_decode(description))
    version = text(mapping(document.root.get("asset")).get("version"))
    if not version.startswith("2."):
        fail("it doesn't say that it is glTF 2")
    _check_buffers(document, bin_size)
    for accessor in document.items("accessors"):
        _check_accessor(document, accessor)
    return document


def _read_chunks(path: Path, size: int) -> tuple[bytes, int]:
    """The JSON chunk and the size of the binary chunk in bytes (0 without one)."""
    with path.open("rb") as file:
        header = file.read(20)
        if header[:4] != MAGIC:
            raise Nonsense("The file that Meshy sent is not a GLB model.")
        if len(header) < 20:
            fail("it ends in its header")
        version, length, json_size, json_type = struct.unpack("<4xIII4s", header)
        if version != 2:
            fail(f"its version is {version}, not 2")
        if length != size:
            fail(f"it says that it has {length} bytes, but there are {size}")
        if json_type != JSON_CHUNK or 20 + json_size > size:
            fail("its first part is not the description that belongs there")
        if json_size > JSON_LIMIT_BYTES:
            fail("its description is too long to be one")
        return file.read(json_size), _binary_size(file.read(8), size - 20 - json_size)


def _binary_size(header: bytes, left: int) -> int:
    if not header:
        return 0
    if len(header) < 8:
        fail("it ends in the middle of a part")
    size, kind = struct.unpack("<I4s", header)
    if 8 + size > left:
        fail("it ends in the middle of a part")
    return int(size) if kind == BIN_CHUNK else 0


def _decode(description: bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(description.decode(), parse_constant=lambda _: fail("a NaN in it"))
    except (ValueError, RecursionError) as error:
        raise broken("its description can't be read") from error
    if not isinstance(document, dict):
        fail("its description is no description of a model")
    return document


def _check_buffers(document: Document, bin_size: int) -> None:
    """Every view lies in its buffer, and the first buffer in the file."""
    for buffer in document.items("buffers")[:1]:
        if "uri" not in buffer and whole(buffer.get("byteLength")) > bin_size:
            fail("a part of its data is missing")
    for view in document.items("bufferViews"):
        buffer = document.item("buffers", view.get("buffer"))
        end = whole(view.get("byteOffset", 0)) + whole(view.get("byteLength"))
        if end > whole(buffer.get("byteLength")):
            fail("a part of its data is missing")


_COMPONENT_BYTES = {5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4}
_COMPONENTS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}


def _check_accessor(document: Document, accessor: Mapping[str, Any]) -> None:
    """It lies in its view."""
    count = whole(accessor.get("count"))
    component, kind = accessor.get("componentType"), accessor.get("type")
    if not isinstance(component, int) or not isinstance(kind, str):
        fail("it has data of no kind")
    item_bytes = _COMPONENT_BYTES.get(component, 0) * _COMPONENTS.get(kind, 0)
    if not item_bytes:
        fail("it has data of an unknown kind")
    if "bufferView" not in accessor or not count:
        return
    view = document.item("bufferViews", accessor["bufferView"])
    stride = whole(view.get("byteStride", 0)) or item_bytes
    end = whole(accessor.get("byteOffset", 0)) + (count - 1) * stride + item_bytes
    if end > whole(view.get("byteLength")):
        fail("a part of its data is missing")


def mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def sequence(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def mappings(value: object, name: str) -> list[Mapping[str, Any]]:
    items = sequence(value)
    if not all(isinstance(item, Mapping) for item in items):
        fail(f"its list of {name} is none")
    return list(items)


def text(value: object) -> str:
    return value if isinstance(value, str) else ""


def whole(value: object) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        fail("a number in it makes no sense")
    return value


def numbers(value: object, count: int) -> tuple[float, ...]:
    """`count` finite numbers; empty where it's anything else."""
    items = sequence(value)
    if len(items) != count or not all(isinstance(item, int | float) for item in items):
        return ()
    try:
        numbers = tuple(float(item) for item in items)
    except OverflowError:
        return ()
    return numbers if all(map(math.isfinite, numbers)) else ()


def broken(reason: str) -> Nonsense:
    return Nonsense(f"The 3D model that Meshy sent is damaged: {reason}.")


def fail(reason: str) -> NoReturn:
    raise broken(reason)
