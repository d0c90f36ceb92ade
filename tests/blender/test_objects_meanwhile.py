"""What an artist does to an object while its job runs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.emulator.process import Emulator

READY = "ready"


def renamed_edited_deleted_and_being_edited() -> dict[str, Any]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    seen: dict[str, Any] = {}
    renamed = _a_cube("Renamed")
    job_id = jobs.press("remesh", target_polycount=1500)
    renamed.name = "Now another"
    jobs.tick_until_placed(job_id)
    seen["renamed"] = [len(renamed.data.polygons), jobs.names()]

    edited = _a_cube("Edited")
    job_id = jobs.press("remesh", target_polycount=1500)
    edited.data.vertices[0].co.z += 1
    jobs.tick_until_placed(job_id)
    seen["edited"] = [len(edited.data.polygons), len(bpy.data.objects["Edited.001"].data.polygons)]

    modelled = _a_cube("Modelled")
    job_id = jobs.press("remesh", target_polycount=1500)
    bpy.context.view_layer.objects.active = modelled
    bpy.ops.object.mode_set(mode="EDIT")
    jobs.tick_until(lambda: bool(jobs.row(job_id).error))
    seen["modelled"] = [jobs.row(job_id).stage, jobs.row(job_id).error]
    bpy.ops.object.mode_set(mode="OBJECT")
    bpy.ops.meshy.place_job(job_id=job_id)
    jobs.tick_until_placed(job_id)
    seen["left"] = len(modelled.data.polygons)

    deleted = _a_cube("Deleted")
    job_id = jobs.press("remesh", target_polycount=1500)
    bpy.data.objects.remove(deleted)
    jobs.tick_until(lambda: bool(jobs.row(job_id).error))
    seen["deleted"] = [jobs.row(job_id).stage, jobs.row(job_id).error]
    bpy.ops.meshy.place_job(job_id=job_id)
    jobs.tick_until_placed(job_id)
    seen["placed"] = len(bpy.data.objects["Deleted"].data.polygons)
    return seen


def in_a_mode_when_what_takes_its_place_comes() -> dict[str, Any]:
    import bpy

    bpy.ops.meshy.text_to_3d(prompt="a stone chair", preview_only=True)
    seen = {"refine": _left_alone(bpy.context.object, "SCULPT", "refine")}
    bpy.ops.meshy.text_to_3d(prompt="a brave knight")
    seen["rig"] = _left_alone(bpy.context.object, "EDIT", "rig")
    bpy.ops.object.text_add()
    text = bpy.context.object
    text.name, text.data.extrude = "Words", 0.1
    seen["remesh"] = _left_alone(text, "EDIT", "remesh", target_polycount=1500)
    joined = _a_cube("Joined")
    _a_cube("Leader")
    joined.select_set(True)
    seen["join"] = _left_alone(joined, "EDIT", "remesh", target_polycount=1500, join=True)
    return seen


def _left_alone(thing: Any, mode: str, kind: str, **values: Any) -> list[Any]:
    """What is told once the result of `kind` is here and `thing` is in `mode`, whether that is seen
    and nothing has come; and whether it is seen once it's out of that and the result asked for.
    """
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    job_id = jobs.press(kind, **values)
    bpy.ops.object.select_all(action="DESELECT")
    thing.select_set(True)
    bpy.context.view_layer.objects.active = thing
    bpy.ops.object.mode_set(mode=mode)
    before = jobs.names()
    jobs.tick_until(lambda: jobs.row(job_id).error or jobs.row(job_id).stage == "placed")
    seen = [jobs.row(job_id).error, thing.visible_get(), jobs.names() == before]
    bpy.ops.object.mode_set(mode="OBJECT")
    bpy.ops.meshy.place_job(job_id=job_id)
    jobs.tick_until_placed(job_id)
    return [*seen, thing.visible_get()]


def joined_then_renamed_or_replaced() -> dict[str, bool]:
    """Of each object whether it is seen in the end."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    replaced, renamed, _ = (_a_cube(name) for name in ("Replaced", "Renamed", "Leader"))
    replaced.select_set(True)
    renamed.select_set(True)
    job_id = jobs.press("remesh", target_polycount=1500, join=True)
    bpy.data.objects.remove(replaced)
    renamed.name = "Now another"
    for name in ("Replaced", "Renamed"):
        _a_cube(name)
    jobs.tick_until_placed(job_id)
    names = ("Leader", "Now another", "Replaced", "Renamed")
    return {name: bpy.data.objects[name].visible_get() for name in names}


