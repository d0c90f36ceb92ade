"""A clip onto the bones of an armature in the scene, whatever its size and its bones' axes.

The clip says how far each joint is turned away from its rest in the world of its file. The same
turns, seen from the armature, move its bones the same way; joints and bones go by their names.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import bpy
import numpy as np
from numpy.typing import NDArray

from .clips import Clip, Rest

Floats = NDArray[np.float64]

_SAME_TURN_RAD = 0.14
_SAME_HEIGHT = 0.03
"""Of the skeleton's own height."""


@dataclass(frozen=True)
class BoneMotion:
    """One bone over the frames, in the bone's own axes."""

    bone: str
    turns: Floats
    """(frames, 3, 3)"""
    moves: Floats | None
    """(frames, 3) in the armature's units; only for the bone that carries the others."""


@dataclass(frozen=True)
class Motion:
    """What becomes an action."""

    frames: int
    """Steps from the first pose to the last one, which are `frames + 1` poses."""
    bones: tuple[BoneMotion, ...]
    is_cycle: bool
    """The last pose is the first one again, as far as the place allows."""


@dataclass(frozen=True)
class _Fit:
    """From the file's world to the armature's space."""

    turn: Floats
    scale: float

    @property
    def up(self) -> Floats:
        return self.turn @ np.array((0.0, 1.0, 0.0))


def retarget(
    clip: Clip,
    armature: bpy.types.Object,
    fps: float,
    *,
    root_motion: bool = True,
    may_cycle: bool = True,
) -> Motion | None:
    """The motion of `armature` at `fps`, a pose on every frame; None if none of its bones is meant.

    Without `root_motion` the character stays where it is: the way it makes is taken out evenly, its
    swaying stays. `may_cycle` says whether it goes on for ever if its end meets its beginning. Main
    thread.
    """
    bones = {bone.name: bone for bone in armature.data.bones}
    chosen = [index for index, name in enumerate(clip.rest.joints) if name in bones]
    if not chosen:
        return None
    frames = max(1, round(clip.seconds * fps))
    poses = clip.at(np.linspace(0.0, clip.seconds, frames + 1))
    fit = _fit(clip.rest, chosen, bones)
    turns = {
        clip.rest.joints[index]: fit.turn
        @ poses.turns[:, index]
        @ clip.rest.turns[index].T
        @ fit.turn.T
        for index in chosen
    }
    carrier = next(i for i in chosen if not _ancestor(bones[clip.rest.joints[i]], turns))
    way = (poses.places[:, carrier] - clip.rest.places[carrier]) @ fit.turn.T * fit.scale
    tall = float(np.ptp(clip.rest.places[chosen] @ np.array((0.0, 1.0, 0.0)))) * fit.scale
    is_cycle = may_cycle and _closes(turns, way, fit.up, tall)
    if is_cycle:
        turns, way = _closed(turns, way, fit.up)
    if not root_motion:
        way = _without_way(way, fit.up)
    motions = [_bone_motion(bones[name], turns) for name in turns]
    name = clip.rest.joints[carrier]
    moves = way @ _axes(bones[name])
    return Motion(
        frames,
        tuple(replace(m, moves=moves) if m.bone == name else m for m in motions),
        is_cycle,
    )


def _fit(rest: Rest, chosen: list[int], bones: dict[str, bpy.types.Bone]) -> _Fit:
    """The turn and scale that bring the file's joints closest to the bones (Umeyama 1991)."""
    there = np.array([bones[rest.joints[index]].head_local for index in chosen], np.float64)
    here = rest.places[chosen]
    there, here = there - there.mean(axis=0), here - here.mean(axis=0)
    left, stretch, right = np.linalg.svd(there.T @ here)
    signs = np.array((1.0, 1.0, np.sign(np.linalg.det(left @ right))))
    turn = left @ np.diag(signs) @ right
    spread = float((here**2).sum())
    if len(chosen) < 3 or spread == 0:  # too few to say anything: Blender's axes for glTF's
        return _Fit(np.array(((1.0, 0, 0), (0, 0, -1.0), (0, 1.0, 0))), 1.0)
    return _Fit(turn, float((stretch * signs).sum()) / spread)


def _bone_motion(bone: bpy.types.Bone, turns: dict[str, Floats]) -> BoneMotion:
    """The turn within the bone's own axes, on top of what its parents do."""
    axes, own = _axes(bone), turns[bone.name]
    above = _ancestor(bone, turns)
    if above:
        own = turns[above].transpose(0, 2, 1) @ own
    return BoneMotion(bone.name, axes.T @ own @ axes, None)


def _ancestor(bone: bpy.types.Bone, turns: dict[str, Floats]) -> str:
    """The nearest bone above that the clip moves; empty if there's none."""
    return next((each.name for each in bone.parent_recursive if each.name in turns), "")


def _axes(bone: bpy.types.Bone) -> Floats:
    return np.array(bone.matrix_local.to_3x3(), np.float64)


def _closes(turns: dict[str, Floats], way: Floats, up: Floats, tall: float) -> bool:
    """Whether it can go on from its last pose with its first one."""
    if any(_angle(turn[0], turn[-1]) > _SAME_TURN_RAD for turn in turns.values()):
        return False
    moves = max(float(np.abs(turn - turn[0]).max()) for turn in turns.values())
    return moves > 1e-3 and abs(float((way[-1] - way[0]) @ up)) < _SAME_HEIGHT * tall


def _closed(turns: dict[str, Floats], way: Floats, up: Floats) -> tuple[dict[str, Floats], Floats]:
    """With the last pose exactly the first one, and no step up or down between them."""
    ended = {name: np.concatenate((turn[:-1], turn[:1])) for name, turn in turns.items()}
    rise = float((way[-1] - way[0]) @ up)
    return ended, way - np.linspace(0.0, rise, len(way))[:, None] * up


def _without_way(way: Floats, up: Floats) -> Floats:
    total = way[-1] - way[0]
    level = total - (total @ up) * up
    return way - np.linspace(0.0, 1.0, len(way))[:, None] * level


def _angle(one: Floats, other: Floats) -> float:
    return float(np.arccos(np.clip((np.trace(one.T @ other) - 1) / 2, -1.0, 1.0)))
