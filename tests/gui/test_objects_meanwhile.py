"""Objects that can't be sent, and what becomes of a result whose object is gone, in a window."""

from __future__ import annotations

from typing import Any

from tests.emulator.process import Emulator
from tests.gui.harness import Window
from tests.gui.steps import Steps, until


def _select(name: str) -> None:
    import bpy

    for thing in bpy.context.view_layer.objects:
        thing.select_set(thing.name == name)
    bpy.context.view_layer.objects.active = bpy.data.objects.get(name)


def _dialog(operator: str, title: str) -> Steps:
    """Open the dialog, look at it, and leave it."""
    import bpy

    from tests.gui import hands

    with hands.override():
        getattr(bpy.ops.meshy, operator)("INVOKE_DEFAULT")
    yield from hands.redrawn()
    hands.screenshot(title)
    yield from hands.press("ESC")
    yield from hands.redrawn()


def nothing_that_can_be_sent() -> Steps:
    import bpy

    from tests.gui import hands, results

    yield from hands.open_tab()
    _select("")
    yield from hands.redrawn()
    hands.screenshot("1 nothing selected")
    buttons = {"nothing": (yield from hands.find_button("meshy.retexture")) is not None}
    _select("Camera")
    yield from hands.redrawn()
    hands.screenshot("2 a camera")
    buttons["camera"] = (yield from hands.find_button("meshy.retexture")) is not None

    bare = bpy.data.objects.new("Bare", bpy.data.meshes.new("Bare"))
    bpy.context.scene.collection.objects.link(bare)
    _select("Bare")
    yield from _dialog("remesh", "3 an empty mesh")

    bpy.ops.mesh.primitive_grid_add(x_subdivisions=1000, y_subdivisions=1000)
    bpy.context.object.display_type = "BOUNDS"  # drawing it isn't what takes its time here
    yield from hands.redrawn()
    yield from _dialog("rig", "4 a million faces to rig")
    return {"buttons": buttons, "jobs": len(results.board().rows)}


def test_what_cannot_be_sent_is_told_in_the_panel_and_the_dialog(
    window: Window, emulator: Emulator
):
    seen: dict[str, Any] = window.call(nothing_that_can_be_sent, env=emulator.environment)
    assert seen["buttons"] == {"nothing": False, "camera": False}
    assert seen["jobs"] == 0
    assert emulator.creates() == []


def undo_the_object_and_close_the_file() -> Steps:
    import bpy

    from tests.gui import hands, results

    seen: dict[str, Any] = {}
    yield from hands.open_tab()
    bpy.ops.ed.undo_push(message="Begin")
    bpy.ops.mesh.primitive_cone_add(location=(3, 0, 0))
    bpy.context.object.name = "Cone"
    bpy.ops.ed.undo_push(message="Add Cone")
    bpy.ops.meshy.retexture("INVOKE_DEFAULT", text_style_prompt="rusty copper")
    bpy.ops.meshy.remesh("INVOKE_DEFAULT", target_polycount=2000)
    yield from until(lambda: all(row.task_id for row in results.board().rows), "the tasks")
    yield from hands.press("Z", ctrl=True)
    yield from hands.redrawn()
    seen["undone"] = "Cone" not in bpy.data.objects
    yield from until(lambda: results.board().to_place == 2, "both results")
    yield from until(lambda: all(row.error for row in results.board().rows), "what is wrong")
    yield from hands.redrawn()
    hands.screenshot("1 the object was undone")
    seen["errors"] = sorted(row.error for row in results.board().rows)
    seen["objects"] = sorted(thing.name for thing in bpy.data.objects)

    yield from hands.press("Z", ctrl=True, shift=True)
    yield from hands.redrawn()
    look = next(row for row in results.board().rows if row.kind == "retexture")
    bpy.ops.meshy.place_job(job_id=look.job_id)
    yield from until(lambda: results.board().to_place == 1, "the look on the cone")
    yield from until(lambda: not hands.modal_operators(), "the end of placing")
    variants = bpy.data.objects["Cone"].meshy_variants
    seen["redone"] = [variants.items[variants.shown].name, len(bpy.data.objects)]

    bpy.ops.wm.read_homefile(use_factory_startup=False)
    yield
    yield from hands.open_tab()
    yield from hands.redrawn()
    hands.screenshot("2 another file")
    seen["elsewhere"] = [results.board().to_place, len(results.made())]
    mesh = next(row for row in results.board().rows if row.kind == "remesh")
    bpy.ops.meshy.place_job(job_id=mesh.job_id)
    yield from until(results.made, "the new mesh as a model")
    yield from hands.redrawn()
    hands.screenshot("3 placed in another file")
    seen["placed"] = [len(results.made()[0].data.polygons) > 1000, results.made()[0].name]
    return seen


def test_a_result_waits_for_an_object_that_was_undone_or_whose_file_was_closed(
    window: Window, emulator: Emulator
):
    emulator.settings(task_seconds=2)
    seen = window.call(undo_the_object_and_close_the_file, env=emulator.environment)
    gone = 'The object "Cone" is not in this file any more.'
    assert seen["undone"]
    assert seen["errors"] == [gone, gone]
    assert "Cone" not in seen["objects"]
    assert seen["redone"] == ["Rusty copper", 4]
    assert seen["elsewhere"] == [1, 0]
    assert seen["placed"] == [True, "Cone"]
    assert len(emulator.creates()) == 2
