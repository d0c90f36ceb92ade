"""The main job from a script: a prompt becomes a textured model that stands at the 3D cursor."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.blender import scene_report
from tests.blender.harness import Blender
from tests.emulator.process import Emulator

PROMPT = "a weathered bronze owl"
NAME = "Weathered bronze owl"
CURSOR = [1.0, -2.0, 0.5]
PROPS = "Props"
# The smallest PNG: one black dot.
_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c636000000002000148afa4710000000049454e44ae426082"
)


def make_an_owl(collection: str = "") -> dict[str, Any]:
    import bpy

    scene = bpy.context.scene
    scene.cursor.location = CURSOR
    scene.frame_end, scene.render.fps = 77, 30
    before = {"names": scene_report.names(), "settings": scene_report.settings()}
    given = {"collection": collection} if collection else {}
    done = bpy.ops.meshy.text_to_3d(prompt=PROMPT, **given)
    after = {"names": scene_report.names(), "settings": scene_report.settings()}
    return {
        "done": sorted(done),
        "before": before,
        "after": after,
        "owl": scene_report.object_facts(NAME),
        "material": scene_report.material_facts(NAME),
    }


def make_an_owl_in_a_new_collection() -> dict[str, Any]:
    return make_an_owl(PROPS)


def make_an_owl_in_the_active_collection() -> list[str]:
    import bpy

    collection = bpy.data.collections.new("Set dressing")
    bpy.context.scene.collection.children.link(collection)
    children = bpy.context.view_layer.layer_collection.children
    bpy.context.view_layer.active_layer_collection = children["Set dressing"]
    bpy.ops.meshy.text_to_3d(prompt=PROMPT)
    return [each.name for each in bpy.data.objects[NAME].users_collection]


def make_an_owl_at(location: list[float]) -> list[float]:
    import bpy

    bpy.ops.meshy.text_to_3d(prompt=PROMPT, location=location)
    return scene_report.object_facts(NAME)["low"]


def make_an_owl_and_save_it(path: str) -> dict[str, Any]:
    import bpy

    bpy.ops.meshy.text_to_3d(prompt=PROMPT, ai_model="meshy-6", texture_prompt="verdigris")
    bpy.ops.wm.save_as_mainfile(filepath=path, compress=False)
    return scene_report.provenance(bpy.data.objects[NAME])


def make_from_a_link_and_save_it(path: str, link: str) -> None:
    import bpy

    bpy.ops.meshy.text_to_3d(prompt=PROMPT, texture_image_url=link)
    bpy.ops.wm.save_as_mainfile(filepath=path, compress=False)


def reopen(path: str) -> dict[str, Any]:
    import bpy

    bpy.ops.wm.open_mainfile(filepath=path)
    return {
        "meshy": scene_report.provenance(bpy.data.objects[NAME]),
        "material": scene_report.material_facts(NAME),
    }


def make_an_owl_and_undo_it() -> list[list[str]]:
    import bpy

    # In background there are undo steps only after the first one was asked for.
    bpy.ops.ed.undo_push(message="Before")
    bpy.ops.meshy.text_to_3d("EXEC_DEFAULT", True, prompt=PROMPT)
    seen = [sorted(thing.name for thing in bpy.data.objects)]
    bpy.ops.ed.undo()
    seen.append(sorted(thing.name for thing in bpy.data.objects))
    bpy.ops.ed.redo()
    seen.append(sorted(thing.name for thing in bpy.data.objects))
    return seen


def make_two() -> dict[str, Any]:
    import bpy

    bpy.ops.meshy.text_to_3d(prompt=PROMPT)
    bpy.ops.meshy.text_to_3d(prompt=PROMPT)
    return {
        "names": scene_report.names(),
        "selected": [thing.name for thing in bpy.context.selected_objects],
        "active": bpy.context.view_layer.objects.active.name,
    }


@pytest.mark.also_installed
def test_a_prompt_becomes_a_textured_model_at_the_cursor(blender: Blender, emulator: Emulator):
    seen = blender.call(make_an_owl, env=emulator.environment)
    assert seen["done"] == ["FINISHED"]
    owl = seen["owl"]
    assert owl["data"] == NAME
    assert owl["materials"] == [NAME]
    assert owl["faces"] > 100
    assert owl["uv_layers"] == 1
    assert owl["scale"] == [1, 1, 1]
    assert owl["rotation"] == [0, 0, 0]
    assert owl["selected"]
    assert owl["active"]
    middle = [(low + high) / 2 for low, high in zip(owl["low"], owl["high"], strict=True)]
    assert middle[:2] == pytest.approx(CURSOR[:2], abs=1e-4)
    assert owl["low"][2] == pytest.approx(CURSOR[2], abs=1e-4)
    _check_material(seen["material"])
    assert emulator.credits() == 970


def test_it_stands_at_another_place_if_told_to(blender: Blender, emulator: Emulator):
    low = blender.call(make_an_owl_at, [3.0, 4.0, 5.0], env=emulator.environment)
    assert low[2] == pytest.approx(5.0, abs=1e-4)


def _check_material(material: dict[str, Any]) -> None:
    assert material["shaders"] == ["ShaderNodeBsdfPrincipled"]
    images = material["images"]
    spaces = {socket: image and image["colorspace"] for socket, image in images.items()}
    assert spaces == {
        "Base Color": "sRGB",
        "Metallic": "Non-Color",
        "Roughness": "Non-Color",
        "Normal": "Non-Color",
        "Emission Color": "sRGB",
    }
    for socket, image in images.items():
        assert image["packed"], socket
        assert image["name"].startswith(NAME), socket
        assert min(image["size"]) >= 256, socket
    assert images["Base Color"]["name"] == f"{NAME} base color"


def test_nothing_else_in_the_file_is_touched(blender: Blender, emulator: Emulator):
    seen = blender.call(make_an_owl, env=emulator.environment)
    assert seen["after"]["settings"] == seen["before"]["settings"]
    added = {
        kind: sorted(set(present) - set(seen["before"]["names"][kind]))
        for kind, present in seen["after"]["names"].items()
    }
    images = added.pop("images")
    assert all(name.startswith(f"{NAME} ") for name in images)
    assert {kind: there for kind, there in added.items() if there} == {
        "materials": [NAME],
        "meshes": [NAME],
        "objects": [NAME],
    }
    for kind, there in seen["before"]["names"].items():
        assert set(there) <= set(seen["after"]["names"][kind])


def test_the_chosen_collection_is_made_and_the_active_one_is_the_default(
    blender: Blender, emulator: Emulator
):
    seen = blender.call(make_an_owl_in_a_new_collection, env=emulator.environment)
    assert seen["owl"]["collections"] == [PROPS]
    active = blender.call(make_an_owl_in_the_active_collection, env=emulator.environment)
    assert active == ["Set dressing"]


@pytest.mark.also_installed
def test_where_it_came_from_stays_in_the_file(blender: Blender, emulator: Emulator):
    path = blender.folder / "owl.blend"
    written = blender.call(make_an_owl_and_save_it, str(path), env=emulator.environment)
    tasks = [request["body"] for request in emulator.creates()]
    preview_id = tasks[1]["preview_task_id"]
    assert written["kind"] == "text_to_3d"
    assert written["task_type"] == "text-to-3d-refine"
    assert written["prompt"] == PROMPT
    assert written["ai_model"] == "meshy-6"
    assert written["credits"] == 30
    assert written["created_at"].endswith("+00:00")
    assert written["task_id"] not in ("", preview_id)
    assert json.loads(written["parents"]) == [{"id": preview_id, "type": "text-to-3d-preview"}]
    steps = json.loads(written["parameters"])
    assert [step["endpoint"] for step in steps] == ["text-to-3d-preview", "text-to-3d-refine"]
    assert steps[1]["values"]["texture_prompt"] == "verdigris"

    reopened = blender.call(reopen, str(path))
    assert reopened["meshy"] == written
    _check_material(reopened["material"])


def test_the_saved_file_holds_neither_the_key_nor_a_link(blender: Blender, emulator: Emulator):
    path = blender.folder / "owl.blend"
    link = emulator.put_file("verdigris.png", _DOT)
    blender.call(make_from_a_link_and_save_it, str(path), link, env=emulator.environment)
    assert emulator.creates()[1]["body"]["texture_image_url"] == link
    content = path.read_bytes()
    assert PROMPT.encode() in content  # it can be searched, that is, isn't compressed
    for secret in (emulator.key, emulator.api, link, "Signature=", "Expires="):
        assert secret.encode() not in content, secret


def test_it_is_one_step_to_undo(blender: Blender, emulator: Emulator):
    made, undone, redone = blender.call(make_an_owl_and_undo_it, env=emulator.environment)
    assert set(made) - set(undone) == {NAME}
    assert redone == made


def test_the_second_of_the_same_name_leaves_the_first_alone(blender: Blender, emulator: Emulator):
    seen = blender.call(make_two, env=emulator.environment)
    assert seen["selected"] == [f"{NAME}.001"]
    assert seen["active"] == f"{NAME}.001"
    for kind in ("objects", "meshes", "materials"):
        assert {NAME, f"{NAME}.001"} <= set(seen["names"][kind])
