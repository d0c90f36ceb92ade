"""What an object is and wears, as plain data: the same before and after what must not change it.

Runs inside Blender. `kept(name)` before and after a job are compared with `assert_kept`, in the
test; a test says what is expected to differ.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest

_DIRECTIONS = (
    (1, 0.1, 0.2), (-1, 0.1, 0.2), (0.2, 1, 0.1), (-0.2, -1, 0.1), (0.2, 0.1, 1), (-0.2, 0.1, -1),
)  # fmt: skip
"""Askew, or a symmetrical mesh would have two outermost points."""


def kept(name: str) -> dict[str, Any]:
    """All that a job on the object must leave as it was. Numbers are rounded to 5 places."""
    import bpy

    bpy.context.view_layer.update()
    thing = bpy.data.objects[name]
    return {
        "name": thing.name,
        "data": thing.data.name,
        "users": thing.data.users,
        "place": _rounded(
            [
                thing.location,
                thing.rotation_euler,
                thing.scale,
                *thing.matrix_world,
                *thing.delta_scale,
            ]
        ),
        "parent": thing.parent.name if thing.parent else None,
        "children": sorted(child.name for child in thing.children),
        "collections": sorted(collection.name for collection in thing.users_collection),
        "modifiers": [[each.name, each.type] for each in thing.modifiers],
        "constraints": [[each.name, each.type] for each in thing.constraints],
        "vertex_groups": [group.name for group in thing.vertex_groups],
        "weights": _weights(thing),
        "shape_keys": _shape_keys(thing),
        "animation": _animation(thing),
        "key_animation": _animation(thing.data.shape_keys) if thing.data.shape_keys else None,
        "properties": _properties(thing),
        "hidden": [thing.hide_get(), thing.hide_viewport, thing.hide_render],
        "bounds": _bounds(thing),
    }


def others(*names: str) -> dict[str, list[str]]:
    """The names of everything in the file, without those objects and their meshes."""
    from tests.blender import scene_report

    return {
        kind: [name for name in found if name not in names]
        for kind, found in scene_report.names().items()
        if kind not in ("materials", "images")
    }


def assert_kept(
    before: dict[str, Any], after: dict[str, Any], *, but: Collection[str] = ()
) -> None:
    """In the test: nothing differs `but` these; the bounding box by 1 % at most."""
    changed = {
        key: (before[key], after[key])
        for key in before
        if key not in (*but, "bounds", "weights") and before[key] != after[key]
    }
    assert changed == {}, changed
    if "weights" not in but:
        assert after["weights"].keys() == before["weights"].keys()
        for group, weights in before["weights"].items():
            assert after["weights"][group] == pytest.approx(weights, abs=0.1), group
    if "bounds" not in but:
        low, high = before["bounds"]
        largest = max(b - a for a, b in zip(low, high, strict=True))
        for was, now in zip(before["bounds"], after["bounds"], strict=True):
            assert now == pytest.approx(was, abs=0.01 * largest), (was, now)


def _weights(thing: Any) -> dict[str, list[float]]:
    """For each group the weights at the mesh's outermost points, in six directions."""
    if thing.type != "MESH":
        return {}
    from mathutils import Vector

    outermost = [
        max(thing.data.vertices, key=lambda vertex, away=away: vertex.co.dot(Vector(away)))
        for away in _DIRECTIONS
    ]
    return {
        group.name: [
            next((entry.weight for entry in vertex.groups if entry.group == group.index), 0.0)
            for vertex in outermost
        ]
        for group in thing.vertex_groups
    }


def _shape_keys(thing: Any) -> list[list[Any]]:
    keys = thing.data.shape_keys if thing.type == "MESH" else None
    return [
        [key.name, key.relative_key.name, *_rounded([key.value, key.slider_min, key.slider_max])]
        for key in (keys.key_blocks if keys else ())
    ]


def _animation(owner: Any) -> dict[str, Any] | None:
    data = owner.animation_data
    if data is None:
        return None
    return {
        "action": data.action.name if data.action else None,
        "slot": getattr(getattr(data, "action_slot", None), "identifier", None),
        "drivers": sorted([each.data_path, each.driver.expression] for each in data.drivers),
        "tracks": [track.name for track in data.nla_tracks],
    }


def _properties(thing: Any) -> dict[str, Any]:
    """The artist's own; before Blender 5.0 an add-on's settings stand among them."""
    return {key: value for key, value in thing.items() if isinstance(value, str | float | int)}


def _bounds(thing: Any) -> list[list[float]]:
    """Around what is seen, in the world."""
    import bpy
    from mathutils import Vector

    seen = thing.evaluated_get(bpy.context.evaluated_depsgraph_get())
    corners = [seen.matrix_world @ Vector(corner) for corner in seen.bound_box]
    axes = list(zip(*corners, strict=True))
    return [[min(axis) for axis in axes], [max(axis) for axis in axes]]


def _rounded(value: Any) -> Any:
    if isinstance(value, float | int):
        return round(value, 5) + 0.0
    return [_rounded(each) for each in value]
