"""From a humanoid to a character that moves: the operators and the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.blender.characters import PROMPT, mesh_of, points
from tests.blender.harness import Blender
from tests.emulator.process import Emulator

NO_POSE = (
    "Error: Meshy finds no figure to rig in this model: it takes one textured humanoid that stands "
    "upright in a T- or A-pose, its limbs apart, and faces -Y (to the Front view).\n"
)


def make_rig_and_animate() -> dict[str, Any]:
    import bpy

    bpy.ops.meshy.text_to_3d(prompt=PROMPT)
    knight = bpy.context.active_object
    knight.location = (3, 0, 0)
    material = knight.data.materials[0]
    bpy.ops.meshy.rig(height_meters=1.9)
    rig = bpy.context.active_object
    mesh = mesh_of(rig)
    rested = points(mesh)
    bpy.ops.meshy.animate(action_id=30)
    bpy.context.view_layer.objects.active = mesh
    bpy.ops.meshy.animate(action_id=28, to_nla=True)
    shown = [points(mesh, frame) for frame in (1, 8, 16)]
    return {
        "names": [rig.name, mesh.name],
        "height": float(rested[:, 2].max()),
        "at": [float(value) for value in (rested.min(axis=0) + rested.max(axis=0)) / 2],
        "own material": mesh.data.materials[0] == material,
        "hidden": knight.hide_get(),
        "action": rig.animation_data.action.name,
        "strips": [track.name for track in rig.animation_data.nla_tracks],
        "moves": [float(abs(each - shown[0]).max()) for each in shown[1:]],
        "rigs": sum(thing.type == "ARMATURE" for thing in bpy.data.objects),
    }


def test_a_selected_humanoid_is_rigged_and_then_animated(blender: Blender, emulator: Emulator):
    seen = blender.call(make_rig_and_animate, env=emulator.environment)
    assert seen["names"] == ["Brave knight rig", "Brave knight mesh"]
    assert seen["height"] == pytest.approx(1.9, rel=0.01)
    assert seen["at"][:2] == pytest.approx([3, 0], abs=0.05)
    assert seen["own material"]
    assert seen["hidden"]
    assert seen["action"] == "Casual Walk"
    assert seen["strips"] == ["Big Wave Hello"]
    assert min(seen["moves"]) > 0.2
    assert seen["rigs"] == 1
    *_, rig, walk, wave = emulator.creates()
    assert rig["body"]["height_meters"] == 1.9
    assert walk["body"]["action_id"] == 30
    assert wave["body"]["rig_task_id"] == walk["body"]["rig_task_id"]


def told_of_what_is_no_character() -> list[str]:
    import bpy

    def told(operator: Any, **values: Any) -> str:
        try:
            operator(**values)
        except RuntimeError as error:
            return str(error)
        return ""

    complaints = [told(bpy.ops.meshy.animate, action_id=30)]
    bpy.ops.meshy.text_to_3d(prompt="an owl")
    owl = bpy.context.active_object
    complaints.append(told(bpy.ops.meshy.rig, input_task_id=owl.meshy.task_id))
    bpy.ops.object.armature_add()
    complaints.append(told(bpy.ops.meshy.animate, action_id=30))
    bpy.ops.meshy.text_to_3d(prompt=PROMPT)
    bpy.ops.meshy.rig(input_task_id=bpy.context.active_object.meshy.task_id)
    complaints.append(told(bpy.ops.meshy.animate, action_id=9999))
    return complaints


@pytest.mark.one_version
def test_what_can_t_be_rigged_or_animated_is_told_in_a_sentence(
    blender: Blender, emulator: Emulator
):
    told = blender.call(told_of_what_is_no_character, env=emulator.environment)
    nothing_selected = (
        "Error: rig_task_id is missing: give the id of a task, or select a character that was "
        "rigged with Meshy.\n"
    )
    other_rig = (
        'Error: rig_task_id is missing: "Armature" was not rigged by Meshy, whose actions only '
        "fit its own rigs.\n"
    )
    no_such_action = (
        "Error: Meshy refused the request: Invalid action_id: 9999 is not a valid animation.\n"
    )
    assert told == [nothing_selected, NO_POSE, other_rig, no_such_action]
    assert emulator.credits() == 1000 - 30 - 30 - 5


@pytest.mark.one_version
def test_the_command_line_brings_a_character_with_its_actions_into_a_file(
    blender: Blender, emulator: Emulator, tmp_path: Path
):
    made = blender.cli("text-to-3d", "--prompt", PROMPT, "--json", env=emulator.environment)
    model = json.loads(made.stdout)["tasks"][-1]["id"]
    made = blender.cli(
        *("rig", "--input-task-id", model, "--json", "-o", str(tmp_path / "knight.glb")),
        env=emulator.environment,
    )
    rig = json.loads(made.stdout)
    assert rig["objects"] == ["Meshy rig", "Meshy mesh"]
    document = _description(tmp_path / "knight.glb")
    assert sorted(each["name"] for each in document["animations"]) == ["Running", "Walking"]
    assert "emissiveTexture" not in document["materials"][0]

    made = blender.cli(
        *("animate", "--rig-task-id", rig["tasks"][-1]["id"], "--action-id", "28"),
        *("--no-root-motion", "--operation-type", "extract_armature"),
        *("-o", str(tmp_path / "wave.glb")),
        env=emulator.environment,
    )
    assert made.returncode == 0
    fetched = [request["path"].rpartition("/")[2] for request in emulator.requests()]
    assert "processed_armature.fbx" in fetched
    assert "Animation_Walking_withSkin.glb" not in fetched  # its armature alone is enough
    document = _description(tmp_path / "wave.glb")
    assert [each["name"] for each in document["animations"]] == ["Big Wave Hello"]


def _description(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return json.loads(content[20 : 20 + int.from_bytes(content[12:16], "little")])
