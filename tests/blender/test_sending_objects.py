"""All that can be selected: each kind of object does the sensible thing, or says why not."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def remeshed(things: list[Any], **how: Any) -> dict[str, Any]:
    """What came of remeshing `things`: an error, or the active object and the scene's names."""
    import bpy

    for each in bpy.context.view_layer.objects:
        each.select_set(each in things)
    if things:
        bpy.context.view_layer.objects.active = things[0]
    names = {thing.name for thing in bpy.data.objects}
    try:
        bpy.ops.meshy.remesh(target_polycount=2000, **how)
    except RuntimeError as error:
        return {"error": str(error).removeprefix("Error: ").strip()}
    active = bpy.context.view_layer.objects.active
    bpy.context.view_layer.update()
    return {
        "active": active.name,
        "type": active.type,
        "new": sorted(thing.name for thing in bpy.data.objects if thing.name not in names),
        "faces": [len(t.data.polygons) for t in things if isinstance(t.data, bpy.types.Mesh)],
        "hidden": [thing.hide_get() for thing in things],
        "size": [round(each, 2) for each in active.dimensions],
        "sizes": [[round(each, 2) for each in thing.dimensions] for thing in things],
    }


def empty_scene() -> None:
    import bpy

    bpy.ops.wm.read_factory_settings(use_empty=True)


def all_sorts_of_objects() -> dict[str, Any]:
    import bpy

    seen = {}
    empty_scene()
    bpy.ops.object.text_add()
    bpy.context.object.data.extrude = 0.1
    seen["text"] = remeshed([bpy.context.object])
    bpy.ops.mesh.primitive_cube_add()
    mirrored = bpy.context.object
    mirrored.location.x = 3
    mirror = mirrored.modifiers.new("Mirror", "MIRROR")
    mirror.mirror_object = bpy.data.objects.new("Middle", None)
    seen["modifier"] = remeshed([mirrored])
    seen["switched off"] = not mirror.show_viewport
    bpy.ops.mesh.primitive_cube_add()
    bare = bpy.context.object
    bare.modifiers.new("Array", "ARRAY")
    seen["bare"] = remeshed([bare], apply_modifiers=False)
    seen["still on"] = bare.modifiers[0].show_viewport
    bpy.ops.mesh.primitive_cube_add()
    one = bpy.context.object
    two = one.copy()
    two.location.y = 5
    bpy.context.scene.collection.objects.link(two)
    seen["linked duplicates"] = remeshed([one, two])
    seen["still linked"] = one.data == two.data
    seen["beside"] = remeshed([one], keep_original=True)
    return seen


def groups_of_objects() -> dict[str, Any]:
    import bpy

    seen = {}
    empty_scene()
    bpy.ops.mesh.primitive_cube_add()
    cube = bpy.context.object
    inside = bpy.data.collections.new("Inside")
    inside.objects.link(cube)
    bpy.context.scene.collection.objects.unlink(cube)
    bpy.ops.object.collection_instance_add(collection="Inside", location=(0, 9, 0))
    seen["instance"] = remeshed([bpy.context.object])
    bpy.ops.mesh.primitive_cube_add()
    first = bpy.context.object
    bpy.ops.mesh.primitive_uv_sphere_add(location=(4, 0, 0))
    second = bpy.context.object
    bpy.ops.object.camera_add()
    seen["each"] = remeshed([first, second, bpy.context.object])
    seen["joined"] = remeshed([first, second], join=True)
    return seen


def what_cannot_be_sent() -> dict[str, Any]:
    import bpy

    seen = {}
    empty_scene()
    seen["nothing"] = remeshed([])
    bpy.ops.object.camera_add()
    seen["camera"] = remeshed([bpy.context.object])
    bpy.ops.mesh.primitive_cube_add()
    cube = bpy.context.object
    cube.scale.x = 0
    bpy.context.view_layer.update()
    seen["flat"] = remeshed([cube])
    empty = bpy.data.objects.new("Bare", bpy.data.meshes.new("Bare"))
    bpy.context.scene.collection.objects.link(empty)
    seen["empty"] = remeshed([empty])
    empty.modifiers.new("Mirror", "MIRROR")
    seen["empty with a modifier"] = remeshed([empty])
    bpy.ops.mesh.primitive_grid_add(x_subdivisions=1000, y_subdivisions=1000)
    try:
        bpy.ops.meshy.rig()
    except RuntimeError as error:
        seen["million"] = {"error": str(error).removeprefix("Error: ").strip()}
    return {name: told.get("error") for name, told in seen.items()}


