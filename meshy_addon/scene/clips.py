"""An animation clip in a GLB, read by itself: how far each joint is turned away from its rest.

Read here and not by Blender's importer, which would bring the whole character along once more. What
comes out doesn't depend on which way a bone's axes point, so it fits the bones that are in the
scene. Any thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..jobs.glb_document import Document, fail, mapping, mappings, numbers, sequence, text
from .glb_numbers import GlbNumbers

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rest:
    """Joints as the skin is bound to them, in metres and in the axes of the file."""

    joints: tuple[str, ...]
    turns: Floats
    """(joints, 3, 3)"""
    places: Floats
    """(joints, 3)"""


@dataclass(frozen=True)
class Channel:
    """One property of one node over time."""

    times_s: Floats
    values: Floats
    """(times, 3 or 4)"""
    is_stepped: bool


@dataclass(frozen=True)
class Poses:
    """The joints of a `Rest` at some moments."""

    turns: Floats
    """(moments, joints, 3, 3)"""
    places: Floats
    """(moments, joints, 3)"""


@dataclass(frozen=True)
class Clip:
    """One animation of a skeleton."""

    name: str
    """As the file has it: "Armature|walking_man|baselayer"."""
    seconds: float
    rest: Rest
    _starts_s: float
    _nodes: tuple[Mapping[str, Any], ...]
    _parents: Mapping[int, int]
    _numbers: tuple[int, ...]
    """Which node each joint of `rest` is."""
    _channels: Mapping[tuple[int, str], Channel]

    def at(self, moments_s: Floats) -> Poses:
        """The joints at these moments, counted from the clip's beginning."""
        moments = moments_s + self._starts_s
        known: dict[int, Floats] = {}
        placed = [self._world(number, moments, known) for number in self._numbers]
        matrices = np.stack(placed, axis=1)
        return Poses(_turns(matrices), matrices[..., :3, 3])

    def _world(self, number: int, moments: Floats, known: dict[int, Floats]) -> Floats:
        if number not in known:
            local = self._local(number, moments)
            parent = self._parents.get(number)
            above = None if parent is None else self._world(parent, moments, known)
            known[number] = local if above is None else above @ local
        return known[number]

    def _local(self, number: int, moments: Floats) -> Floats:
        node = self._nodes[number]
        values = {
            path: _sampled(self._channels.get((number, path)), moments, still)
            for path, still in _still(node).items()
        }
        return _matrices(values["translation"], values["rotation"], values["scale"])


def read_clip(path: Path, rest: Rest | None = None) -> Clip:
    """The first clip in the GLB at `path`.

    `rest` stands in where the file has no skin. Raises Nonsense if there's no clip or the file is
    damaged, OSError if it can't be read.
    """
    file = GlbNumbers.read(path)
    document = file.document
    animations = document.items("animations")
    if not animations:
        fail("there is no animation in it")
    channels = _channels(file, animations[0])
    if not channels:
        fail("its animation moves nothing")
    nodes, parents = tuple(document.items("nodes")), _parents(document)
    own = _rest(file, nodes, parents) or rest or _rest_of_nodes(nodes, parents)
    by_name = {text(node.get("name")): number for number, node in enumerate(nodes)}
    wanted = [index for index, name in enumerate(own.joints) if name in by_name]
    if not wanted:
        fail("its animation is for another skeleton")
    begins = min(channel.times_s[0] for channel in channels.values())
    ends = max(channel.times_s[-1] for channel in channels.values())
    return Clip(
        name=text(animations[0].get("name")),
        seconds=float(ends - begins),
        rest=Rest(
            tuple(own.joints[index] for index in wanted), own.turns[wanted], own.places[wanted]
        ),
        _starts_s=float(begins),
        _nodes=nodes,
        _parents=parents,
        _numbers=tuple(by_name[own.joints[index]] for index in wanted),
        _channels=channels,
    )


def read_rest(path: Path) -> Rest | None:
    """The skeleton in the GLB at `path`; None without a skin. Raises Nonsense, OSError."""
    file = GlbNumbers.read(path)
    return _rest(file, tuple(file.document.items("nodes")), _parents(file.document))


def _channels(file: GlbNumbers, animation: Mapping[str, Any]) -> dict[tuple[int, str], Channel]:
    samplers = mappings(animation.get("samplers"), "samplers")
    found = {}
    for channel in mappings(animation.get("channels"), "channels"):
        target = mapping(channel.get("target"))
        number, path = target.get("node"), text(target.get("path"))
        index = channel.get("sampler")
        if not isinstance(number, int) or path not in ("translation", "rotation", "scale"):
            continue
        file.document.item("nodes", number)
        if not isinstance(index, int) or not 0 <= index < len(samplers):
            fail("a movement in it has no values")
        made = _channel(file, samplers[index])
        if len(made.times_s):
            found[number, path] = made
    return found


def _channel(file: GlbNumbers, sampler: Mapping[str, Any]) -> Channel:
    way = sampler.get("interpolation", "LINEAR")
    times = file.values(sampler.get("input"))[:, 0]
    values = file.values(sampler.get("output"))
    if way == "CUBICSPLINE":
        values = values[1::3]  # between the tangents; so close together that lines will do
    if len(values) != len(times) or values.shape[-1] not in (3, 4):
        fail("a movement in it has too few values")
    return Channel(times, values, way == "STEP")


