"""An animation clip in a GLB, read by itself: where each joint is, and how it is bound.

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

from ...jobs.glb_document import fail, mapping, mappings, sequence, text
from .glb_numbers import GlbNumbers
from .gltf_nodes import Channel, Channels, Floats, Nodes, turns_in

_PATHS = ("translation", "rotation", "scale")


@dataclass(frozen=True)
class Rest:
    """Joints as the skin is bound to them, in metres and in the axes of the file."""

    joints: tuple[str, ...]
    turns: Floats
    """(joints, 3, 3)"""
    places: Floats
    """(joints, 3)"""


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
    _begins_s: float
    _nodes: Nodes
    _channels: Channels

    def at(self, moments_s: Floats) -> Poses:
        """The joints at these moments, counted from the clip's beginning."""
        wanted = [self._nodes.names.index(joint) for joint in self.rest.joints]
        matrices = self._nodes.worlds(wanted, moments_s + self._begins_s, self._channels)
        return Poses(turns_in(matrices), matrices[..., :3, 3])


def read_clip(path: Path, rest: Rest | None = None) -> Clip:
    """The first clip in the GLB at `path`.

    `rest` stands in where the file has no skin. Raises Nonsense if there's no clip or the file is
    damaged, OSError if it can't be read.
    """
    file = GlbNumbers.read(path)
    animations = file.document.items("animations")
    if not animations:
        fail("there is no animation in it")
    channels = _channels(file, animations[0])
    if not channels:
        fail("its animation moves nothing")
    nodes = Nodes.of(file.document)
    begins = min(channel.times_s[0] for channel in channels.values())
    ends = max(channel.times_s[-1] for channel in channels.values())
    own = _rest(file, nodes) or rest or _rest_of_nodes(nodes)
    return Clip(
        name=text(animations[0].get("name")),
        seconds=float(ends - begins),
        rest=_only(own, nodes.names),
        _begins_s=float(begins),
        _nodes=nodes,
        _channels=channels,
    )


def read_rest(path: Path) -> Rest | None:
    """The skeleton in the GLB at `path`; None without a skin. Raises Nonsense, OSError."""
    file = GlbNumbers.read(path)
    return _rest(file, Nodes.of(file.document))


def _only(rest: Rest, names: tuple[str, ...]) -> Rest:
    kept = [index for index, joint in enumerate(rest.joints) if joint in names]
    return Rest(tuple(rest.joints[index] for index in kept), rest.turns[kept], rest.places[kept])


def _channels(file: GlbNumbers, animation: Mapping[str, Any]) -> dict[tuple[int, str], Channel]:
    samplers = mappings(animation.get("samplers"), "samplers")
    found = {}
    for channel in mappings(animation.get("channels"), "channels"):
        target = mapping(channel.get("target"))
        number, path = target.get("node"), text(target.get("path"))
        if not isinstance(number, int) or path not in _PATHS:
            continue
        file.document.item("nodes", number)
        index = channel.get("sampler")
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
    if len(values) != len(times):
        fail("a movement in it has too few values")
    return Channel(times, values, way == "STEP")


def _rest(file: GlbNumbers, nodes: Nodes) -> Rest | None:
    """What the skin says; where its unit isn't the nodes' one, it's brought to theirs."""
    skins = file.document.items("skins")
    if not skins or "inverseBindMatrices" not in skins[0]:
        return None
    joints = list(sequence(skins[0].get("joints")))
    for number in joints:
        file.document.item("nodes", number)
    inverse = file.values(skins[0]["inverseBindMatrices"])
    if len(inverse) < len(joints) or inverse.shape[-1] != 16:
        fail("its skin doesn't say how it is bound")
    bound = np.linalg.pinv(inverse[: len(joints)].reshape(-1, 4, 4).transpose(0, 2, 1))
    places = bound[:, :3, 3] * _unit(bound, joints, nodes)
    return Rest(tuple(nodes.names[number] for number in joints), turns_in(bound), places)


def _unit(bound: Floats, joints: list[int], nodes: Nodes) -> float:
    """How much longer the bones are in the world of the nodes than in that of the skin."""
    world = nodes.still_worlds(joints)
    index = {number: place for place, number in enumerate(joints)}
    pairs = [(n, index[parent]) for n, joint in enumerate(joints)
             if (parent := nodes.parents.get(joint)) in index]  # fmt: skip
    if not pairs:
        return 1.0
    child, parent = np.array(pairs).T
    ours, theirs = (
        np.linalg.norm(each[child, :3, 3] - each[parent, :3, 3], axis=1).sum()
        for each in (world, bound)
    )
    ratio = float(ours / theirs) if theirs > 0 else 1.0
    return 1.0 if abs(ratio - 1) < 0.01 else ratio


def _rest_of_nodes(nodes: Nodes) -> Rest:
    world = nodes.still_worlds(list(range(len(nodes.names))))
    return Rest(nodes.names, turns_in(world), world[:, :3, 3])
