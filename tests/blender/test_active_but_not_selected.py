"""As with Blender's own operators, an object that is active without being selected is left alone:
panels tell about what their buttons act on.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.blender.test_panel_account import drawn
from tests.blender.test_panel_settings import part_of_extension
from tests.blender.test_printing import open_box
from tests.emulator.process import Emulator

pytestmark = pytest.mark.one_version


def a_box_and_an_active_bystander() -> tuple[Any, Any]:
    import bpy

    part_of_extension("ui.account.state").ACCOUNT.look()
    box, bystander = open_box(), bpy.data.objects["Cube"]
    bpy.context.view_layer.objects.active = bystander
    return box, bystander


def print_the_box() -> dict[str, Any]:
    import bpy

    box, bystander = a_box_and_an_active_bystander()
    bpy.ops.meshy.print_analyze()
    shown = drawn("MESHY_PT_print")
    bpy.ops.meshy.select_print_issues(what="HOLES")
    edited = [thing.name for thing in bpy.context.objects_in_mode]
    bpy.ops.object.mode_set(mode="OBJECT")
    box.select_set(False)
    bpy.context.view_layer.objects.active = bystander
    return {
        "checked": bool(box.meshy_print.verdict),
        "bystander": bystander.meshy_print.verdict,
        "shown": shown,
        "edited": edited,
        "nothing selected": [drawn("MESHY_PT_print"), bpy.ops.meshy.select_print_issues.poll()],
    }


def test_the_panel_for_printing_is_about_what_its_buttons_check(
    blender: Blender, emulator: Emulator
):
    seen = blender.call(print_the_box, env=emulator.environment)
    assert (seen["checked"], seen["bystander"]) == (True, "")
    assert "Holes" in seen["shown"]
    assert seen["edited"] == ["Box"]
    assert seen["nothing selected"] == [["(hidden)"], False]


def what_is_unwrapped() -> dict[str, bool]:
    import bpy

    made = {}
    things = a_box_and_an_active_bystander()
    for thing in things:
        while thing.data.uv_layers:
            thing.data.uv_layers.remove(thing.data.uv_layers[0])
    bpy.ops.meshy.unwrap()
    for thing in things:
        made[thing.name] = bool(thing.data.uv_layers)
    return made


def test_unwrapping_leaves_the_active_object_its_uvs(blender: Blender):
    assert blender.call(what_is_unwrapped) == {"Box": True, "Cube": False}


def refine_the_selection() -> list[str]:
    import bpy

    bpy.ops.meshy.text_to_3d(prompt="a stone chair", preview_only=True)
    first = bpy.context.active_object
    bpy.ops.meshy.text_to_3d(prompt="an owl", preview_only=True)
    bpy.ops.object.select_all(action="DESELECT")
    first.select_set(True)  # the owl is still active
    part_of_extension("ui.account.state").ACCOUNT.look()
    shown = drawn("MESHY_PT_object")
    bpy.ops.meshy.refine()
    return [shown[0], bpy.context.active_object.meshy.prompt]


def test_what_is_told_of_and_gone_on_from_is_the_selected_result(
    blender: Blender, emulator: Emulator
):
    shown, refined = blender.call(refine_the_selection, env=emulator.environment)
    assert shown == "Stone chair"
    assert refined == "a stone chair"