def joined_by_an_older_version(blend: str) -> dict[str, bool]:
    """Which knew the names of the objects alone; the file was opened again since."""
    from dataclasses import replace

    import bpy

    from tests.blender import jobs_in_the_list as jobs

    bpy.ops.wm.read_homefile(use_empty=True)
    other, leader = _a_cube("Other"), _a_cube("Leader")
    other.select_set(True)
    bpy.ops.wm.save_as_mainfile(filepath=blend)
    placing, board = jobs.module("ui.placing"), jobs.module("ui.jobs.board").BOARD
    is_busy, placing.is_busy = placing.is_busy, lambda: True
    job_id = jobs.press("remesh", target_polycount=1500, join=True)
    jobs.tick_until_stage(job_id, "ready")
    result = board.result(job_id)
    sent = {**result.job.target["sent"], "others": ["Other"]}
    target = {**result.job.target, "sent": sent, "opened": "before"}
    board._results[job_id] = replace(result, job=replace(result.job, target=target))
    placing.is_busy = is_busy
    placing.QUEUE.add(job_id)
    jobs.tick_until_placed(job_id)
    return {thing.name: thing.visible_get() for thing in (leader, other)}


def _a_cube(name: str) -> Any:
    import bpy

    bpy.ops.mesh.primitive_cube_add()
    cube = bpy.context.object
    cube.name = name
    return cube


def test_the_scene_is_unharmed_and_the_result_is_kept(blender: Blender, emulator: Emulator):
    seen = blender.call(renamed_edited_deleted_and_being_edited, env=emulator.environment)
    faces, names = seen["renamed"]
    assert faces > 1000
    assert "Renamed" not in names
    assert seen["edited"][0] == 6
    assert seen["edited"][1] > 1000
    stage, told = seen["modelled"]
    assert (stage, told) == (
        READY,
        '"Modelled" is being edited: go back to Object Mode, then place the result.',
    )
    assert seen["left"] > 1000
    assert seen["deleted"] == [READY, 'The object "Deleted" is not in this file any more.']
    assert seen["placed"] > 1000


@pytest.mark.one_version
def test_what_is_being_edited_does_not_vanish_and_what_takes_its_place_waits(
    blender: Blender, emulator: Emulator
):
    seen = blender.call(in_a_mode_when_what_takes_its_place_comes, env=emulator.environment)
    names = {"refine": "Stone chair", "rig": "Brave knight", "remesh": "Words", "join": "Joined"}
    for kind, name in names.items():
        told = f'"{name}" is being edited: go back to Object Mode, then place the result.'
        assert seen[kind] == [told, True, True, False], kind


@pytest.mark.one_version
def test_the_result_of_a_job_that_an_older_version_began_comes(
    blender: Blender, emulator: Emulator
):
    blend = str(blender.folder / "joined.blend")
    seen = blender.call(joined_by_an_older_version, blend, env=emulator.environment)
    assert seen == {"Leader": True, "Other": False}


@pytest.mark.one_version
def test_of_joined_objects_just_those_are_hidden_that_were_sent(
    blender: Blender, emulator: Emulator
):
    assert blender.call(joined_then_renamed_or_replaced, env=emulator.environment) == {
        "Leader": True,
        "Now another": False,
        "Replaced": True,
        "Renamed": True,
    }
