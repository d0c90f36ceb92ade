"""The nodes of a glTF file as they stand, and as they move. Any thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from mathutils import Matrix
from numpy.typing import NDArray

from ...jobs.glb_document import Document, fail, numbers, sequence, text

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Channel:
    """One property of one node over time."""

    times_s: Floats
    values: Floats
    """(times, 3 or 4); a turn is the quaternion x y z w."""
    is_stepped: bool


Channels = Mapping[tuple[int, str], Channel]
"""By the node's number and the property: "translation", "rotation" or "scale"."""


@dataclass(frozen=True)
class Nodes:
    """All nodes of a file."""

    names: tuple[str, ...]
    parents: Mapping[int, int]
    _items: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, document: Document) -> Nodes:
        """Raises Nonsense if they aren't trees."""
        items = tuple(document.items("nodes"))
        names = tuple(text(item.get("name")) for item in items)
        return cls(names, _parents(document, items), items)

    def worlds(self, wanted: list[int], moments_s: Floats, channels: Channels) -> Floats:
        """Where these nodes are at these moments: (moments, wanted, 4, 4)."""
        known: dict[int, Floats] = {}
        placed = [self._world(number, moments_s, channels, known) for number in wanted]
        return np.stack(placed, axis=1)

    def still_worlds(self, wanted: list[int]) -> Floats:
        """Where they are while nothing moves them: (wanted, 4, 4)."""
        return self.worlds(wanted, np.zeros(1), {})[0]

    def _world(
        self, number: int, moments_s: Floats, channels: Channels, known: dict[int, Floats]
    ) -> Floats:
        if number not in known:
            local = self._local(number, moments_s, channels)
            parent = self.parents.get(number)
            if parent is not None:
                local = self._world(parent, moments_s, channels, known) @ local
            known[number] = local
        return known[number]

    def _local(self, number: int, moments_s: Floats, channels: Channels) -> Floats:
        values = {
            path: _sampled(channels.get((number, path)), moments_s, still)
            for path, still in _still(self._items[number]).items()
        }
        return _matrices(values["translation"], values["rotation"], values["scale"])


def turns_in(matrices: Floats) -> Floats:
    """The rotations in 4x4 matrices, without their scale: (…, 3, 3)."""
    turns = matrices[..., :3, :3]
    length = np.linalg.norm(turns, axis=-2, keepdims=True)
    return np.asarray(turns / np.where(length > 0, length, 1.0))


def _parents(document: Document, items: tuple[Mapping[str, Any], ...]) -> dict[int, int]:
    parents: dict[int, int] = {}
    for number, item in enumerate(items):
        for child in sequence(item.get("children")):
            document.item("nodes", child)
            parents[child] = number
    for number in range(len(items)):
        seen: set[int] = set()
        above: int | None = number
        while above is not None:
            if above in seen:
                fail("a part of it contains itself")
            seen.add(above)
            above = parents.get(above)
    return parents


def _still(item: Mapping[str, Any]) -> dict[str, Floats]:
    if matrix := numbers(item.get("matrix"), 16):
        place, turn, scale = Matrix(np.array(matrix).reshape(4, 4).T.tolist()).decompose()
        return {
            "translation": np.array(place),
            "rotation": np.array((turn.x, turn.y, turn.z, turn.w)),
            "scale": np.array(scale),
        }
    return {
        "translation": np.array(numbers(item.get("translation"), 3) or (0.0, 0.0, 0.0)),
        "rotation": np.array(numbers(item.get("rotation"), 4) or (0.0, 0.0, 0.0, 1.0)),
        "scale": np.array(numbers(item.get("scale"), 3) or (1.0, 1.0, 1.0)),
    }


def _sampled(channel: Channel | None, moments_s: Floats, still: Floats) -> Floats:
    """The values at these moments: (moments, 3 or 4)."""
    if channel is None or channel.values.shape[-1] != len(still):
        return np.broadcast_to(still, (len(moments_s), len(still)))
    times, values = channel.times_s, channel.values
    after = np.clip(np.searchsorted(times, moments_s, "right"), 1, max(len(times) - 1, 1))
    before = after - 1
    after = np.minimum(after, len(times) - 1)
    gap = times[after] - times[before]
    share = np.clip((moments_s - times[before]) / np.where(gap > 0, gap, 1.0), 0.0, 1.0)[:, None]
    if channel.is_stepped:
        share = np.floor(share)
    first, second = values[before], values[after]
    if len(still) == 4:  # the same turn has two quaternions; the nearer one is the way to go
        second = np.where((first * second).sum(axis=1, keepdims=True) < 0, -second, second)
    return np.asarray(first + (second - first) * share)


def _matrices(places: Floats, quaternions: Floats, scales: Floats) -> Floats:
    length = np.linalg.norm(quaternions, axis=1, keepdims=True)
    x, y, z, w = (quaternions / np.where(length > 0, length, 1.0)).T
    turns = np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    ).transpose(2, 0, 1)
    made = np.zeros((len(places), 4, 4))
    made[:, :3, :3] = turns * scales[:, None, :]
    made[:, :3, 3] = places
    made[:, 3, 3] = 1.0
    return made
