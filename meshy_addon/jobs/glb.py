"""What a GLB holds, read from its JSON alone: a check before any importer sees the file."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from ..api.errors import Nonsense

JSON_LIMIT_BYTES = 32 * 1024 * 1024
"""Meshy's own are below 100 KB; a larger one is no model but an attack on the memory."""
MAGIC, JSON_CHUNK, BIN_CHUNK = b"glTF", b"JSON", b"BIN\0"
TRIANGLES, TRIANGLE_STRIP, TRIANGLE_FAN = 4, 5, 6

Vector = tuple[float, float, float]
Matrix = tuple[float, ...]
"""Sixteen numbers, column by column, as glTF writes them."""
IDENTITY: Matrix = (1.0, 0, 0, 0, 0, 1.0, 0, 0, 0, 0, 1.0, 0, 0, 0, 0, 1.0)


@dataclass(frozen=True)
class MaterialFacts:
    """`slots` are the textures that are really there, in Meshy's words for the maps:
    "base_color", "metallic_roughness", "normal", "emission", "occlusion"."""

    name: str
    slots: frozenset[str]


@dataclass(frozen=True)
class GlbFacts:
    """Counts are of what is in the file, `triangles` of all meshes once, however often placed."""

    size_bytes: int
    generator: str
    meshes: int
    vertices: int
    triangles: int
    materials: tuple[MaterialFacts, ...]
    images: int
    nodes: int
    skins: int
    animations: tuple[str, ...]
    extensions_required: frozenset[str]
    external_uris: tuple[str, ...]
    """Files that the GLB expects beside itself; Meshy's have none."""
    bounds: tuple[Vector, Vector] | None
    """Lowest and highest corner in metres, Y up; None where it isn't known cheaply."""

    @property
    def texture_slots(self) -> frozenset[str]:
        """The maps that every material has."""
        slots = [material.slots for material in self.materials]
        return frozenset.intersection(*slots) if slots else frozenset()

    @property
    def is_compressed(self) -> bool:
        """Whether reading the meshes takes a decoder (Draco, meshopt)."""
        return any("draco" in name or "meshopt" in name for name in self.extensions_required)


def probe_glb(path: Path) -> GlbFacts:
    """Read what `path` holds. Any thread; a few ms, whatever the size of the file.

    Raises Nonsense, with a sentence for a person, if it isn't a whole and sound GLB 2.0, and
    OSError if it can't be read.
    """
    size = path.stat().st_size
    document, bin_size = _read_chunks(path, size)
    try:
        return _facts(_Document(document, bin_size), size)
    except RecursionError as error:
        raise _broken("it is nested too deeply") from error


def _broken(reason: str) -> Nonsense:
    return Nonsense(f"The 3D model that Meshy sent is damaged: {reason}.")


def _fail(reason: str) -> NoReturn:
    raise _broken(reason)


# --- the container ---------------------------------------------------------------------------


def _read_chunks(path: Path, size: int) -> tuple[Mapping[str, Any], int]:
    """The decoded JSON chunk and the size of the binary chunk in bytes (0 without one)."""
    with path.open("rb") as file:
        header = file.read(20)
        if header[:4] != MAGIC:
            raise Nonsense("The file that Meshy sent is not a GLB model.")
        if len(header) < 20:
            _fail("it ends in its header")
        version, length, json_size, json_type = struct.unpack("<4xIII4s", header)
        if version != 2:
            _fail(f"its version is {version}, not 2")
        if length != size:
            _fail(f"it says that it has {length} bytes, but there are {size}")
        if json_type != JSON_CHUNK or 20 + json_size > size:
            _fail("its first part is not the description that belongs there")
        if json_size > JSON_LIMIT_BYTES:
            _fail("its description is too long to be one")
        text = file.read(json_size)
        return _decode(text), _binary_size(file.read(8), size - 20 - json_size)


def _binary_size(header: bytes, left: int) -> int:
    if not header:
        return 0
    if len(header) < 8:
        _fail("it ends in the middle of a part")
    size, kind = struct.unpack("<I4s", header)
    if 8 + size > left:
        _fail("it ends in the middle of a part")
    return int(size) if kind == BIN_CHUNK else 0


