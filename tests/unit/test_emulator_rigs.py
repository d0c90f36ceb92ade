"""The characters that the emulator rigs and animates are built as Meshy's, faults included."""

from __future__ import annotations

import numpy as np
import pytest

from tests.emulator.models import library
from tests.unit.gltf_reader import Gltf

HIERARCHY = {
    "Hips": None,
    "LeftUpLeg": "Hips",
    "LeftLeg": "LeftUpLeg",
    "LeftFoot": "LeftLeg",
    "LeftToeBase": "LeftFoot",
    "RightUpLeg": "Hips",
    "RightLeg": "RightUpLeg",
    "RightFoot": "RightLeg",
    "RightToeBase": "RightFoot",
    "Spine02": "Hips",
    "Spine01": "Spine02",
    "Spine": "Spine01",
    "LeftShoulder": "Spine",
    "LeftArm": "LeftShoulder",
    "LeftForeArm": "LeftArm",
    "LeftHand": "LeftForeArm",
    "RightShoulder": "Spine",
    "RightArm": "RightShoulder",
    "RightForeArm": "RightArm",
    "RightHand": "RightForeArm",
    "neck": "Spine",
    "Head": "neck",
    "head_end": "Head",
    "headfront": "Head",
}


def parents(model: Gltf) -> dict[str, str | None]:
    nodes = model.json["nodes"]
    found: dict[str, str | None] = {node["name"]: None for node in nodes}
    for node in nodes:
        for child in node.get("children", []):
            found[nodes[child]["name"]] = node["name"]
    return found


def test_a_rig_has_meshy_s_nodes_joints_and_scale() -> None:
    model = Gltf(library.rigged_files("a brave knight", 1.8)["Character_output.glb"])
    nodes = model.json["nodes"]
    armature = next(node for node in nodes if node["name"] == "Armature")
    assert armature["scale"] == [0.01, 0.01, 0.01]
    assert {nodes[child]["name"] for child in armature["children"]} == {"char1", "Hips"}
    joints = {nodes[index]["name"] for index in model.json["skins"][0]["joints"]}
    assert joints == set(HIERARCHY)
    assert parents(model) == {
        "Armature": None,
        "char1": "Armature",
        **{joint: parent or "Armature" for joint, parent in HIERARCHY.items()},
    }
    assert model.size[1] == pytest.approx(1.8, abs=1e-3)


def test_a_rig_s_inverse_bind_matrices_undo_its_joints() -> None:
    model = Gltf(library.rigged_files("a brave knight", 1.8)["Character_output.glb"])
    skin = model.json["skins"][0]
    inverse = model.values(skin["inverseBindMatrices"]).reshape(-1, 4, 4).transpose(0, 2, 1)
    nodes, above = model.json["nodes"], parents(model)
    by_name = {node["name"]: node for node in nodes}
    for joint, matrix in zip(skin["joints"], inverse, strict=True):
        name: str | None = nodes[joint]["name"]
        place = np.zeros(3)
        while name is not None:
            node = by_name[name]
            place = place * node.get("scale", [1, 1, 1]) + node.get("translation", [0, 0, 0])
            name = above[name]
        assert matrix @ [*place, 1] == pytest.approx([0, 0, 0, 1], abs=1e-3)


def test_a_rig_s_skin_follows_the_bone_it_is_near() -> None:
    model = Gltf(library.rigged_files("a brave knight", 1.7)["Character_output.glb"])
    weights, joints = model.attribute("WEIGHTS_0"), model.attribute("JOINTS_0")
    assert weights.sum(axis=1) == pytest.approx(1, abs=1e-5)
    names = [model.json["nodes"][index]["name"] for index in model.json["skins"][0]["joints"]]
    strongest = joints[np.arange(len(joints)), weights.argmax(axis=1)]
    positions = model.attribute("POSITION")
    assert names[strongest[positions[:, 0].argmax()]] == "LeftHand"
    assert names[strongest[positions[:, 0].argmin()]] == "RightHand"
    assert names[strongest[positions[:, 1].argmax()]] == "Head"


def test_a_rigged_material_glows_and_is_metal_as_the_service_s_is() -> None:
    files = library.rigged_files("a brave knight")
    for name in ("Character_output.glb", "Animation_Walking_withSkin.glb"):
        model = Gltf(files[name])
        surface = model.material["pbrMetallicRoughness"]
        assert model.material["emissiveTexture"]["index"] == surface["baseColorTexture"]["index"]
        assert model.material["emissiveFactor"] == [1, 1, 1]
        assert "metallicFactor" not in surface
        specular = model.material["extensions"]["KHR_materials_specular"]
        assert specular["specularColorFactor"] == [2, 2, 2]
        assert model.json["extensionsUsed"] == ["KHR_materials_specular"]
        assert "normalTexture" not in model.material
        assert "metallicRoughnessTexture" not in surface


@pytest.mark.parametrize(
    ("name", "clip"),
    [("Walking", "Armature|walking_man|baselayer"), ("Running", "Armature|running|baselayer")],
)
def test_a_rig_comes_with_two_clips_that_move_the_legs(name: str, clip: str) -> None:
    files = library.rigged_files("a brave knight")
    for suffix in ("", "_armature"):
        model = Gltf(files[f"Animation_{name}_withSkin{suffix}.glb"])
        (animation,) = model.json["animations"]
        assert animation["name"] == clip
        moved = set()
        for channel in animation["channels"]:
            values = model.values(animation["samplers"][channel["sampler"]]["output"])
            if np.ptp(values, axis=0).max() > 0.1:
                moved.add(model.json["nodes"][channel["target"]["node"]]["name"])
        assert {"LeftUpLeg", "RightUpLeg", "LeftLeg", "RightLeg", "LeftArm"} <= moved
        assert ("meshes" in model.json) == (suffix == "")


def test_an_animation_has_one_clip_named_after_the_action_at_the_frame_rate_asked_for() -> None:
    files = library.animated_files("a brave knight", "Big_Wave_Hello", fps=60)
    assert "processed_60fps.fbx" in files
    model = Gltf(files["Animation_Big_Wave_Hello_withSkin.glb"])
    (animation,) = model.json["animations"]
    assert animation["name"] == "Armature|Big_Wave_Hello|baselayer"
    times = model.values(animation["samplers"][0]["input"])[:, 0]
    assert np.diff(times) == pytest.approx(1 / 60, abs=1e-4)


def test_an_uploaded_mesh_is_rigged_as_it_is() -> None:
    upload = library.model_files("a knight", textured=True, pbr=False, emission=False)["model.glb"]
    model = Gltf(library.rigged_files(upload, 1.6)["Character_output.glb"])
    assert len(model.triangles) == len(Gltf(upload).triangles)
    assert model.size[1] == pytest.approx(1.6, abs=1e-3)
