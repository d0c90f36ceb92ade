"""What an artist does to an object while its job runs."""

from __future__ import annotations

from typing import Any

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
