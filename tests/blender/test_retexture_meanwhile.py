"""What an artist does to an object while its retexture is made, and objects that aren't meshes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender import object_state, scene_report
from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def press_and(meanwhile: str, **values: Any) -> dict[str, Any]:
    """Retextures the cube; what the list says, and what there is, after `meanwhile`."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    bpy.ops.wm.read_homefile(use_factory_startup=True)
    job_id = jobs.press("retexture", text_style_prompt="rusty copper", **values)
    globals()[meanwhile]()
    jobs.tick_until(lambda: jobs.row(job_id).stage in ("ready", "placed", "failed"))
    jobs.tick_until(lambda: jobs.row(job_id).stage != "ready" or jobs.row(job_id).error)
    return {
        "job": job_id,
        "stage": jobs.row(job_id).stage,
        "error": jobs.row(job_id).error,
        "worn": {thing.name: object_state.variants(thing.name) for thing in bpy.data.objects},
    }


def rename() -> None:
    import bpy

    bpy.data.objects["Cube"].name = "Crate"


def delete() -> None:
    import bpy

    bpy.data.objects.remove(bpy.data.objects["Cube"])


def edit() -> None:
    import bpy

    bpy.ops.object.mode_set(mode="EDIT")


def paint() -> None:
    import bpy

    bpy.ops.object.mode_set(mode="TEXTURE_PAINT")


def move_a_vertex() -> None:
    import bpy

    bpy.data.objects["Cube"].data.vertices[0].co.x += 0.3


def subdivide() -> None:
    import bpy

    bpy.ops.object.mode_set(mode="EDIT")
    bpy.ops.mesh.select_all(action="SELECT")
    bpy.ops.mesh.subdivide()
    bpy.ops.object.mode_set(mode="OBJECT")


def renamed() -> dict[str, Any]:
    return press_and("rename")


def deleted_then_placed() -> dict[str, Any]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    seen = press_and("delete")
    bpy.ops.meshy.place_job(job_id=seen["job"])
    jobs.tick_until_placed(seen["job"])
    return {**seen, "names": jobs.names()}


def painted_then_placed() -> dict[str, Any]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    seen = press_and("paint")
    bpy.ops.object.mode_set(mode="OBJECT")
    bpy.ops.meshy.place_job(job_id=seen["job"])
    jobs.tick_until_placed(seen["job"])
    return {**seen, "after": object_state.variants("Cube")}


def in_edit_mode() -> list[dict[str, Any]]:
    import bpy

    seen = [press_and("edit")]
    seen[0]["mode"] = bpy.context.mode
    seen.append(press_and("edit", enable_original_uv=False))
    return seen


def moved_or_subdivided() -> list[dict[str, Any]]:
    import bpy

    told = [press_and("move_a_vertex")]
    told.append({**press_and("subdivide", enable_original_uv=False)})
    told[-1]["faces"] = [len(bpy.data.objects["Cube"].data.polygons)]
    bpy.ops.meshy.variant_show(index=1)
    bpy.ops.meshy.variant_show(index=0)
    told[-1]["faces"].append(len(bpy.data.objects["Cube"].data.polygons))
    return told


def a_text() -> dict[str, Any]:
    import bpy
    from mathutils import Vector

    bpy.data.objects["Cube"].select_set(False)
    bpy.ops.object.text_add(location=(1, 2, 3), rotation=(0.1, 0.2, 0.3))
    bpy.context.object.name = "Sign"
    before = list(bpy.context.object.matrix_world.translation)
    bpy.ops.meshy.retexture(text_style_prompt="rusty copper")
    made = bpy.context.view_layer.objects.active
    bpy.context.view_layer.update()
    return {
        "type": made.type,
        "hidden": bpy.data.objects["Sign"].hide_get(),
        "moved": (made.matrix_world.translation - Vector(before)).length,
    }


def what_meshy_made() -> dict[str, Any]:
    import bpy

    bpy.ops.meshy.text_to_3d(prompt="a stone chair")
    name = bpy.context.view_layer.objects.active.name
    before = object_state.state(name)
    bpy.ops.meshy.retexture(text_style_prompt="rusty copper")
    return {
        "same": object_state.state(name) == before,
        "worn": object_state.variants(name),
        "names": scene_report.names()["objects"],
    }


@pytest.mark.one_version
def test_a_renamed_object_is_found(blender: Blender, emulator: Emulator):
    seen = blender.call(renamed, env=emulator.environment)
    assert seen["stage"] == "placed"
    assert seen["worn"]["Crate"]["names"] == ["Original", "Rusty copper"]


