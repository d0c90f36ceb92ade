"""The placeholder: it marks a result's place while the job runs, and the result takes it over."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender import scene_report
from tests.blender.harness import Blender
from tests.emulator.process import Emulator

PROMPT = "a weathered bronze owl"
NAME = "Weathered bronze owl"
CURSOR = (1.0, -2.0, 0.5)


def press_and_look() -> dict[str, Any]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    bpy.context.scene.cursor.location = CURSOR
    job_id = jobs.press("text_to_3d", prompt=PROMPT)
    empty = jobs.placeholder()
    bpy.context.view_layer.update()
    seen = {
        "type": empty.type,
        "name": empty.name,
        "location": list(empty.location),
        "size": empty.empty_display_size * 2,
        "selected": empty.select_get(),
    }
    jobs.tick_until_placed(job_id)
    return {"empty": seen, "owl": scene_report.object_facts(NAME), "names": jobs.names()}


def move_parent_rename_and_hide_it() -> dict[str, Any]:
    import bpy
    from mathutils import Euler

    from tests.blender import jobs_in_the_list as jobs

    scene = bpy.context.scene
    shelf = bpy.data.objects.new("Shelf", None)
    shelf.location = (10, 0, 0)
    props = bpy.data.collections.new("Props")
    scene.collection.children.link(props)
    scene.collection.objects.link(shelf)

    job_id = jobs.press("text_to_3d", prompt=PROMPT)
    empty = jobs.placeholder()
    height = empty.location.z
    empty.parent = shelf
    empty.location = (1, 2, 3 + height)
    empty.rotation_euler = Euler((0, 0, 1.5))
    empty.scale = (2, 2, 2)
    empty.name = "My Owl"
    hat = bpy.data.objects.new("Hat", None)
    scene.collection.objects.link(hat)
    hat.parent = empty
    bpy.context.view_layer.update()
    hat_at = list(hat.matrix_world.translation)
    for collection in empty.users_collection:
        collection.objects.unlink(empty)
    props.objects.link(empty)
    empty.hide_set(True)
    jobs.tick_until_placed(job_id)
    bpy.context.view_layer.update()
    owl = bpy.data.objects["My Owl"]
    return {
        "type": owl.type,
        "data": owl.data.name,
        "parent": owl.parent.name,
        # Twice as large about its middle, so its foot goes down by half its height more.
        "world": list(owl.matrix_world.translation),
        "expected": [11, 2, 3 - height],
        "turn": owl.rotation_euler.z,
        "scale": list(owl.scale),
        "collections": [each.name for each in owl.users_collection],
        "hidden": owl.hide_get(),
        "hat": (hat.parent.name, hat_at, list(hat.matrix_world.translation)),
        "placeholders": [thing.name for thing in bpy.data.objects if "meshy_job" in thing],
    }


def keep_the_selection_of_who_went_on() -> list[str]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    job_id = jobs.press("text_to_3d", prompt=PROMPT)
    jobs.placeholder().select_set(False)
    other = bpy.data.objects.new("Other", None)
    bpy.context.scene.collection.objects.link(other)
    other.select_set(True)
    bpy.context.view_layer.objects.active = other
    jobs.tick_until_placed(job_id)
    return [thing.name for thing in bpy.context.selected_objects]


def delete_it_and_place_later() -> list[Any]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    job_id = jobs.press("text_to_3d", prompt=PROMPT)
    bpy.data.objects.remove(jobs.placeholder())
    jobs.tick_until_stage(job_id, "ready")
    for _ in range(5):
        jobs.module("ui.pump").tick()
    waiting = [NAME in jobs.names(), str(jobs.row(job_id).stage)]
    bpy.ops.meshy.place_job(job_id=job_id)
    jobs.tick_until_placed(job_id)
    return [waiting, NAME in jobs.names()]


def undo_the_press_and_place_later() -> list[Any]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    # In background there are undo steps only after the first one was asked for.
    bpy.ops.ed.undo_push(message="Before")
    job_id = jobs.press("text_to_3d", prompt=PROMPT)
    bpy.ops.ed.undo_push(message="Text to 3D")
    bpy.ops.ed.undo()
    jobs.tick_until_stage(job_id, "ready")
    for _ in range(5):
        jobs.module("ui.pump").tick()
    waiting = NAME in jobs.names()
    bpy.ops.meshy.place_job(job_id=job_id)
    jobs.tick_until_placed(job_id)
    return [waiting, NAME in jobs.names()]


def undo_and_redo_the_result() -> list[list[str]]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    bpy.ops.ed.undo_push(message="Before")
    job_id = jobs.press("text_to_3d", prompt=PROMPT)
    bpy.ops.ed.undo_push(message="Text to 3D")
    jobs.tick_until_placed(job_id)
    seen = [jobs.names()]
    bpy.ops.ed.undo()
    jobs.module("ui.pump").tick()
    seen.append(jobs.names())
    bpy.ops.ed.redo()
    jobs.module("ui.pump").tick()
    return [*seen, jobs.names()]


def cancel_it() -> dict[str, Any]:
    """With a hat on it, which has been put on a shelf with it."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    job_id = jobs.press("text_to_3d", prompt=PROMPT)
    hat = bpy.data.objects.new("Hat", None)
    bpy.context.scene.collection.objects.link(hat)
    hat.parent = jobs.placeholder()
    jobs.placeholder().location = (3, 4, 5)
    before = NAME in jobs.names()
    bpy.ops.meshy.cancel_job(job_id=job_id)
    jobs.tick_until_stage(job_id, "cancelled")
    jobs.module("ui.pump").tick()
    bpy.context.view_layer.update()
    return {
        "there": [before, NAME in jobs.names()],
        "hat": list(hat.matrix_world.translation),
    }


