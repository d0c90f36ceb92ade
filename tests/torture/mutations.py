"""Server answers that went wrong in every way that JSON and bytes allow."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

_ODD = (
    *(None, True, False, 0, -1, 250, 10**400, 1e308, float("nan"), "", "99", "½", [], {}, [None]),
    *("SUCCEEDED", "FINALIZING", "../../etc/passwd", "C:\\Windows\\x", "https://", "http://[::1"),
    *("file:///etc/passwd", "https://a@b/c", "x" * 5000, "\x1b[2J\x07\r\n", "\u202e", "\ud800"),
    *("javascript:alert(1)", "data:text/html,<script>", "NUL.glb", "%2e%2e/%2e%2e", "a/../../b"),
)
_KEYS = ("../up", "a/b\\c", "glb_url", "fbx", "\x00", "id", "status", "", "con", "x" * 300)


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[Any]) -> bytes:
    """One of `seeds`, as JSON, with up to six changes to its values, or to its bytes."""
    root = {"root": copy.deepcopy(draw(st.sampled_from(seeds)))}
    for _ in range(draw(st.integers(0, 6))):
        holder, key = draw(st.sampled_from(list(_places(root))))
        _change(draw, holder, key)
    content = json.dumps(root.get("root")).encode("utf-8", "surrogatepass")
    if draw(st.integers(0, 4)):
        return content
    return _broken(draw, content)


def _change(draw: st.DrawFn, holder: Any, key: Any) -> None:
    match draw(st.sampled_from(["odd", "odd", "remove", "wrap", "rename", "deep", "text"])):
        case "odd":
            holder[key] = copy.deepcopy(draw(st.sampled_from(_ODD)))
        case "remove" if key != "root":
            del holder[key]
        case "wrap":
            holder[key] = [holder[key]] if draw(st.booleans()) else {"x": holder[key]}
        case "rename" if isinstance(holder, dict) and key != "root":
            holder[draw(st.sampled_from(_KEYS))] = holder.pop(key)
        case "deep":
            for _ in range(draw(st.sampled_from((3, 20, 60)))):
                holder[key] = [holder[key]]
        case _:
            holder[key] = draw(st.text(max_size=20))


def _broken(draw: st.DrawFn, content: bytes) -> bytes:
    match draw(st.sampled_from(["cut", "flip", "html", "bytes", "twice", "bom", "deep"])):
        case "cut":
            return content[: draw(st.integers(0, len(content)))]
        case "flip" if content:
            at = draw(st.integers(0, len(content) - 1))
            return content[:at] + bytes((draw(st.integers(0, 255)),)) + content[at + 1 :]
        case "html":
            return b"<!doctype html><title>Sign in</title>" + content
        case "bytes":
            return draw(st.binary(max_size=200))
        case "twice":
            return content * 2
        case "bom":
            return b"\xef\xbb\xbf" + content
    return b"[" * 3000 + content + b"]" * 3000


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a value in `value`: its holder and its key there."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])