def _decode(text: bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(text.decode("utf-8"), parse_constant=lambda _: _fail("a NaN in it"))
    except (ValueError, RecursionError) as error:
        raise _broken("its description can't be read") from error
    if not isinstance(document, dict):
        _fail("its description is no description of a model")
    return document


# --- the document ----------------------------------------------------------------------------


class _Document:
    """The JSON with each list and each reference checked on the way out."""

    def __init__(self, root: Mapping[str, Any], bin_size: int) -> None:
        self.root = root
        self.bin_size = bin_size

    def items(self, name: str) -> list[Mapping[str, Any]]:
        return _mappings(self.root.get(name), name)

    def item(self, name: str, index: object) -> Mapping[str, Any]:
        items = self.items(name)
        if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(items):
            _fail(f"it refers to one of its {name} that isn't there")
        return items[index]


def _facts(document: _Document, size: int) -> GlbFacts:
    asset = document.root.get("asset")
    if not isinstance(asset, Mapping) or not str(asset.get("version", "")).startswith("2"):
        _fail("it doesn't say that it is glTF 2")
    _check_buffers(document)
    vertices, triangles = _count(document)
    required = document.root.get("extensionsRequired")
    return GlbFacts(
        size_bytes=size,
        generator=_text(asset.get("generator")),
        meshes=len(document.items("meshes")),
        vertices=vertices,
        triangles=triangles,
        materials=tuple(_material(document, item) for item in document.items("materials")),
        images=len(document.items("images")),
        nodes=len(document.items("nodes")),
        skins=len(document.items("skins")),
        animations=tuple(_text(item.get("name")) for item in document.items("animations")),
        extensions_required=frozenset(
            name for name in _sequence(required) if isinstance(name, str)
        ),
        external_uris=tuple(_external_uris(document)),
        bounds=_bounds(document),
    )


def _check_buffers(document: _Document) -> None:
    """Every view lies in its buffer, every accessor in its view, and the first one in the file."""
    buffers = document.items("buffers")
    lengths = [_whole(buffer.get("byteLength")) for buffer in buffers]
    if buffers and "uri" not in buffers[0] and lengths[0] > document.bin_size:
        _fail("a part of its data is missing")
    for view in document.items("bufferViews"):
        buffer = document.item("buffers", view.get("buffer"))
        end = _whole(view.get("byteOffset", 0)) + _whole(view.get("byteLength"))
        if end > _whole(buffer.get("byteLength")):
            _fail("a part of its data is missing")
    for accessor in document.items("accessors"):
        _check_accessor(document, accessor)


_COMPONENT_BYTES = {5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4}
_COMPONENTS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}


def _check_accessor(document: _Document, accessor: Mapping[str, Any]) -> None:
    count = _whole(accessor.get("count"))
    component, kind = accessor.get("componentType"), accessor.get("type")
    if not isinstance(component, int) or not isinstance(kind, str):
        _fail("it has data of no kind")
    item_bytes = _COMPONENT_BYTES.get(component, 0) * _COMPONENTS.get(kind, 0)
    if not item_bytes:
        _fail("it has data of an unknown kind")
    if "bufferView" not in accessor or not count:
        return
    view = document.item("bufferViews", accessor["bufferView"])
    stride = _whole(view.get("byteStride", 0)) or item_bytes
    end = _whole(accessor.get("byteOffset", 0)) + (count - 1) * stride + item_bytes
    if end > _whole(view.get("byteLength")):
        _fail("a part of its data is missing")


def _count(document: _Document) -> tuple[int, int]:
    vertices = triangles = 0
    for primitive in _primitives(document.items("meshes")):
        attributes = _mapping(primitive.get("attributes"))
        count = 0
        if "POSITION" in attributes:
            count = _whole(document.item("accessors", attributes["POSITION"]).get("count"))
        vertices += count
        if "indices" in primitive:
            count = _whole(document.item("accessors", primitive["indices"]).get("count"))
        mode = primitive.get("mode", TRIANGLES)
        if mode == TRIANGLES:
            triangles += count // 3
        elif mode in (TRIANGLE_STRIP, TRIANGLE_FAN):
            triangles += max(0, count - 2)
    return vertices, triangles