def give_its_name_away() -> bool:
    """While it can't be taken away, as something else is going on; whether who has it now stays."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    pump = jobs.module("ui.pump")
    job_id = jobs.press("text_to_3d", prompt=PROMPT)
    is_busy, pump.is_busy = pump.is_busy, lambda: True
    bpy.ops.meshy.cancel_job(job_id=job_id)
    jobs.tick_until_stage(job_id, "cancelled")
    pump.tick()
    bpy.data.objects.remove(jobs.placeholder())
    mine = bpy.data.objects.new(NAME, None)
    bpy.context.scene.collection.objects.link(mine)
    pump.is_busy = is_busy
    pump.tick()
    return NAME in jobs.names()


def run_a_script() -> int:
    import bpy

    made = []
    bpy.app.handlers.depsgraph_update_post.append(
        lambda *_: made.extend(thing for thing in bpy.data.objects if "meshy_job" in thing)
    )
    bpy.ops.meshy.text_to_3d(prompt=PROMPT)
    return len(made)


def test_it_stands_at_the_cursor_at_once_and_gives_way_to_the_result(
    blender: Blender, emulator: Emulator
):
    seen = blender.call(press_and_look, env=emulator.environment)
    empty = seen["empty"]
    assert empty["type"] == "EMPTY"
    assert empty["name"] == NAME
    assert empty["selected"]
    assert empty["location"][:2] == pytest.approx(CURSOR[:2])
    assert empty["location"][2] - empty["size"] / 2 == pytest.approx(CURSOR[2])
    assert seen["owl"]["low"][2] == pytest.approx(CURSOR[2], abs=1e-4)
    assert seen["owl"]["faces"] > 100
    assert seen["owl"]["selected"]
    assert [name for name in seen["names"] if name.startswith(NAME)] == [NAME]


def test_the_result_takes_its_transform_parent_children_collection_name_and_visibility(
    blender: Blender, emulator: Emulator
):
    seen = blender.call(move_parent_rename_and_hide_it, env=emulator.environment)
    assert (seen["type"], seen["data"], seen["parent"]) == ("MESH", "My Owl", "Shelf")
    assert seen["world"] == pytest.approx(seen["expected"], abs=1e-4)
    assert seen["turn"] == pytest.approx(1.5, abs=1e-4)
    assert seen["scale"] == pytest.approx([2, 2, 2], abs=1e-4)
    assert seen["collections"] == ["Props"]
    assert seen["hidden"]
    parent, before, after = seen["hat"]
    assert parent == "My Owl"
    assert after == pytest.approx(before, abs=1e-3)
    assert seen["placeholders"] == []


def test_who_has_selected_something_else_since_keeps_that(blender: Blender, emulator: Emulator):
    assert blender.call(keep_the_selection_of_who_went_on, env=emulator.environment) == ["Other"]


def test_deleted_it_has_the_result_wait_to_be_placed(blender: Blender, emulator: Emulator):
    waiting, placed = blender.call(delete_it_and_place_later, env=emulator.environment)
    assert waiting == [False, "ready"]
    assert placed


def test_undoing_the_press_has_the_result_wait_to_be_placed(blender: Blender, emulator: Emulator):
    assert blender.call(undo_the_press_and_place_later, env=emulator.environment) == [False, True]


def test_undo_takes_the_result_alone_and_redo_brings_it_back(blender: Blender, emulator: Emulator):
    made, undone, redone = blender.call(undo_and_redo_the_result, env=emulator.environment)
    assert set(made) - set(undone) == {NAME}
    assert redone == made


def test_a_cancelled_job_leaves_none_and_what_was_put_on_it_in_its_place(
    blender: Blender, emulator: Emulator
):
    seen = blender.call(cancel_it, env=emulator.environment)
    assert seen["there"] == [True, False]
    assert seen["hat"] == pytest.approx([3, 4, 5])


@pytest.mark.one_version
def test_an_object_that_got_its_name_stays(blender: Blender, emulator: Emulator):
    assert blender.call(give_its_name_away, env=emulator.environment)


def test_a_script_that_waits_sees_none(blender: Blender, emulator: Emulator):
    assert blender.call(run_a_script, env=emulator.environment) == 0
