"""Right and wrong values for the parameters of an endpoint, made from its declaration."""

from __future__ import annotations

import io
import json
import math
import struct
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st
from PIL import Image

from meshy_addon.api.endpoint import Endpoint
from meshy_addon.api.parameters import (
    Choice,
    Choices,
    Flag,
    Integer,
    Model,
    Number,
    Parameter,
    Picture,
    Pictures,
    TaskId,
    Text,
)

PILLOW = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
ANY_MODEL = ("text-to-3d-preview", "text-to-3d-refine", "image-to-3d", "remesh", "retexture")
"""Types of task that an endpoint takes which takes the model of any task."""

_LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1)
_MILLIONS = 1_000_000


def picture_file(extension: str, size: tuple[int, int] = (32, 32)) -> bytes:
    """A small picture."""
    target = io.BytesIO()
    Image.new("RGB", size, "teal").save(target, PILLOW[extension])
    return target.getvalue()


def model_file(extension: str) -> bytes:
    """A model of one triangle that stands upright, as a person does."""
    if extension == "obj":
        return b"v 0 0 0\nv 1 1.8 0\nv 0 1.8 0.3\nvt 0 0\nvt 1 0\nvt 0 1\nf 1/1 2/2 3/3\n"
    if extension == "stl":
        corners = struct.pack("<12f", 0, 0, 1, 0, 0, 0, 1, 1.8, 0, 0, 1.8, 0.3)
        return b"\0" * 80 + struct.pack("<I", 1) + corners + b"\0\0"
    document = {
        "asset": {"version": "2.0"},
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        "buffers": [{"byteLength": 36}],
        "bufferViews": [{"buffer": 0, "byteLength": 36}],
        "accessors": [
            {
                "bufferView": 0,
                "componentType": 5126,
                "count": 3,
                "type": "VEC3",
                "min": [0, 0, 0],
                "max": [1, 1.8, 0.3],
            }
        ],
    }
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    points = struct.pack("<9f", 0, 0, 0, 1, 1.8, 0, 0, 1.8, 0.3)
    return (
        struct.pack("<4sIII4s", b"glTF", 2, 28 + len(text) + 36, len(text), b"JSON")
        + text
        + struct.pack("<I4s", 36, b"BIN\0")
        + points
    )


def right_values(endpoint: Endpoint) -> st.SearchStrategy[dict[str, Any]]:
    """Values that each by itself is right; whether they go together is another matter.

    A task is named by its type; pictures and models are names of files such as `picture.png`.
    """
    needed = {p.key: right_value(p) for p in endpoint.flat_parameters if p.required}
    others = {p.key: right_value(p) for p in endpoint.flat_parameters if not p.required}
    return st.fixed_dictionaries(needed, optional=others)


def right_value(parameter: Parameter) -> st.SearchStrategy[Any]:  # noqa: C901
    match parameter:
        case Flag():
            return st.booleans()
        case Integer(levels=levels) if levels:
            return st.sampled_from(list(levels))
        case Integer():
            if parameter.key == "action_id":
                return st.just(0) | st.just(1)
            low, high = math.ceil(_lowest(parameter)), math.floor(_highest(parameter))
            return st.sampled_from((low, high)) | st.integers(low, high)
        case Number():
            low, high = _lowest(parameter), _highest(parameter)
            return st.sampled_from((low, high)) | st.floats(low, high)
        case Choice():
            return st.sampled_from(list(parameter.options))
        case Choices():
            return st.sets(st.sampled_from(list(parameter.options)), min_size=1)
        case Picture():
            return _file_names("picture", parameter.formats)
        case Pictures():
            name = _file_names("picture", parameter.formats)
            return st.lists(name, min_size=parameter.min_items, max_size=parameter.max_items)
        case Model():
            known = [name for name in parameter.formats if name in ("glb", "obj", "stl")]
            return _file_names("model", tuple(known))
        case TaskId():
            return st.sampled_from(parameter.from_types or ANY_MODEL)
        case Text():
            # The longest that fits is where two ways of counting would show.
            limit = parameter.max_length or 1000
            if parameter.name.endswith("_url"):
                return st.just("https://example.com/called")
            return st.just("ö" * limit) | _LETTERS.map(lambda text: text[:limit])
    raise TypeError(parameter)


def wrong_values(parameter: Parameter) -> Iterator[Any]:  # noqa: C901
    """Values that come close to what is accepted, and values of another type."""
    match parameter:
        case Flag():
            yield from ("yes", 1)
        case Integer(levels=levels) if levels:
            yield from (min(levels) - 1, max(levels) + 1, str(min(levels)), 1.5)
        case Number():
            yield from ("5", True)
            if parameter.above is not None:
                yield parameter.above
            if parameter.minimum is not None:
                yield _below(parameter, parameter.minimum)
            if parameter.maximum is not None:
                yield _beyond(parameter, parameter.maximum)
            if isinstance(parameter, Integer):
                yield 4.5
        case Choice(open=False):
            yield from ("no such", 1)
            yield from (option.upper() for option in parameter.options if option.islower())
        case Choices():
            yield from (["no such"], [*parameter.options, "no such"], [1], 1)
        case Pictures():
            yield from (["https://example.com/1.png"] * (parameter.max_items + 1), 1, [1])
        case Text() if parameter.max_length:
            yield from ("x" * (parameter.max_length + 1), 1)
        case Text() | Picture() | Model() | TaskId() | Choice():
            yield from (1, ["x"])


def _file_names(stem: str, formats: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from([f"{stem}.{extension}" for extension in formats])


def _lowest(parameter: Number) -> float:
    if parameter.above is not None:
        return math.nextafter(parameter.above, math.inf)
    return -_MILLIONS if parameter.minimum is None else parameter.minimum


def _highest(parameter: Number) -> float:
    return _MILLIONS if parameter.maximum is None else parameter.maximum


def _below(parameter: Number, value: float) -> float:
    return value - 1 if isinstance(parameter, Integer) else math.nextafter(value, -math.inf)


def _beyond(parameter: Number, value: float) -> float:
    return value + 1 if isinstance(parameter, Integer) else math.nextafter(value, math.inf)
