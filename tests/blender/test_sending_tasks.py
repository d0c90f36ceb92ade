"""What came from Meshy and is unchanged goes by its task's id; all else is uploaded."""

from __future__ import annotations

from typing import Any

from tests.blender import scene_report
from tests.blender.harness import Blender
from tests.emulator.process import Emulator

CHAIR = "Stone chair"
UNKNOWN = "0193bfc5-ee4f-73f8-8525-44b398884ce9"


def a_chair() -> Any:
    import bpy

    bpy.ops.meshy.text_to_3d(prompt="a stone chair")
    return bpy.context.active_object


def a_moved_chair_is_remeshed(folder: str) -> str:
    import bpy

    chair = a_chair()
    task_id = str(chair.meshy.task_id)
    chair.location, chair.scale = (1, 2, 3), (2, 2, 2)
    bpy.ops.wm.save_as_mainfile(filepath=f"{folder}/chair.blend")
    bpy.ops.wm.open_mainfile(filepath=f"{folder}/chair.blend")
    before = scene_report.object_facts(CHAIR)
    bpy.ops.meshy.remesh(target_polycount=500)
    after = scene_report.object_facts(CHAIR)
    assert max(abs(a - b) for a, b in zip(before["high"], after["high"], strict=True)) < 0.02
    return task_id


def changed_chairs_are_remeshed() -> int:
    import bpy

    chair = a_chair()
    chair.data.vertices[0].co.x += 0.01
    bpy.ops.meshy.remesh(target_polycount=500)
    painted = a_chair()
    image = next(
        node.image
        for node in painted.data.materials[0].node_tree.nodes
        if node.bl_idname == "ShaderNodeTexImage"
    )
    image.pixels[0:4] = (1, 0, 0, 1)
    bpy.ops.meshy.remesh(target_polycount=500)
    bevelled = a_chair()
    bevelled.modifiers.new("Bevel", "BEVEL")
    bpy.ops.meshy.remesh(target_polycount=500)
    return len(bpy.data.libraries)


def a_chair_that_meshy_forgot_is_remeshed() -> dict[str, Any]:
    import bpy

    chair = a_chair()
    chair.meshy.task_id = UNKNOWN
    names = scene_report.names()
    bpy.ops.meshy.remesh(target_polycount=500)
    return {"before": names["objects"], "after": scene_report.names()["objects"],
            "libraries": len(bpy.data.libraries)}  # fmt: skip


def test_an_unchanged_result_goes_by_its_id_wherever_it_stands(
    blender: Blender, emulator: Emulator
):
    task_id = blender.call(a_moved_chair_is_remeshed, str(blender.folder), env=emulator.environment)
    (create,) = emulator.creates("remesh")
    assert create["body"] == {"input_task_id": task_id, "target_polycount": 500}


def test_a_result_that_was_changed_is_uploaded(blender: Blender, emulator: Emulator):
    blender.call(changed_chairs_are_remeshed, env=emulator.environment)
    bodies = [create["body"] for create in emulator.creates("remesh")]
    assert [sorted(body) for body in bodies] == [["model_url", "target_polycount"]] * 3


def test_what_meshy_forgot_is_uploaded_without_a_word(blender: Blender, emulator: Emulator):
    seen = blender.call(a_chair_that_meshy_forgot_is_remeshed, env=emulator.environment)
    assert seen["after"] == seen["before"]
    assert seen["libraries"] == 0
    *by_id, uploaded = emulator.creates("remesh")
    assert {(each["body"]["input_task_id"], each["status"]) for each in by_id} == {(UNKNOWN, 400)}
    assert sorted(uploaded["body"]) == ["model_url", "target_polycount"]
    assert emulator.credits() == 1000 - 30 - 5