def jobs_amid_modes() -> dict[str, Any]:
    import bpy

    empty_scene()
    bpy.ops.mesh.primitive_cube_add()
    cube = bpy.context.object
    cube.name = "Cube"
    seen = {}
    for mode in ("EDIT", "SCULPT"):
        bpy.ops.object.mode_set(mode=mode)
        seen[f"remesh in {mode}"] = told_by("remesh", target_polycount=2000)
        seen[f"resize in {mode}"] = told_by("resize", resize_height=1.0)
        seen[f"new UVs in {mode}"] = told_by(
            "retexture", text_style_prompt="rust", enable_original_uv=False
        )
        seen[f"rig in {mode}"] = told_by("rig")
        bpy.ops.object.mode_set(mode="OBJECT")
    other = cube.copy()
    bpy.context.scene.collection.objects.link(other)
    cube.select_set(False)
    bpy.context.view_layer.objects.active = other
    other.select_set(True)
    bpy.ops.object.mode_set(mode="EDIT")
    other.select_set(False)
    cube.select_set(True)
    seen["a duplicate in EDIT"] = told_by("remesh", target_polycount=2000)
    other.select_set(True)
    bpy.ops.object.mode_set(mode="OBJECT")
    bpy.ops.object.mode_set(mode="TEXTURE_PAINT")
    cube.select_set(False)
    seen["retexture in TEXTURE_PAINT"] = told_by("retexture", text_style_prompt="rust")
    return seen


def told_by(kind: str, **values: Any) -> str:
    import bpy

    try:
        getattr(bpy.ops.meshy, kind)(**values)
    except RuntimeError as error:
        return str(error).removeprefix("Error: ").strip()
    return "done"


def what_a_mode_does_not_keep_off() -> list[str]:
    import bpy

    bpy.ops.wm.read_homefile(use_factory_startup=True)
    bpy.ops.object.mode_set(mode="EDIT")
    return [
        told_by("retexture", text_style_prompt="rust"),
        told_by("remesh", target_polycount=2000, keep_original=True),
        bpy.context.mode,
    ]


def test_each_kind_of_object_does_the_sensible_thing(blender: Blender, emulator: Emulator):
    seen = blender.call(all_sorts_of_objects, env=emulator.environment)
    text = seen["text"]
    assert (text["type"], text["new"], text["hidden"]) == ("MESH", ["Text.001"], [True])
    assert text["size"] == pytest.approx(text["sizes"][0], rel=0.02)
    assert seen["modifier"]["size"] == pytest.approx([8, 2, 2], rel=0.01)
    assert seen["switched off"]
    assert seen["bare"]["size"] == pytest.approx([4, 2, 2], rel=0.01)
    assert seen["still on"]
    assert seen["still linked"]
    assert seen["linked duplicates"]["faces"][0] == seen["linked duplicates"]["faces"][1] > 1000
    assert seen["beside"]["new"] == ["Cube.004"]
    assert seen["beside"]["size"] == pytest.approx([2, 2, 2], rel=0.01)
    assert len(emulator.creates("remesh")) == 5


def test_several_objects_are_a_job_each_or_one_model(blender: Blender, emulator: Emulator):
    seen = blender.call(groups_of_objects, env=emulator.environment)
    assert seen["instance"]["new"] == ["Inside.001"]
    assert seen["instance"]["size"] == pytest.approx([2, 2, 2], rel=0.01)
    assert seen["each"]["new"] == []
    assert min(seen["each"]["faces"]) > 900
    assert seen["joined"]["size"] == pytest.approx([6, 2, 2], rel=0.01)
    assert seen["joined"]["hidden"] == [False, True]
    assert len(emulator.creates("remesh")) == 4


def test_what_cannot_be_sent_is_told_in_one_sentence_and_costs_nothing(
    blender: Blender, emulator: Emulator
):
    assert blender.call(what_cannot_be_sent, env=emulator.environment) == {
        "nothing": "Nothing is selected: select a mesh first.",
        "camera": '"Camera" has no surface to send: select a mesh.',
        "flat": 'The scale of "Cube" is 0: give it a size first.',
        "empty": '"Bare" has no faces to send.',
        "empty with a modifier": '"Bare" has no faces to send.',
        "million": "1,000,000 faces are more than the 300,000 that can be rigged.",
    }
    assert emulator.creates() == []


@pytest.mark.one_version
def test_a_script_is_told_to_leave_a_mode_before_anything_is_paid(
    blender: Blender, emulator: Emulator
):
    seen = blender.call(jobs_amid_modes, env=emulator.environment)
    assert len(seen) == 10
    for told in seen.values():
        assert re.fullmatch(
            r'"Cube(\.001)?" is being edited or painted: go back to Object Mode first\.', told
        )
    assert emulator.creates() == []


@pytest.mark.one_version
def test_a_mode_that_keeps_no_result_off_is_no_reason_to_refuse(
    blender: Blender, emulator: Emulator
):
    seen = blender.call(what_a_mode_does_not_keep_off, env=emulator.environment)
    assert seen == ["done", "done", "EDIT_MESH"]
