"""Binds a mesh to Meshy's skeleton and writes it as the rigging and animation endpoints do.

The files have the service's faults: the base colour image shines as emission too, `metallicFactor`
is missing, the specular tint is 2, and of the maps only base colour is there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.emulator.models.clips import Clip
from tests.emulator.models.glb import Json
from tests.emulator.models.glb_writer import ARRAY_BUFFER, GlbWriter
from tests.emulator.models.mesh import Floats, Mesh, with_height, with_origin
from tests.emulator.models.skeleton import (
    HEIGHT_M,
    JOINT_INDEX,
    JOINTS,
    UNSKINNED,
    bones,
)

ARMATURE_SCALE = 0.01
REACH_M = 0.83
"""from the middle to the fingertips of the T-pose in `skeleton.py`"""
FAULTS: Json = {
    "emissiveFactor": [1.0, 1.0, 1.0],
    "extensions": {"KHR_materials_specular": {"specularColorFactor": [2.0, 2.0, 2.0]}},
}


@dataclass(frozen=True)
class Rigged:
    mesh: Mesh
    """in metres, the feet on the ground"""
    joints_m: Floats
    """(24, 3)"""
    joint_numbers: NDArray[np.uint8]
    """(n, 4) for each vertex"""
    weights: Floats
    """(n, 4), a sum of 1"""


def bound(mesh: Mesh, height_m: float) -> Rigged:
    """Stands the mesh on the ground, `height_m` tall, and skins it to the nearest bones."""
    mesh = with_origin(with_height(mesh, height_m), "bottom")
    scale = height_m / HEIGHT_M
    across = float(mesh.size[0]) / (2 * REACH_M)
    stretch = np.array((across, scale, scale), np.float32)
    joints = np.array([joint.at for joint in JOINTS], np.float32) * stretch
    distances, numbers = [], []
    for name, start, end in bones():
        distances.append(
            _distance(mesh.positions, np.array(start) * stretch, np.array(end) * stretch)
        )
        numbers.append(JOINT_INDEX[name])
    away = np.stack(distances, axis=1) / np.float32(scale)
    order = np.argsort(away, axis=1)[:, :4]
    nearest = np.take_along_axis(away, order, axis=1)
    strength = (1 / (nearest + 0.012)) ** 5
    strength[strength < 0.04 * strength[:, :1]] = 0
    weights = strength / strength.sum(axis=1, keepdims=True)
    numbers_of = np.where(weights > 0, np.array(numbers, np.uint8)[order], 0).astype(np.uint8)
    return Rigged(mesh, joints, numbers_of, weights.astype(np.float32))


def rigged_glb(
    rigged: Rigged, texture: bytes | None, clip: Clip | None = None, *, skin: bool = True
) -> bytes:
    """`Armature` (scaled 0.01) with the joints and, with `skin`, the mesh `char1`."""
    writer = GlbWriter()
    joint_nodes = _joint_nodes(writer, rigged)
    _skin(writer, rigged, joint_nodes)  # without a mesh it still marks the joints as bones
    children = [joint_nodes[0]]
    if skin:
        children.insert(0, _character(writer, rigged, texture))
    armature = writer.add(
        "nodes", {"name": "Armature", "scale": [ARMATURE_SCALE] * 3, "children": children}
    )
    writer.document["scenes"][0]["nodes"].append(armature)
    if clip is not None:
        _animation(writer, rigged, clip, joint_nodes)
    return writer.finish()


def _joint_nodes(writer: GlbWriter, rigged: Rigged) -> list[int]:
    nodes = []
    for index, joint in enumerate(JOINTS):
        parent = rigged.joints_m[JOINT_INDEX[joint.parent]] if joint.parent else np.zeros(3)
        offset = (rigged.joints_m[index] - parent) / ARMATURE_SCALE
        node: Json = {"name": joint.name, "translation": [round(float(v), 5) for v in offset]}
        nodes.append(writer.add("nodes", node))
    for index, joint in enumerate(JOINTS):
        if joint.parent:
            owner = writer.document["nodes"][nodes[JOINT_INDEX[joint.parent]]]
            owner.setdefault("children", []).append(nodes[index])
    return nodes


def _character(writer: GlbWriter, rigged: Rigged, texture: bytes | None) -> int:
    primitive = writer.geometry(rigged.mesh)
    attributes = primitive["attributes"]
    attributes["JOINTS_0"] = writer.accessor(rigged.joint_numbers, "VEC4", ARRAY_BUFFER)
    attributes["WEIGHTS_0"] = writer.accessor(rigged.weights, "VEC4", ARRAY_BUFFER)
    primitive["material"] = writer.add("materials", _faulty_material(writer, texture))
    mesh = writer.add("meshes", {"name": "char1", "primitives": [primitive]})
    return writer.add("nodes", {"name": "char1", "mesh": mesh, "skin": 0})


def _skin(writer: GlbWriter, rigged: Rigged, joint_nodes: list[int]) -> None:
    inverse = np.zeros((len(JOINTS), 4, 4), np.float32)
    for index, place in enumerate(rigged.joints_m):
        inverse[index, :3, :3] = np.eye(3) / ARMATURE_SCALE
        inverse[index, 3, :3] = -place / ARMATURE_SCALE  # column by column, as glTF wants
        inverse[index, 3, 3] = 1
    binds = writer.accessor(inverse.reshape(-1, 16), "MAT4")
    writer.add(
        "skins",
        {
            "name": "Armature",
            "inverseBindMatrices": binds,
            "joints": joint_nodes,
            "skeleton": joint_nodes[0],
        },
    )


def _faulty_material(writer: GlbWriter, texture: bytes | None) -> Json:
    if texture is None:
        return {"name": "Material_0", "pbrMetallicRoughness": {"roughnessFactor": 0.8}}
    image = writer.image(texture, "texture_0")
    writer.document["extensionsUsed"] = ["KHR_materials_specular"]
    surface = {"baseColorTexture": {"index": image}, "roughnessFactor": 0.8}
    return {
        "name": "Material_0",
        "doubleSided": True,
        "pbrMetallicRoughness": surface,
        "emissiveTexture": {"index": image},
        **FAULTS,
    }


def _animation(writer: GlbWriter, rigged: Rigged, clip: Clip, joint_nodes: list[int]) -> None:
    times = writer.accessor(clip.times_s, "SCALAR", bounds=True)
    samplers: list[Json] = []
    channels: list[Json] = []

    def channel(node: int, path: str, values: Floats, kind: str) -> None:
        target = {"node": node, "path": path}
        channels.append({"sampler": len(samplers), "target": target})
        output = writer.accessor(values, kind)
        samplers.append({"input": times, "output": output, "interpolation": "LINEAR"})

    size = float(rigged.mesh.size[1]) / HEIGHT_M
    hips = (rigged.joints_m[0] + clip.hips_m * size) / ARMATURE_SCALE
    channel(joint_nodes[0], "translation", hips.astype(np.float32), "VEC3")
    for joint, node in zip(JOINTS, joint_nodes, strict=True):
        if joint.name not in UNSKINNED:
            channel(node, "rotation", clip.rotations[joint.name], "VEC4")
    writer.add("animations", {"name": clip.name, "samplers": samplers, "channels": channels})


def _distance(points: Floats, start: NDArray[np.float64], end: NDArray[np.float64]) -> Floats:
    along = end - start
    length = max(float(along @ along), 1e-9)
    share = np.clip((points - start) @ along / length, 0, 1)
    return np.asarray(np.linalg.norm(points - (start + share[:, None] * along), axis=1), np.float32)
