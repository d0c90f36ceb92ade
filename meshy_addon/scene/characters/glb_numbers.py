"""The numbers in a GLB's binary part."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...jobs.glb_document import Document, fail, read_document, whole

_TYPES = {5120: "<i1", 5121: "<u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
_SIZES = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}
_HEADERS_BYTES = 12 + 8 + 8
"""The file's own, that of the JSON and that of the binary part."""


@dataclass(frozen=True)
class GlbNumbers:
    """A GLB whose description has been checked, so that every accessor lies in its view."""

    document: Document
    binary: bytes

    @classmethod
    def read(cls, path: Path) -> GlbNumbers:
        """Any thread. Raises Nonsense for a damaged file, OSError."""
        content = path.read_bytes()
        document = read_document(path, len(content))
        json_bytes = int.from_bytes(content[12:16], "little")
        return cls(document, content[_HEADERS_BYTES + json_bytes :])

    def values(self, accessor: object) -> NDArray[np.float64]:
        """What an accessor holds: (count, components). Raises Nonsense."""
        item = self.document.item("accessors", accessor)
        kind, size = _TYPES[item["componentType"]], _SIZES[item["type"]]
        count = whole(item.get("count"))
        if "bufferView" not in item or "sparse" in item:
            fail("a part of its data is stored in an unusual way")
        view = self.document.item("bufferViews", item["bufferView"])
        if view.get("buffer") != 0 or "extensions" in view:
            fail("a part of its data is compressed or elsewhere")
        begin = whole(view.get("byteOffset", 0)) + whole(item.get("byteOffset", 0))
        step = whole(view.get("byteStride", 0)) or size * np.dtype(kind).itemsize
        steps = (step, np.dtype(kind).itemsize)
        raw: NDArray[Any] = np.ndarray((count, size), kind, self.binary, begin, steps)
        values = raw.astype(np.float64)
        if item.get("normalized") and raw.dtype.kind in "iu":
            values = np.maximum(values / np.iinfo(raw.dtype).max, -1.0)
        if not np.isfinite(values).all():
            fail("a number in it makes no sense")
        return values
