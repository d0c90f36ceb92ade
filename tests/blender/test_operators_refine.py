"""Preview now, texture later: the preview alone, and what continues it."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from tests.blender import scene_report
from tests.blender.harness import Blender
from tests.emulator.process import Emulator

NAME = "Stone chair"
TEXTURED = f"{NAME}.001"
NO_PREVIEW = (
    "Error: preview_task_id is missing: give the id of a task, or select an object that came from "
    "text-to-3d-preview.\n"
)


def preview_then_refine_the_selection() -> dict[str, Any]:
    import bpy

    bpy.ops.meshy.text_to_3d(prompt="a stone chair", preview_only=True)
    preview = bpy.data.objects[NAME]
    untouched = scene_report.object_facts(NAME)
    collection = bpy.data.collections.new("Chairs")
    bpy.context.scene.collection.children.link(collection)
    for each in preview.users_collection:
        each.objects.unlink(preview)
    collection.objects.link(preview)
    preview.location = (3, 2, 1)
    preview.rotation_euler = (0, 0, math.radians(90))
    preview.scale = (2, 2, 2)
    preview.parent = bpy.data.objects.new("Room", None)
    bpy.context.scene.collection.objects.link(preview.parent)
    bpy.context.scene.cursor.location = (9, 9, 9)
    bpy.ops.meshy.refine(texture_prompt="mossy")
    return {
        "untouched": untouched,
        "preview": scene_report.object_facts(NAME),
        "textured": scene_report.object_facts(TEXTURED),
        "material": scene_report.material_facts(TEXTURED),
    }


def preview_with(ai_model: str) -> str:
    import bpy

    bpy.ops.meshy.text_to_3d(prompt="a stone chair", preview_only=True, ai_model=ai_model)
    return str(bpy.data.objects[NAME].meshy.task_id)


def preview_then_refine_with_the_older_model() -> str:
    import bpy

    preview_with("meshy-5")
    bpy.ops.meshy.refine()
    return str(bpy.data.objects[TEXTURED].meshy.ai_model)


def the_model_that_the_dialog_shows() -> list[str]:
    """Of a preview by an older model; there's no window here for the dialog to open in."""
    import types

    import bpy

    from tests.blender import jobs_in_the_list as jobs

    preview_with("meshy-5")
    told = bpy.context.window_manager.operator_properties_last("meshy.refine")
    kind = bpy.types.MESHY_OT_refine.kind
    shown = {each.key: getattr(told, each.key) for each in kind.parameters}
    operator = types.SimpleNamespace(kind=kind, properties=told, **shown)
    opened = []
    manager = types.SimpleNamespace(invoke_props_dialog=lambda each, **_: opened.append(each))
    held = {key: getattr(bpy.context, key) for key in ("selected_objects", "active_object")}
    jobs.module("ui.objects.dialog").ask_fields(
        operator, types.SimpleNamespace(window_manager=manager, **held)
    )
    return [each.ai_model for each in opened]


def refine_by_id(task_id: str) -> dict[str, Any]:
    import bpy

    bpy.context.scene.cursor.location = (0, 5, 0)
    bpy.ops.meshy.refine(preview_task_id=task_id)
    name = bpy.context.view_layer.objects.active.name
    return {**scene_report.object_facts(name), "name": name}


def refine_what_is_no_preview() -> list[str]:
    import bpy

    told = []
    for active in (bpy.data.objects["Cube"], None):
        bpy.context.view_layer.objects.active = active
        try:
            bpy.ops.meshy.refine()
        except RuntimeError as error:
            told.append(str(error))
    return told


def refine_in_sculpt_mode() -> str:
    import bpy

    bpy.ops.meshy.text_to_3d(prompt="a stone chair", preview_only=True)
    bpy.ops.object.mode_set(mode="SCULPT")
    with pytest.raises(RuntimeError) as refused:
        bpy.ops.meshy.refine()
    return str(refused.value)


@pytest.mark.one_version
def test_the_dialog_shows_the_model_that_goes_on(blender: Blender, emulator: Emulator):
    shown = blender.call(the_model_that_the_dialog_shows, env=emulator.environment)
    assert shown == ["meshy-5"]


def test_a_preview_can_be_refined_where_it_stands(blender: Blender, emulator: Emulator):
    seen = blender.call(preview_then_refine_the_selection, env=emulator.environment)
    untouched, preview, textured = seen["untouched"], seen["preview"], seen["textured"]
    assert untouched["meshy"]["credits"] == 20
    assert untouched["meshy"]["task_type"] == "text-to-3d-preview"

    assert textured["location"] == [3, 2, 1]
    assert textured["rotation"] == pytest.approx([0, 0, math.radians(90)])
    assert textured["scale"] == [2, 2, 2]
    assert textured["parent"] == "Room"
    assert textured["collections"] == ["Chairs"]
    assert textured["selected"]
    assert textured["hidden"] == [False, False]
    assert preview["hidden"] == [True, True]

    provenance = textured["meshy"]
    assert provenance["kind"] == "refine"
    assert provenance["prompt"] == "a stone chair"
    assert provenance["credits"] == 10
    preview_id = untouched["meshy"]["task_id"]
    assert [parent["id"] for parent in json.loads(provenance["parents"])] == [preview_id]
    assert seen["material"]["images"]["Base Color"]["packed"]
    assert emulator.credits() == 970


def test_what_continues_a_preview_sends_its_id_and_no_file(blender: Blender, emulator: Emulator):
    seen = blender.call(preview_then_refine_the_selection, env=emulator.environment)
    _, refine = emulator.creates()
    assert refine["body"]["preview_task_id"] == seen["untouched"]["meshy"]["task_id"]
    assert refine["body"]["texture_prompt"] == "mossy"
    assert refine["body_bytes"] < 500


def test_a_selected_preview_is_refined_by_the_model_that_made_it(
    blender: Blender, emulator: Emulator
):
    assert blender.call(preview_then_refine_with_the_older_model, env=emulator.environment) == (
        "meshy-5"
    )


def test_a_preview_of_another_file_is_refined_by_its_id(blender: Blender, emulator: Emulator):
    task_id = blender.call(preview_with, "latest", env=emulator.environment)
    textured = blender.call(refine_by_id, task_id, env=emulator.environment)
    assert textured["name"] == NAME
    assert textured["location"] == [0, 5, 0]
    assert json.loads(textured["meshy"]["parents"])[0]["id"] == task_id


def test_refining_what_is_no_preview_says_what_is_missing(blender: Blender, emulator: Emulator):
    told = blender.call(refine_what_is_no_preview, env=emulator.environment)
    assert told == [NO_PREVIEW, NO_PREVIEW]
    assert emulator.requests() == []


@pytest.mark.one_version
def test_a_script_leaves_the_mode_first_in_which_a_preview_cannot_make_way(
    blender: Blender, emulator: Emulator
):
    told = blender.call(refine_in_sculpt_mode, env=emulator.environment)
    assert "go back to Object Mode first" in told
    assert len(emulator.creates()) == 1
