"""Where an object came from, kept with it, and nothing secret in it."""

from __future__ import annotations

import json

import pytest

from tests.blender.scene_results import model_in, placed

KEY = "msy_" + "x" * 40


@pytest.fixture
def owl(tmp_path):
    return model_in(tmp_path / "owl", textured=False, pbr=False, emission=False)


def as_read(thing) -> dict | None:
    from dataclasses import asdict

    from meshy_addon.scene.provenance import read

    told = read(thing)
    return asdict(told) if told else None


def place_and_read(files, values=None) -> list:
    import bpy

    thing = placed(files, **(values or {}))
    return [as_read(thing), as_read(bpy.data.objects["Cube"])]


def test_an_object_tells_its_tasks_prompt_model_credits_and_time(blender, owl):
    told, of_another = blender.call(place_and_read, owl)
    assert told == {
        "task_id": "refine-1",
        "kind": "text_to_3d",
        "task_type": "text-to-3d-refine",
        "prompt": "a weathered bronze owl",
        "ai_model": "meshy-6",
        "credits": 30,
        "created_at": "2025-11-21T07:59:59+00:00",
        "parents": [{"id": "preview-1", "type": "text-to-3d-preview"}],
        "parameters": [
            {
                "endpoint": "text-to-3d-preview",
                "values": {"prompt": "a weathered bronze owl", "ai_model": "meshy-6"},
            },
            {"endpoint": "text-to-3d-refine", "values": {"enable_pbr": True}},
        ],
    }
    assert of_another is None


def place_and_take_along(files, folder) -> dict:
    import bpy

    thing = placed(files)
    name, told = thing.name, as_read(thing)
    copy = thing.copy()
    found = {"copied": as_read(copy)}
    file = f"{folder}/owl.blend"
    bpy.ops.wm.save_as_mainfile(filepath=file)
    bpy.ops.wm.open_mainfile(filepath=file)
    found["loaded"] = as_read(bpy.data.objects[name])
    bpy.ops.wm.read_homefile()
    with bpy.data.libraries.load(file) as (_, wanted):
        wanted.objects = [name]
    found["appended"] = as_read(wanted.objects[0])
    return {way: told is not None and seen == told for way, seen in found.items()}


def test_it_survives_a_copy_a_save_and_an_append(blender, owl, tmp_path):
    survived = blender.call(place_and_take_along, owl, str(tmp_path))
    assert survived == {"copied": True, "loaded": True, "appended": True}


def test_pictures_folders_signatures_and_keys_are_not_written_down(blender, owl):
    values = {
        "texture_image_url": "https://user:pw@host.example/a/pic.png?Expires=1&Signature=abc#x",
        "image_url": "data:image/png;base64,AAAABBBBCCCC",
        "image_urls": ["/home/artist/secret project/front.png", "C:\\art\\back.jpg"],
        "api_key": KEY,
        "note": f"Bearer {KEY}",
    }
    told, _ = blender.call(place_and_read, owl, values)
    sent = told["parameters"][1]["values"]
    assert sent["texture_image_url"] == "https://host.example/a/pic.png"
    assert sent["image_url"] == "data:image/png"
    assert sent["image_urls"] == ["front.png", "back.jpg"]
    text = json.dumps(told)
    for secret in ("Signature", "pw@", "AAAABBBB", "artist", "art\\\\", KEY):
        assert secret not in text
