"""Measures a mesh the way the printability analysis reports it."""

from __future__ import annotations

import hashlib
import json
import struct
from collections import Counter
from collections.abc import Iterable
from typing import Any

from tests.emulator.orders import Json
from tests.emulator.results import ModelSpec
from tests.emulator.tasks import now_ms

Point = tuple[float, float, float]
Triangle = tuple[int, int, int]

_DECIMALS = 6
_INDEX_FORMATS = {5121: "B", 5123: "H", 5125: "I"}
_TRIANGLES = 4

_UNKNOWN: dict[str, Json] = {
    "_version": "v1",
    "status": "unknown",
    "issue_count": 0,
    "error_count": 0,
    "warning_count": 0,
    "metrics": {},
}


def evaluate(spec: ModelSpec, upload: bytes | None) -> dict[str, Json]:
    """The `printability` block: of the uploaded GLB, or of the model that `spec` describes.

    What isn't a GLB can't be measured here; its figures come from its digest.
    """
    content = upload if upload is not None else spec.glb()
    try:
        metrics = _measured(content) if content.startswith(b"glTF") else _invented(content)
    except (struct.error, LookupError, ValueError):
        return {**_UNKNOWN, "evaluated_at": now_ms()}
    errors = sum(
        (not metrics["is_watertight"], metrics["volume"] <= 0, metrics["non_manifold_edges"] > 0)
    )
    warnings = sum((metrics["degenerate_faces"] > 0, metrics["holes"] > 0))
    status = "error" if errors else "warning" if warnings else "healthy"
    return {
        "_version": "v1",
        "status": status,
        "issue_count": errors + warnings,
        "error_count": errors,
        "warning_count": warnings,
        "metrics": metrics,
        "evaluated_at": now_ms(),
    }


def _measured(glb: bytes) -> dict[str, Any]:
    points, triangles = _welded(glb)
    solid = [t for t in triangles if len(set(t)) == 3]
    edges = Counter(tuple(sorted(edge)) for a, b, c in solid for edge in ((a, b), (b, c), (c, a)))
    open_edges = [edge for edge, count in edges.items() if count == 1]
    return {
        "is_watertight": not open_edges,
        "volume": abs(sum(_signed_volume(*(points[i] for i in t)) for t in solid)),
        "non_manifold_edges": sum(count > 2 for count in edges.values()),
        "degenerate_faces": len(triangles) - len(solid),
        "holes": _loops(open_edges),
    }


def _welded(glb: bytes) -> tuple[list[Point], list[Triangle]]:
    """Points without the doubles that UV seams make, and the triangles over them."""
    length = struct.unpack_from("<I", glb, 12)[0]
    document = json.loads(glb[20 : 20 + length])
    binary = glb[20 + length + 8 :]
    numbers: dict[Point, int] = {}
    triangles: list[Triangle] = []
    for mesh in document.get("meshes", []):
        for primitive in mesh["primitives"]:
            if primitive.get("mode", _TRIANGLES) == _TRIANGLES:
                triangles += _triangles(document, binary, primitive, numbers)
    return list(numbers), triangles


def _triangles(
    document: dict[str, Any], binary: bytes, primitive: dict[str, Any], numbers: dict[Point, int]
) -> list[Triangle]:
    flat = _values(document, binary, primitive["attributes"]["POSITION"])
    places = []
    for x, y, z in zip(flat[0::3], flat[1::3], flat[2::3], strict=True):
        point = (round(x, _DECIMALS), round(y, _DECIMALS), round(z, _DECIMALS))
        places.append(numbers.setdefault(point, len(numbers)))
    if "indices" in primitive:
        places = [places[int(i)] for i in _values(document, binary, primitive["indices"])]
    return list(zip(places[0::3], places[1::3], places[2::3], strict=False))


def _values(document: dict[str, Any], binary: bytes, index: int) -> tuple[float, ...]:
    accessor = document["accessors"][index]
    view = document["bufferViews"][accessor["bufferView"]]
    start = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
    code = _INDEX_FORMATS.get(accessor["componentType"], "f")
    count = accessor["count"] * (3 if accessor["type"] == "VEC3" else 1)
    return struct.unpack_from(f"<{count}{code}", binary, start)


def _signed_volume(a: Point, b: Point, c: Point) -> float:
    return (
        a[0] * (b[1] * c[2] - b[2] * c[1])
        - a[1] * (b[0] * c[2] - b[2] * c[0])
        + a[2] * (b[0] * c[1] - b[1] * c[0])
    ) / 6


def _loops(edges: Iterable[tuple[int, ...]]) -> int:
    """How many separate rings the open edges form."""
    parent: dict[int, int] = {}

    def root(node: int) -> int:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for a, b in edges:
        parent[root(a)] = root(b)
    return sum(node == above for node, above in parent.items())


def _invented(content: bytes) -> dict[str, Any]:
    dice = hashlib.sha256(content).digest()
    return {
        "is_watertight": True,
        "volume": 0.01 + dice[0] / 256,
        "non_manifold_edges": 0,
        "degenerate_faces": dice[1] % 4,
        "holes": 0,
    }
