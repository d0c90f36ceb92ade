"""Animation clips: for each joint a turn at each moment, written as formulas.

All turns are in the T-pose's own axes: X sideways (left is +), Y up, Z ahead. Radians.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tests.emulator.models.mesh import Floats
from tests.emulator.models.skeleton import JOINTS

Turn = tuple[float, float, float]
"""about Z first, then Y, then X"""
Pose = dict[str, Turn]


@dataclass(frozen=True)
class Clip:
    name: str
    """as in the file: `Armature|walking_man|baselayer`"""
    times_s: Floats
    rotations: dict[str, Floats]
    """joint → (frames, 4) quaternions x y z w"""
    hips_m: Floats
    """(frames, 3): what the hips move away from where they stand"""


def clip(action: str, fps: int = 30) -> Clip:
    """The action under its name in the catalogue or `walking_man`, `running`."""
    move, seconds = _move(action)
    frames = round(seconds * fps) + 1
    times = np.arange(frames, dtype=np.float32) / np.float32(fps)
    poses = [move(2 * math.pi * frame / (frames - 1)) for frame in range(frames)]
    names = [joint.name for joint in JOINTS]
    rotations = {
        name: np.array([quaternion(pose.get(name, (0, 0, 0))) for pose, _ in poses], np.float32)
        for name in names
    }
    hips = np.array([lift for _, lift in poses], np.float32)
    return Clip(f"Armature|{action}|baselayer", times, rotations, hips)


def quaternion(turn: Turn) -> tuple[float, float, float, float]:
    """x, y, z, w of: about Z, then Y, then X."""
    half = [angle / 2 for angle in turn]
    (cz, cy, cx), (sz, sy, sx) = [math.cos(a) for a in half], [math.sin(a) for a in half]
    return (
        sx * cy * cz + cx * sy * sz,
        cx * sy * cz - sx * cy * sz,
        cx * cy * sz + sx * sy * cz,
        cx * cy * cz - sx * sy * sz,
    )


Move = Callable[[float], tuple[Pose, Turn]]
"""phase 0…2π → pose and where the hips are, in metres"""


def _move(action: str) -> tuple[Move, float]:
    words = action.lower()
    for word, found in MOVES.items():
        if word in words:
            return found
    quiet = hashlib.sha256(action.encode()).digest()[0] % 2 == 0
    return (_idle, 2.0) if quiet else (_dance, 2.0)


def _stride(phase: float, *, leg: float, knee: float, arm: float, elbow: float) -> Pose:
    pose: Pose = {}
    for side, sign in (("Left", 1.0), ("Right", -1.0)):
        swing = math.sin(phase) * sign
        bend = max(0.0, math.sin(phase * 1.0 + (math.pi / 2 if sign < 0 else -math.pi / 2)))
        pose[f"{side}UpLeg"] = (0, 0, -leg * swing)
        pose[f"{side}Leg"] = (0, 0, 0.1 + knee * bend)
        pose[f"{side}Foot"] = (0, 0, 0.25 * swing * leg)
        pose[f"{side}Arm"] = (-sign * 1.25, 0, arm * swing)
        pose[f"{side}ForeArm"] = (0, -sign * elbow, 0)
    return pose


def _walk(phase: float) -> tuple[Pose, Turn]:
    pose = _stride(phase, leg=0.5, knee=0.7, arm=0.45, elbow=0.35)
    pose["Spine01"] = (0, 0.08 * math.sin(phase), 0.03)
    return pose, (0.015 * math.sin(phase), -0.02 + 0.02 * math.cos(2 * phase), 0)


def _run(phase: float) -> tuple[Pose, Turn]:
    pose = _stride(phase, leg=0.85, knee=1.5, arm=0.9, elbow=1.4)
    pose["Spine02"] = (0, 0.12 * math.sin(phase), 0.18)
    return pose, (0.01 * math.sin(phase), 0.03 * math.cos(2 * phase), 0)


def _idle(phase: float) -> tuple[Pose, Turn]:
    breath = 0.03 * math.sin(phase)
    pose: Pose = {"Spine01": (0, 0, breath), "Head": (0, 0.15 * math.sin(phase), -breath)}
    for side, sign in (("Left", 1.0), ("Right", -1.0)):
        pose[f"{side}Arm"] = (-sign * (1.3 + breath), 0, 0.05)
        pose[f"{side}ForeArm"] = (0, -sign * 0.25, 0)
    return pose, (0, 0.006 * math.sin(phase), 0)


def _wave(phase: float) -> tuple[Pose, Turn]:
    pose, lift = _idle(phase)
    pose["RightArm"] = (-0.45, 0, 0)
    pose["RightForeArm"] = (-1.1 + 0.35 * math.sin(3 * phase), 0, 0)
    pose["Head"] = (0.06 * math.sin(phase), -0.15, 0)
    return pose, lift


def _jump(phase: float) -> tuple[Pose, Turn]:
    up = max(0.0, math.sin(phase))
    down = max(0.0, -math.sin(phase))
    pose: Pose = {"Spine02": (0, 0, 0.4 * down)}
    for side, sign in (("Left", 1.0), ("Right", -1.0)):
        pose[f"{side}UpLeg"] = (0, 0, -0.9 * down)
        pose[f"{side}Leg"] = (0, 0, 1.7 * down)
        pose[f"{side}Foot"] = (0, 0, 0.5 * up - 0.8 * down)
        pose[f"{side}Arm"] = (sign * (1.9 * up - 1.25), 0, 0.5 * down)
    return pose, (0, 0.35 * up - 0.22 * down, 0)


def _strike(phase: float) -> tuple[Pose, Turn]:
    reach = 0.5 - 0.5 * math.cos(phase)
    pose: Pose = {
        "Spine01": (0, 0.5 * math.sin(phase), 0),
        "LeftUpLeg": (0, 0, -0.35),
        "LeftLeg": (0, 0, 0.4),
        "RightUpLeg": (0, 0, 0.25),
        "RightLeg": (0, 0, 0.2),
        "LeftArm": (-0.7, -0.9, 0),
        "LeftForeArm": (0, -1.9, 0),
        "RightArm": (0.5 - 0.4 * reach, 0.5 + reach, 0),
        "RightForeArm": (0, 2.0 * (1 - reach), 0),
    }
    return pose, (0, -0.05, 0.08 * reach)


def _dance(phase: float) -> tuple[Pose, Turn]:
    sway = math.sin(phase)
    pose: Pose = {"Hips": (0.10 * sway, 0.25 * sway, 0), "Spine01": (-0.18 * sway, 0, 0)}
    for side, sign in (("Left", 1.0), ("Right", -1.0)):
        high = math.sin(2 * phase) * sign
        pose[f"{side}Arm"] = (sign * (0.5 * high - 0.1), 0, 0)
        pose[f"{side}ForeArm"] = (sign * (0.9 + 0.4 * high), 0, 0)
        pose[f"{side}UpLeg"] = (sign * 0.08, 0, -0.3 * max(0.0, sign * sway))
        pose[f"{side}Leg"] = (0, 0, 0.6 * max(0.0, sign * sway))
    return pose, (0.05 * sway, 0.02 * math.cos(2 * phase), 0)


MOVES: dict[str, tuple[Move, float]] = {
    "walk": (_walk, 1.0667),
    "run": (_run, 0.7),
    "wave": (_wave, 2.0),
    "hello": (_wave, 2.0),
    "jump": (_jump, 1.2),
    "idle": (_idle, 2.0),
    "attack": (_strike, 1.2),
    "punch": (_strike, 1.0),
    "swing": (_strike, 1.2),
    "kick": (_strike, 1.0),
    "dance": (_dance, 2.0),
}