def _parents(document: Document) -> dict[int, int]:
    nodes = document.items("nodes")
    parents: dict[int, int] = {}
    for number, node in enumerate(nodes):
        for child in sequence(node.get("children")):
            document.item("nodes", child)
            parents[child] = number
    for number in range(len(nodes)):
        seen, above = {number}, parents.get(number)
        while above is not None:
            if above in seen:
                fail("a part of it contains itself")
            seen.add(above)
            above = parents.get(above)
    return parents


def _rest(
    file: GlbNumbers, nodes: tuple[Mapping[str, Any], ...], parents: Mapping[int, int]
) -> Rest | None:
    """What the skin says; where its unit isn't the nodes' one, it's brought to theirs."""
    skins = file.document.items("skins")
    if not skins or "inverseBindMatrices" not in skins[0]:
        return None
    joints = [number for number in sequence(skins[0].get("joints")) if isinstance(number, int)]
    for number in joints:
        file.document.item("nodes", number)
    inverse = file.values(skins[0]["inverseBindMatrices"])
    if len(inverse) < len(joints) or inverse.shape[-1] != 16:
        fail("its skin doesn't say how it is bound")
    bound = np.linalg.inv(inverse[: len(joints)].reshape(-1, 4, 4).transpose(0, 2, 1))
    places = bound[:, :3, 3] * _unit(bound, joints, nodes, parents)
    return Rest(_names(nodes, joints), _turns(bound), places)


def _unit(
    bound: Floats, joints: list[int], nodes: tuple[Mapping[str, Any], ...], parents: Any
) -> float:
    """How much longer the bones are in the world of the nodes than in that of the skin."""
    world = _still_world(nodes, parents)
    index = {number: place for place, number in enumerate(joints)}
    pairs = [(number, parents[number]) for number in joints if parents.get(number) in index]
    if not pairs:
        return 1.0
    ours = np.array([_apart(world[child], world[parent]) for child, parent in pairs])
    theirs = np.array([_apart(bound[index[child]], bound[index[parent]]) for child, parent in pairs])
    ratio = float(ours.sum() / max(theirs.sum(), 1e-12))
    return 1.0 if abs(ratio - 1) < 0.01 else ratio


def _apart(one: Floats, other: Floats) -> float:
    return float(np.linalg.norm(one[:3, 3] - other[:3, 3]))


def _rest_of_nodes(nodes: tuple[Mapping[str, Any], ...], parents: Mapping[int, int]) -> Rest:
    world = _still_world(nodes, parents)
    numbers_of = list(range(len(nodes)))
    return Rest(_names(nodes, numbers_of), _turns(world), world[:, :3, 3])


def _still_world(nodes: tuple[Mapping[str, Any], ...], parents: Mapping[int, int]) -> Floats:
    still = Clip("", 0.0, Rest((), np.empty(0), np.empty(0)), 0.0, nodes, parents, (), {})
    known: dict[int, Floats] = {}
    moment = np.zeros(1)
    return np.array([still._world(number, moment, known)[0] for number in range(len(nodes))])


def _names(nodes: tuple[Mapping[str, Any], ...], joints: list[int]) -> tuple[str, ...]:
    return tuple(text(nodes[number].get("name")) for number in joints)


def _still(node: Mapping[str, Any]) -> dict[str, Floats]:
    matrix = numbers(node.get("matrix"), 16)
    if matrix:
        turned = np.array(matrix).reshape(4, 4).T
        scale = np.linalg.norm(turned[:3, :3], axis=0)
        return {
            "translation": turned[:3, 3],
            "rotation": _quaternion(turned[:3, :3] / np.where(scale > 0, scale, 1.0)),
            "scale": scale,
        }
    return {
        "translation": np.array(numbers(node.get("translation"), 3) or (0.0, 0.0, 0.0)),
        "rotation": np.array(numbers(node.get("rotation"), 4) or (0.0, 0.0, 0.0, 1.0)),
        "scale": np.array(numbers(node.get("scale"), 3) or (1.0, 1.0, 1.0)),
    }


def _sampled(channel: Channel | None, moments: Floats, still: Floats) -> Floats:
    """(moments, 3 or 4); turns as quaternions x y z w."""
    if channel is None or channel.values.shape[-1] != len(still):
        return np.broadcast_to(still, (len(moments), len(still)))
    times, values = channel.times_s, channel.values
    after = np.clip(np.searchsorted(times, moments, "right"), 1, max(len(times) - 1, 1))
    before = after - 1
    after = np.minimum(after, len(times) - 1)
    gap = times[after] - times[before]
    share = np.clip((moments - times[before]) / np.where(gap > 0, gap, 1.0), 0.0, 1.0)[:, None]
    if channel.is_stepped:
        share = np.floor(share)
    first, second = values[before], values[after]
    if len(still) == 4:  # the same turn has two quaternions; the nearer one is the way to go
        second = np.where((first * second).sum(axis=1, keepdims=True) < 0, -second, second)
    return first + (second - first) * share


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


def _turns(matrices: Floats) -> Floats:
    """The rotations in 4x4 matrices, without their scale."""
    turns = matrices[..., :3, :3]
    length = np.linalg.norm(turns, axis=-2, keepdims=True)
    return turns / np.where(length > 0, length, 1.0)


def _quaternion(turn: Floats) -> Floats:
    from mathutils import Matrix

    w, x, y, z = Matrix(turn.tolist()).to_quaternion()
    return np.array([x, y, z, w])
