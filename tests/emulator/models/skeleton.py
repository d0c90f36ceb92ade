"""Meshy's skeleton: 24 joints, their parents, and where they are in a T-pose 1.70 m tall.

glTF's axes: Y up, the character looks along +Z, its left hand points to +X. Metres.
"""

from __future__ import annotations

from dataclasses import dataclass

Vec = tuple[float, float, float]

HEIGHT_M = 1.70


@dataclass(frozen=True)
class Joint:
    name: str
    parent: str | None
    at: Vec
    """where it is in the T-pose, in metres from the ground between the feet"""


def _joints() -> tuple[Joint, ...]:
    joints = [Joint("Hips", None, (0, 0.90, 0))]
    for side, sign in (("Left", 1), ("Right", -1)):
        joints += [
            Joint(f"{side}UpLeg", "Hips", (sign * 0.10, 0.84, 0)),
            Joint(f"{side}Leg", f"{side}UpLeg", (sign * 0.105, 0.47, 0.01)),
            Joint(f"{side}Foot", f"{side}Leg", (sign * 0.11, 0.09, -0.02)),
            Joint(f"{side}ToeBase", f"{side}Foot", (sign * 0.115, 0.03, 0.11)),
        ]
    joints += [
        Joint("Spine02", "Hips", (0, 1.00, 0)),
        Joint("Spine01", "Spine02", (0, 1.11, 0)),
        Joint("Spine", "Spine01", (0, 1.22, 0)),
    ]
    for side, sign in (("Left", 1), ("Right", -1)):
        joints += [
            Joint(f"{side}Shoulder", "Spine", (sign * 0.05, 1.345, 0)),
            Joint(f"{side}Arm", f"{side}Shoulder", (sign * 0.17, 1.35, 0)),
            Joint(f"{side}ForeArm", f"{side}Arm", (sign * 0.43, 1.35, 0)),
            Joint(f"{side}Hand", f"{side}ForeArm", (sign * 0.67, 1.35, 0)),
        ]
    return (
        *joints,
        Joint("neck", "Spine", (0, 1.39, 0)),
        Joint("Head", "neck", (0, 1.47, 0.01)),
        Joint("head_end", "Head", (0, 1.70, 0.01)),
        Joint("headfront", "Head", (0, 1.52, 0.13)),
    )


JOINTS: tuple[Joint, ...] = _joints()
JOINT_INDEX: dict[str, int] = {joint.name: index for index, joint in enumerate(JOINTS)}
UNSKINNED = frozenset({"head_end", "headfront"})
"""Marks without skin: they only say where the head ends and where it looks."""


def bones() -> list[tuple[str, Vec, Vec]]:
    """Name, start and end of the bone behind each joint that moves skin."""
    ends = {
        "Hips": (0.0, 1.0, 0.0),
        "Spine": (0.0, 1.39, 0.0),
        "Head": (0.0, 1.70, 0.01),
        "LeftHand": (0.83, 1.35, 0.0),
        "RightHand": (-0.83, 1.35, 0.0),
        "LeftToeBase": (0.115, 0.02, 0.20),
        "RightToeBase": (-0.115, 0.02, 0.20),
    }
    found: list[tuple[str, Vec, Vec]] = []
    for joint in JOINTS:
        if joint.name in UNSKINNED:
            continue
        child = next((other for other in JOINTS if other.parent == joint.name), None)
        end = ends.get(joint.name) or (child.at if child else joint.at)
        found.append((joint.name, joint.at, end))
    return found
