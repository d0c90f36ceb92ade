"""What comes in from a model file, and that nothing stays of one that is no good."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.blender.harness import Blender
from tests.blender.scene_results import edited, everything, model_in, placed


@pytest.fixture
def owl(tmp_path: Path) -> dict[str, str]:
    return model_in(tmp_path / "owl")


def fail_in_edit_mode(files) -> dict:
    import bpy

    from meshy_addon.scene.errors import BrokenModel

    bpy.ops.object.mode_set(mode="EDIT")
    before = everything()
    try:
        placed(files)
    except BrokenModel as error:
        message, kind = str(error), type(error).__name__
    return {
        "message": message,
        "kind": kind,
        "clean": before == everything(),
        "mode": bpy.context.mode,
        "scene": bpy.context.scene.name,
        "active": bpy.context.active_object.name,
    }


def without_faces(path: Path) -> None:
    def only_points(document) -> None:
        for mesh in document["meshes"]:
            for primitive in mesh["primitives"]:
                primitive["mode"] = 0

    Path(edited(str(path), only_points)).replace(path)


def needing_draco(path: Path) -> None:
    """Says that it is compressed, with nothing in it that a decoder could make sense of."""

    def say_so(document) -> None:
        document["extensionsRequired"] = document["extensionsUsed"] = ["KHR_draco_mesh_compression"]
        for mesh in document["meshes"]:
            for primitive in mesh["primitives"]:
                primitive["extensions"] = {
                    "KHR_draco_mesh_compression": {"bufferView": 0, "attributes": {"POSITION": 0}}
                }

    Path(edited(str(path), say_so)).replace(path)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def a_web_page(path: Path) -> None:
    path.write_text("<html><body>502 Bad Gateway</body></html>")


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def with_garbage_for_vertices(path: Path) -> None:
    """Sound to a look at its description; the importer trips over an accessor that isn't there."""

    def point_nowhere(document) -> None:
        document["meshes"][0]["primitives"][0]["attributes"]["TEXCOORD_0"] = "x"

    Path(edited(str(path), point_nowhere)).replace(path)


@pytest.mark.parametrize(
    ("spoil", "sentence", "kind"),
    [
        (cut_off, "damaged", "BrokenModel"),
        (a_web_page, "not a GLB", "BrokenModel"),
        (nothing, "not a GLB", "BrokenModel"),
        (without_faces, "no mesh with faces", "BrokenModel"),
        (with_garbage_for_vertices, "can't read the model", "BrokenModel"),
        (Path.unlink, "can't be read", "BrokenModel"),
    ],
)
def test_a_file_that_is_no_good_is_one_sentence_and_leaves_nothing(
    blender: Blender, owl, spoil, sentence, kind
):
    spoil(Path(owl["model"]))
    seen = blender.call(fail_in_edit_mode, owl)
    assert sentence in seen["message"]
    assert "\n" not in seen["message"]
    assert seen["kind"] == kind
    assert seen["clean"]
    assert (seen["mode"], seen["scene"], seen["active"]) == ("EDIT_MESH", "Scene", "Cube")


def fail_after_the_import(files) -> bool:
    from meshy_addon.scene import kept

    before = everything()
    kept.unregister()
    try:
        placed(files)
    except AttributeError:
        return before == everything()
    finally:
        kept.register()
    raise AssertionError("it was placed")


def test_what_goes_wrong_after_the_import_leaves_nothing_either(blender, owl):
    assert blender.call(fail_after_the_import, owl)


def place_compressed(files) -> str:
    from meshy_addon.scene.errors import UndecodableModel

    before = everything()
    try:
        return str(placed(files).name)
    except UndecodableModel as error:
        assert before == everything()
        return str(error)


def test_a_compressed_model_comes_in_or_the_sentence_says_what_is_lacking(blender, owl):
    """Builds of Blender differ in whether they brought the decoder."""
    needing_draco(Path(owl["model"]))
    told = blender.call(place_compressed, owl)
    assert told == "Weathered bronze owl" or "no decoder" in told
    assert "no decoder" in told or blender.version not in ("4.2", "5.2")


def place_among_others(files) -> list:
    import bpy

    before = everything()
    placed(files)
    after = everything()
    return [
        {kind: after[kind] - before[kind] for kind in after if after[kind] != before[kind]},
        [image.name for image in bpy.data.images if image.users == 0 and image.type == "IMAGE"],
    ]


def test_only_the_model_its_material_and_its_images_come_in(blender, owl):
    came, unused = blender.call(place_among_others, owl)
    assert came == {"objects": 1, "meshes": 1, "materials": 1, "images": 4}
    assert unused == []


def test_the_importer_prints_nothing(blender, owl):
    blender.call(place_among_others, owl)
    assert "INFO" not in blender.last.stdout
    assert "glTF" not in blender.last.stdout


def place_rig(folder) -> dict:
    import bpy

    for thing in list(bpy.data.objects):
        bpy.data.objects.remove(thing)
    bpy.ops.mesh.primitive_cube_add(location=(0, 0, 5))
    body = bpy.context.object
    bpy.ops.object.armature_add()
    rig = bpy.context.object
    rig.scale = (0.01, 0.01, 0.01)
    body.parent, body.modifiers.new("rig", "ARMATURE").object = rig, rig
    body.vertex_groups.new(name="Bone").add(range(8), 1, "REPLACE")
    bone = rig.pose.bones[0]
    bone.keyframe_insert("location", frame=1)
    bone.location = (1, 0, 0)
    bone.keyframe_insert("location", frame=20)
    glb = f"{folder}/rig.glb"
    bpy.ops.export_scene.gltf(filepath=glb)
    bpy.ops.wm.read_homefile(use_empty=True)
    root = placed({"model": glb})
    mesh = next(thing for thing in bpy.data.objects if thing.type == "MESH")
    seen = mesh.evaluated_get(bpy.context.evaluated_depsgraph_get())
    return {
        "objects": [[thing.type, thing.name] for thing in (root, *root.children_recursive)],
        "all": len(bpy.data.objects),
        "collections": len(bpy.data.collections),
        "actions": len(bpy.data.actions),
        "animated": root.animation_data is not None,
        "scale": list(root.scale),
        "low": min((seen.matrix_world @ v.co).z for v in seen.data.vertices),
    }


def test_a_rig_is_unscaled_and_at_rest_and_brings_no_helper_shapes(blender, tmp_path):
    seen = blender.call(place_rig, str(tmp_path))
    name = "Weathered bronze owl"
    assert seen["objects"] == [["ARMATURE", f"{name} rig"], ["MESH", f"{name} mesh"]]
    assert seen["all"] == 2
    assert seen["collections"] == 0
    assert seen["actions"] == 0
    assert not seen["animated"]
    assert seen["scale"] == [1, 1, 1]
    assert seen["low"] == pytest.approx(0, abs=1e-5)


def test_the_edited_models_of_this_module_are_sound_but_for_their_fault(owl):
    """Or the importer would stumble over something else than the test says."""
    content = Path(edited(owl["model"], lambda document: None)).read_bytes()
    assert struct.unpack("<I", content[8:12])[0] == len(content)
