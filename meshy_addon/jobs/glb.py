"""What a GLB holds, read from its JSON alone: a check before any importer sees the file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .glb_document import (
    Document,
    fail,
    mapping,
    mappings,
    numbers,
    read_document,
    sequence,
    text,
    whole,
)

TRIANGLES, TRIANGLE_STRIP, TRIANGLE_FAN = 4, 5, 6

Vector = tuple[float, float, float]
Matrix = tuple[float, ...]
"""Sixteen numbers, column by column, as glTF writes them."""
IDENTITY: Matrix = (1.0, 0, 0, 0, 0, 1.0, 0, 0, 0, 0, 1.0, 0, 0, 0, 0, 1.0)


@dataclass(frozen=True)
class MaterialFacts:
    """One material of the file."""

    name: str
    slots: frozenset[str]
    """The textures that are really there, in Meshy's words for the maps: "base_color",
    "metallic_roughness", "normal", "emission", "occlusion"."""


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
    return _facts(read_document(path, size), size)


def _facts(document: Document, size: int) -> GlbFacts:
    asset = mapping(document.root.get("asset"))
    vertices, triangles = _count(document)
    required = document.root.get("extensionsRequired")
    return GlbFacts(
        size_bytes=size,
        generator=text(asset.get("generator")),
        meshes=len(document.items("meshes")),
        vertices=vertices,
        triangles=triangles,
        materials=tuple(_material(document, item) for item in document.items("materials")),
        images=len(document.items("images")),
        nodes=len(document.items("nodes")),
        skins=len(document.items("skins")),
        animations=tuple(text(item.get("name")) for item in document.items("animations")),
        extensions_required=frozenset(name for name in sequence(required) if isinstance(name, str)),
        external_uris=tuple(_external_uris(document)),
        bounds=_bounds(document),
    )


def _count(document: Document) -> tuple[int, int]:
    vertices = triangles = 0
    for primitive in _primitives(document.items("meshes")):
        attributes = mapping(primitive.get("attributes"))
        count = 0
        if "POSITION" in attributes:
            count = whole(document.item("accessors", attributes["POSITION"]).get("count"))
        vertices += count
        if "indices" in primitive:
            count = whole(document.item("accessors", primitive["indices"]).get("count"))
        mode = primitive.get("mode", TRIANGLES)
        if mode == TRIANGLES:
            triangles += count // 3
        elif mode in (TRIANGLE_STRIP, TRIANGLE_FAN):
            triangles += max(0, count - 2)
    return vertices, triangles


def _primitives(meshes: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [item for mesh in meshes for item in mappings(mesh.get("primitives"), "primitives")]


def _material(document: Document, material: Mapping[str, Any]) -> MaterialFacts:
    metallic = mapping(material.get("pbrMetallicRoughness"))
    textures = {
        "base_color": metallic.get("baseColorTexture"),
        "metallic_roughness": metallic.get("metallicRoughnessTexture"),
        "normal": material.get("normalTexture"),
        "emission": material.get("emissiveTexture"),
        "occlusion": material.get("occlusionTexture"),
    }
    there = (slot for slot, use in textures.items() if use and _has_image(document, use))
    return MaterialFacts(text(material.get("name")), frozenset(there))


def _has_image(document: Document, use: object) -> bool:
    """Whether a texture reference ends at an image; some textures exist in an extension only."""
    texture = document.item("textures", mapping(use).get("index"))
    sources = [texture.get("source")]
    sources += [mapping(item).get("source") for item in mapping(texture.get("extensions")).values()]
    found = [document.item("images", source) for source in sources if source is not None]
    return bool(found)


def _external_uris(document: Document) -> list[str]:
    uris = [
        text(item.get("uri")) for name in ("buffers", "images") for item in document.items(name)
    ]
    return [uri for uri in uris if uri and uri[:5].lower() != "data:"]


# --- the size --------------------------------------------------------------------------------


def _bounds(document: Document) -> tuple[Vector, Vector] | None:
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


def _placed_nodes(document: Document) -> list[tuple[Mapping[str, Any], Matrix]]:
    """The nodes of the scene, each with its place in the world."""
    if not document.items("scenes"):
        return []
    scene = document.item("scenes", document.root.get("scene", 0))
    waiting = [(index, IDENTITY) for index in sequence(scene.get("nodes"))]
    placed: list[tuple[Mapping[str, Any], Matrix]] = []
    seen: set[int] = set()
    while waiting:
        index, parent = waiting.pop()
        node = document.item("nodes", index)
        if index in seen:
            fail("a part of it contains itself")
        seen.add(index)
        matrix = _multiply(parent, _local_matrix(node))
        placed.append((node, matrix))
        waiting += [(child, matrix) for child in sequence(node.get("children"))]
    return placed


def _mesh_boxes(document: Document, mesh: Mapping[str, Any]) -> list[tuple[Vector, Vector]]:
    boxes = []
    for primitive in _primitives([mesh]):
        attributes = mapping(primitive.get("attributes"))
        if "POSITION" in attributes:
            accessor = document.item("accessors", attributes["POSITION"])
            low, high = numbers(accessor.get("min"), 3), numbers(accessor.get("max"), 3)
            if low and high:
                boxes.append(((low[0], low[1], low[2]), (high[0], high[1], high[2])))
    return boxes


def _corners(low: Vector, high: Vector) -> list[Vector]:
    return [
        (x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])
    ]


def _local_matrix(node: Mapping[str, Any]) -> Matrix:
    matrix = numbers(node.get("matrix"), 16)
    if matrix:
        return matrix
    tx, ty, tz = numbers(node.get("translation"), 3) or (0.0, 0.0, 0.0)
    x, y, z, w = numbers(node.get("rotation"), 4) or (0.0, 0.0, 0.0, 1.0)
    sx, sy, sz = numbers(node.get("scale"), 3) or (1.0, 1.0, 1.0)
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