def _primitives(meshes: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [item for mesh in meshes for item in _mappings(mesh.get("primitives"), "primitives")]


def _material(document: _Document, material: Mapping[str, Any]) -> MaterialFacts:
    metallic = _mapping(material.get("pbrMetallicRoughness"))
    textures = {
        "base_color": metallic.get("baseColorTexture"),
        "metallic_roughness": metallic.get("metallicRoughnessTexture"),
        "normal": material.get("normalTexture"),
        "emission": material.get("emissiveTexture"),
        "occlusion": material.get("occlusionTexture"),
    }
    there = (slot for slot, use in textures.items() if use and _has_image(document, use))
    return MaterialFacts(_text(material.get("name")), frozenset(there))


def _has_image(document: _Document, use: object) -> bool:
    """Whether a texture reference ends at an image; some textures exist in an extension only."""
    texture = document.item("textures", _mapping(use).get("index"))
    sources = [texture.get("source")]
    sources += [
        _mapping(item).get("source") for item in _mapping(texture.get("extensions")).values()
    ]
    found = [document.item("images", source) for source in sources if source is not None]
    return bool(found)


def _external_uris(document: _Document) -> list[str]:
    uris = [
        _text(item.get("uri")) for name in ("buffers", "images") for item in document.items(name)
    ]
    return [uri for uri in uris if uri and not uri[:5].lower() == "data:"]


# --- the size --------------------------------------------------------------------------------


def _bounds(document: _Document) -> tuple[Vector, Vector] | None:
    """The box around all meshes of the scene, from the ranges that their positions declare."""
    corners: list[Vector] = []
    for node, matrix in _placed_nodes(document):
        if "mesh" not in node:
            continue
        if "skin" in node:
            return None  # its bones place it, not its node: that takes more than the JSON
        for box in _mesh_boxes(document, document.item("meshes", node["mesh"])):
            corners += [_transform(matrix, corner) for corner in _corners(*box)]
    if not corners or not all(math.isfinite(value) for corner in corners for value in corner):
        return None
    lows, highs = zip(*((min(axis), max(axis)) for axis in zip(*corners, strict=True)), strict=True)
    return (lows[0], lows[1], lows[2]), (highs[0], highs[1], highs[2])


def _placed_nodes(document: _Document) -> list[tuple[Mapping[str, Any], Matrix]]:
    """The nodes of the scene, each with its place in the world."""
    nodes = document.items("nodes")
    scenes = document.items("scenes")
    if not scenes:
        return []
    scene = document.item("scenes", document.root.get("scene", 0))
    waiting = [(index, IDENTITY) for index in _sequence(scene.get("nodes"))]
    placed: list[tuple[Mapping[str, Any], Matrix]] = []
    seen: set[int] = set()
    while waiting:
        index, parent = waiting.pop()
        node = document.item("nodes", index)
        if index in seen:
            _fail("a part of it contains itself")
        seen.add(index)
        matrix = _multiply(parent, _local_matrix(node))
        placed.append((node, matrix))
        waiting += [(child, matrix) for child in _sequence(node.get("children"))]
    assert len(placed) <= len(nodes)
    return placed


def _mesh_boxes(document: _Document, mesh: Mapping[str, Any]) -> list[tuple[Vector, Vector]]:
    boxes = []
    for primitive in _primitives([mesh]):
        attributes = _mapping(primitive.get("attributes"))
        if "POSITION" in attributes:
            accessor = document.item("accessors", attributes["POSITION"])
            low, high = _numbers(accessor.get("min"), 3), _numbers(accessor.get("max"), 3)
            if low and high:
                boxes.append(((low[0], low[1], low[2]), (high[0], high[1], high[2])))
    return boxes


def _corners(low: Vector, high: Vector) -> list[Vector]:
    return [
        (x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])
    ]


def _local_matrix(node: Mapping[str, Any]) -> Matrix:
    matrix = _numbers(node.get("matrix"), 16)
    if matrix:
        return matrix
    tx, ty, tz = _numbers(node.get("translation"), 3) or (0.0, 0.0, 0.0)
    x, y, z, w = _numbers(node.get("rotation"), 4) or (0.0, 0.0, 0.0, 1.0)
    sx, sy, sz = _numbers(node.get("scale"), 3) or (1.0, 1.0, 1.0)
    return (
        (1 - 2 * (y * y + z * z)) * sx, 2 * (x * y + z * w) * sx, 2 * (x * z - y * w) * sx, 0.0,
        2 * (x * y - z * w) * sy, (1 - 2 * (x * x + z * z)) * sy, 2 * (y * z + x * w) * sy, 0.0,
        2 * (x * z + y * w) * sz, 2 * (y * z - x * w) * sz, (1 - 2 * (x * x + y * y)) * sz, 0.0,
        tx, ty, tz, 1.0,
    )  # fmt: skip


def _multiply(a: Matrix, b: Matrix) -> Matrix:
    return tuple(
        sum(a[row + 4 * k] * b[k + 4 * column] for k in range(4))
        for column in range(4)
        for row in range(4)
    )


def _transform(matrix: Matrix, point: Vector) -> Vector:
    x, y, z = (
        matrix[row] * point[0] + matrix[row + 4] * point[1] + matrix[row + 8] * point[2]
        + matrix[row + 12]
        for row in range(3)
    )  # fmt: skip
    return x, y, z


# --- values of a stranger's JSON -------------------------------------------------------------


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _sequence(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _mappings(value: object, name: str) -> list[Mapping[str, Any]]:
    items = _sequence(value)
    if not all(isinstance(item, Mapping) for item in items):
        _fail(f"its list of {name} is none")
    return list(items)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: object) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        _fail("a number in it makes no sense")
    return value


def _numbers(value: object, count: int) -> tuple[float, ...]:
    """`count` finite numbers; empty where it's anything else."""
    items = _sequence(value)
    if len(items) != count or not all(isinstance(item, int | float) for item in items):
        return ()
    try:
        numbers = tuple(float(item) for item in items)
    except OverflowError:
        return ()
    return numbers if all(map(math.isfinite, numbers)) else ()
