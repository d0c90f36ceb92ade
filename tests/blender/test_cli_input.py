"""A model file as a command's input."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.emulator.process import Emulator

pytestmark = pytest.mark.oldest_and_newest


def a_file_with_two_cones(folder: str) -> None:
    """As .blend, with more in it, and each cone as the other formats have it."""
    import bpy

    bpy.ops.mesh.primitive_cone_add(vertices=16, radius1=1, depth=4)
    bpy.context.object.name = "Tall"
    bpy.ops.mesh.primitive_cone_add(vertices=16, radius1=1, depth=1, location=(5, 0, 0))
    bpy.context.object.name = "Flat"
    bpy.data.objects["Cube"].location.y = 20
    bpy.data.objects["Cube"].hide_set(True)
    bpy.ops.wm.save_as_mainfile(filepath=f"{folder}/cones.blend")
    for thing in bpy.data.objects:
        thing.select_set(thing.name == "Tall")
    bpy.ops.export_scene.gltf(filepath=f"{folder}/tall.glb", use_selection=True)
    bpy.ops.export_scene.fbx(filepath=f"{folder}/tall.fbx", use_selection=True)
    bpy.ops.wm.obj_export(filepath=f"{folder}/tall.obj", export_selected_objects=True)
    bpy.ops.wm.stl_export(filepath=f"{folder}/tall.stl", export_selected_objects=True)
    bpy.data.objects["Cube"].vertex_groups.new(name="Nothing")
    bpy.data.objects["Cube"].modifiers.new("Mask", "MASK").vertex_group = "Nothing"
    bpy.ops.wm.save_as_mainfile(filepath=f"{folder}/masked.blend")


def sizes_in(path: str) -> dict[str, list[float]]:
    import bpy

    bpy.ops.wm.open_mainfile(filepath=path)
    return {
        thing.name: [round(each, 2) for each in thing.dimensions]
        for thing in bpy.data.objects
        if thing.type == "MESH"
    }


def size_sent(blender: Blender) -> list[float]:
    """Of the model that was sent by the one job, in Blender's axes."""
    (upload,) = blender.state_dir.glob("jobs/*/upload.glb")
    content = upload.read_bytes()
    length = struct.unpack("<I", content[12:16])[0]
    document = json.loads(content[20 : 20 + length])
    accessors = [
        document["accessors"][primitive["attributes"]["POSITION"]]
        for mesh in document["meshes"]
        for primitive in mesh["primitives"]
    ]
    low = [min(each["min"][axis] for each in accessors) for axis in range(3)]
    high = [max(each["max"][axis] for each in accessors) for axis in range(3)]
    x, y, z = (b - a for a, b in zip(low, high, strict=True))
    return [x, z, y]


def run(blender: Blender, emulator: Emulator, *arguments: str) -> dict[str, Any]:
    ended = blender.cli(*arguments, "--json", env=emulator.environment)
    assert ended.returncode == 0, ended.stderr
    answer: dict[str, Any] = json.loads(ended.stdout)
    return answer


def test_an_object_of_a_blend_is_remeshed_and_the_file_written(
    blender: Blender, emulator: Emulator
):
    folder = blender.folder
    blender.call(a_file_with_two_cones, str(folder))
    answer = run(
        blender, emulator, "remesh", "--input", "cones.blend", "--object", "Flat",
        "--target-polycount", "500", "-o", "new.blend", "-o", "flat.glb",
    )  # fmt: skip
    assert answer["objects"] == ["Flat"]
    assert size_sent(blender) == pytest.approx([2, 2, 1], abs=0.05)
    sizes = blender.call(sizes_in, str(folder / "new.blend"))
    assert sizes == {"Cube": [2, 2, 2], "Flat": [2, 2, 1], "Tall": [2, 2, 4]}
    assert (folder / "flat.glb").read_bytes().startswith(b"glTF")


def what_is_in(path: str) -> dict[str, Any]:
    import bpy

    bpy.ops.wm.read_homefile(use_empty=True)
    bpy.ops.import_scene.gltf(filepath=path)
    (thing,) = (each for each in bpy.data.objects if each.type == "MESH")
    images = [image for image in bpy.data.images if image.type == "IMAGE" and image.size[0]]
    return {
        "size": [round(each, 2) for each in thing.dimensions],
        "materials": [material.name for material in thing.data.materials],
        "has images": bool(images),
    }


@pytest.mark.one_version
def test_a_retextured_object_is_written_at_its_own_size(blender: Blender, emulator: Emulator):
    folder = blender.folder
    blender.call(a_file_with_two_cones, str(folder))
    answer = run(
        blender, emulator, "retexture", "--input", "cones.blend", "--object", "Flat",
        "--text-style-prompt", "rusty copper", "-o", "flat.glb",
    )  # fmt: skip
    assert answer["objects"] == ["Flat"]
    seen = blender.call(what_is_in, str(folder / "flat.glb"))
    assert seen == {"size": [2, 2, 1], "materials": ["Flat Rusty copper"], "has images": True}


@pytest.mark.one_version
@pytest.mark.parametrize("extension", ["glb", "fbx", "obj", "stl"])
def test_other_formats_are_sent_upright(blender: Blender, emulator: Emulator, extension: str):
    blender.call(a_file_with_two_cones, str(blender.folder))
    run(blender, emulator, "resize", "--input", f"tall.{extension}", "--resize-height", "2")
    assert size_sent(blender) == pytest.approx([2, 2, 4], abs=0.05)


@pytest.mark.one_version
def test_all_that_is_seen_in_a_file_is_one_model(blender: Blender, emulator: Emulator):
    blender.call(a_file_with_two_cones, str(blender.folder))
    run(blender, emulator, "convert", "--input", "cones.blend", "-o", "all.obj")
    assert size_sent(blender) == pytest.approx([7, 2, 4], abs=0.05)
    assert "\nf " in (blender.folder / "all.obj").read_text()


@pytest.mark.one_version
@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "input is missing"),
        (["--input", "nothing.glb"], "there is no file"),
        (["--input", f"{'o' * 300}.glb"], "ooo.glb"),
        (["--input", "notes.txt"], "is no model file"),
        (["--input", "broken.glb"], "can't read broken.glb"),
        (["--input", "cones.blend", "--object", "Owl"], 'there is no "Owl"'),
        (["--input", "cones.blend", "--object", "Camera"], "no surface to send"),
        (["--input", "masked.blend", "--object", "Cube"], '"Cube" has no faces to send.'),
    ],
)
def test_what_is_no_model_is_told_before_anything_is_paid(
    blender: Blender, emulator: Emulator, arguments: list[str], complaint: str
):
    if {"cones.blend", "masked.blend"}.intersection(arguments):
        blender.call(a_file_with_two_cones, str(blender.folder))
    Path(blender.folder / "notes.txt").write_text("an owl")
    Path(blender.folder / "broken.glb").write_bytes(b"glTF\x02\0\0\0")
    ended = blender.cli("remesh", *arguments, env=emulator.environment)
    assert ended.returncode == 2
    assert complaint in ended.stderr
    assert emulator.requests() == []