@pytest.mark.one_version
def test_the_result_for_a_deleted_object_can_be_placed_as_a_model(
    blender: Blender, emulator: Emulator
):
    seen = blender.call(deleted_then_placed, env=emulator.environment)
    assert seen["stage"] == "ready"
    assert seen["error"] == 'The object "Cube" is not in this file any more.'
    assert seen["names"] == ["Camera", "Cube", "Light"]


@pytest.mark.one_version
def test_an_artist_who_paints_is_not_disturbed(blender: Blender, emulator: Emulator):
    seen = blender.call(painted_then_placed, env=emulator.environment)
    assert seen["stage"] == "ready"
    assert seen["error"] == "Leave Texture Paint mode first, then place the result."
    assert seen["worn"]["Cube"]["names"] == []
    assert seen["after"] == {"names": ["Original", "Rusty copper"], "shown": 1}


@pytest.mark.one_version
def test_a_material_arrives_in_edit_mode_and_new_uvs_wait(blender: Blender, emulator: Emulator):
    kept, new = blender.call(in_edit_mode, env=emulator.environment)
    assert (kept["stage"], kept["mode"]) == ("placed", "EDIT_MESH")
    assert kept["worn"]["Cube"]["shown"] == 1
    assert new["stage"] == "ready"
    assert new["error"].startswith('"Cube" is being edited')
    assert new["worn"]["Cube"]["names"] == []


@pytest.mark.one_version
def test_what_the_artist_edited_meanwhile_stays(blender: Blender, emulator: Emulator):
    moved, subdivided = blender.call(moved_or_subdivided, env=emulator.environment)
    assert moved["worn"]["Cube"] == {"names": ["Original", "Rusty copper"], "shown": 1}
    assert subdivided["stage"] == "placed"
    assert subdivided["worn"]["Cube"] == {"names": ["Original", "Rusty copper"], "shown": 0}
    assert subdivided["faces"] == [24, 24]


@pytest.mark.one_version
def test_a_text_gives_its_place_to_a_textured_model(blender: Blender, emulator: Emulator):
    seen = blender.call(a_text, env=emulator.environment)
    assert seen["type"] == "MESH"
    assert seen["hidden"]
    assert seen["moved"] == pytest.approx(0, abs=1e-5)


@pytest.mark.one_version
def test_what_meshy_made_is_retextured_by_its_task(blender: Blender, emulator: Emulator):
    seen = blender.call(what_meshy_made, env=emulator.environment)
    assert seen["same"]
    assert seen["worn"] == {"names": ["Original", "Rusty copper"], "shown": 1}
    assert seen["names"] == ["Camera", "Cube", "Light", "Stone chair"]
    create = emulator.creates("retexture")[-1]["body"]
    assert create["input_task_id"]
    assert "model_url" not in create
    assert create["enable_original_uv"] is True


def placed_again(meanwhile: str) -> dict[str, Any]:
    """The look is taken away, and its job placed again from the list."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    seen = press_and("rename")
    crate = bpy.data.objects["Crate"]
    crate.location = (3, 2, 1)
    bpy.ops.meshy.variant_remove()
    removed = object_state.variants("Crate")
    if meanwhile:
        globals()[meanwhile]()
    jobs.tick_until(nothing_is_coming)
    bpy.ops.meshy.place_job(job_id=seen["job"])
    jobs.tick_until(nothing_is_coming)
    return {
        "removed": removed,
        "names": jobs.names(),
        "worn": {thing.name: object_state.variants(thing.name) for thing in bpy.data.objects},
        "error": jobs.row(seen["job"]).error,
    }


def nothing_is_coming() -> bool:
    from tests.blender import jobs_in_the_list as jobs

    return not jobs.module("ui.errands").ERRANDS.is_any_out and not jobs.module("ui.placing").QUEUE


def delete_the_crate() -> None:
    import bpy

    bpy.data.objects.remove(bpy.data.objects["Crate"])


def placed_again_on_and_without_it() -> list[dict[str, Any]]:
    return [placed_again(""), placed_again("delete_the_crate")]


@pytest.mark.one_version
def test_a_look_is_placed_again_on_its_object_and_only_without_it_as_a_model(
    blender: Blender, emulator: Emulator
):
    on_it, without = blender.call(placed_again_on_and_without_it, env=emulator.environment)
    assert on_it["removed"] == {"names": [], "shown": 0}
    assert on_it["error"] == ""
    assert on_it["names"] == ["Camera", "Crate", "Light"]
    assert on_it["worn"]["Crate"] == {"names": ["Original", "Rusty copper"], "shown": 1}
    assert len(without["names"]) == 3
    assert "Crate" not in without["names"]
    assert without["error"] == ""
