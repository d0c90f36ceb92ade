"""A result in the artist's scene: where it stands, what it is, and that nothing else changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.blender.harness import Blender, RaisedInside
from tests.blender.scene_results import everything, model_in, placed


@pytest.fixture
def owl(tmp_path: Path) -> dict[str, str]:
    return model_in(tmp_path / "owl", height_m=1.2)


def box(thing) -> list[list[float]]:
    """The lowest and highest corner in the world."""
    import bpy

    bpy.context.view_layer.update()
    meshes = [part for part in (thing, *thing.children_recursive) if part.type == "MESH"]
    points = [part.matrix_world @ v.co for part in meshes for v in part.data.vertices]
    return [[pick(point[i] for point in points) for i in range(3)] for pick in (min, max)]


def place_and_look(files, target=None, values=None) -> dict:
    import bpy

    bpy.context.scene.cursor.location = (1, 2, 3)
    thing = placed(files, target, **(values or {}))
    return {
        "name": thing.name,
        "mesh": thing.data.name,
        "location": list(thing.location),
        "rotation": list(thing.rotation_euler),
        "mode": thing.rotation_mode,
        "scale": list(thing.scale),
        "parent": thing.parent is not None,
        "box": box(thing),
        "faces": len(thing.data.polygons),
        "uvs": len(thing.data.uv_layers),
        "selected": [other.name for other in bpy.context.selected_objects],
        "active": bpy.context.active_object.name,
        "collections": [collection.name for collection in thing.users_collection],
        "objects": len(bpy.data.objects),
    }


def test_it_stands_on_the_cursor_in_real_size_with_its_transforms_applied(blender: Blender, owl):
    seen = blender.call(place_and_look, owl)
    assert seen["name"] == seen["mesh"] == "Weathered bronze owl"
    assert seen["location"] == pytest.approx([1, 2, 3])
    assert (seen["rotation"], seen["mode"], seen["scale"]) == ([0, 0, 0], "XYZ", [1, 1, 1])
    low, high = seen["box"]
    assert low[2] == pytest.approx(3, abs=1e-5)
    assert high[2] - low[2] == pytest.approx(1.2, abs=1e-4)
    assert [(low[i] + high[i]) / 2 for i in (0, 1)] == pytest.approx([1, 2], abs=1e-5)
    assert seen["faces"] > 100
    assert seen["uvs"] == 1
    assert not seen["parent"]


def test_it_is_selected_and_active_in_the_active_collection_and_alone_in_that(blender, owl):
    seen = blender.call(place_and_look, owl)
    assert seen["selected"] == [seen["name"]] == [seen["active"]]
    assert seen["collections"] == ["Collection"]
    assert seen["objects"] == 4  # and Blender's own cube, light and camera


def test_the_origin_is_at_the_centre_if_that_was_asked_for_and_it_still_stands(blender, owl):
    seen = blender.call(place_and_look, owl, None, {"origin_at": "center"})
    assert seen["location"] == pytest.approx([1, 2, 3.6], abs=1e-4)
    assert seen["box"][0][2] == pytest.approx(3, abs=1e-4)


def test_a_target_names_collection_and_location(blender, owl):
    target = {"collection": "Birds", "location": [5, 0, -1]}
    seen = blender.call(place_and_look, owl, target)
    assert seen["collections"] == ["Birds"]
    assert seen["box"][0][2] == pytest.approx(-1, abs=1e-5)


def place_twice_in_a_collection(files) -> list[str]:
    import bpy

    for _ in range(2):
        placed(files, {"collection": "Birds"})
    return [collection.name for collection in bpy.context.scene.collection.children]


def test_a_collection_that_is_there_is_used_again(blender, owl):
    assert blender.call(place_twice_in_a_collection, owl) == ["Collection", "Birds"]


def place_with_hidden_collection(files) -> list:
    import bpy

    layer = bpy.context.view_layer.layer_collection.children["Collection"]
    bpy.context.view_layer.active_layer_collection = layer
    layer.exclude = True
    thing = placed(files)
    return [[collection.name for collection in thing.users_collection], thing.select_get()]


def test_where_the_active_collection_is_hidden_it_goes_where_it_is_seen(blender, owl):
    assert blender.call(place_with_hidden_collection, owl) == [["Scene Collection"], True]


def place_in_centimetres(files) -> list:
    import bpy

    bpy.context.scene.unit_settings.scale_length = 0.01
    thing = placed(files, {"location": [0, 0, 7]})
    return [box(thing), list(thing.scale), bpy.context.scene.unit_settings.scale_length]


def test_a_metre_is_a_metre_in_a_scene_that_counts_in_centimetres(blender, owl):
    (low, high), scale, scale_length = blender.call(place_in_centimetres, owl)
    assert high[2] - low[2] == pytest.approx(120, abs=0.01)
    assert low[2] == pytest.approx(7, abs=1e-3)
    assert scale == [1, 1, 1]
    assert scale_length == pytest.approx(0.01)


def place_in_mode(files, mode) -> dict:
    import bpy

    cube = bpy.data.objects["Cube"]
    scene = bpy.context.scene
    scene.frame_start, scene.frame_end, scene.frame_current, scene.render.fps = 3, 99, 42, 30
    bpy.ops.object.mode_set(mode=mode)
    if mode == "EDIT":
        bpy.ops.mesh.select_all(action="SELECT")
        bpy.ops.transform.translate(value=(5, 0, 0))
    before = artists_state()
    thing = placed(files)
    after = artists_state()
    bpy.ops.object.mode_set(mode="OBJECT")
    return {
        "before": before,
        "after": after,
        "x": max(v.co.x for v in cube.data.vertices),
        "there": thing.name in scene.objects,
        "scenes": len(bpy.data.scenes),
    }


def artists_state() -> list:
    import bpy

    scene = bpy.context.scene
    frames = [scene.frame_start, scene.frame_end, scene.frame_current, scene.render.fps]
    selected = sorted(thing.name for thing in bpy.context.selected_objects)
    return [
        bpy.context.mode,
        bpy.context.active_object.name,
        selected,
        frames,
        scene.name,
        bpy.context.view_layer.active_layer_collection.name,
        scene.unit_settings.scale_length,
    ]


@pytest.mark.parametrize(("mode", "x"), [("EDIT", 6), ("SCULPT", 1), ("WEIGHT_PAINT", 1)])
def test_an_artist_at_work_in_another_mode_keeps_mode_edits_and_selection(blender, owl, mode, x):
    seen = blender.call(place_in_mode, owl, mode)
    assert seen["before"] == seen["after"]
    assert seen["x"] == pytest.approx(x)
    assert seen["there"]
    assert seen["scenes"] == 1


def place_and_undo(files) -> list:
    import bpy

    from meshy_addon.scene.finishing import finish
    from tests.blender.scene_results import result_of

    bpy.ops.ed.undo_push(message="before")
    before = [everything(), artists_state()]
    name = finish(result_of(files), undo_step=True).root
    bpy.ops.ed.undo()
    undone = [everything(), artists_state(), name in bpy.data.objects]
    bpy.ops.ed.redo()
    return [before, undone, name in bpy.context.scene.objects]


def test_one_undo_takes_it_away_and_redo_brings_it_back(blender, owl):
    before, undone, is_back = blender.call(place_and_undo, owl)
    assert undone == [*before, False]
    assert is_back


def place_in_another_scene(files) -> list:
    import bpy

    other = bpy.data.scenes.new("Other")
    here = bpy.context.scene
    before = artists_state()
    thing = placed(files, {"scene": "Other"})
    return [
        thing.name in other.objects,
        thing.name in here.objects,
        before == artists_state(),
        other.view_layers[0].objects.active == thing,
    ]


def test_a_result_lands_in_its_own_scene_while_another_is_open(blender, owl):
    assert blender.call(place_in_another_scene, owl) == [True, False, True, True]


def place_where_nothing_is(files) -> list:
    from meshy_addon.scene.errors import TargetGone

    before = everything()
    try:
        placed(files, {"scene": "Deleted"})
    except TargetGone as error:
        return [str(error), before == everything()]
    return []


@pytest.mark.one_version
def test_without_its_scene_the_result_is_not_placed_and_leaves_nothing(blender, owl):
    message, is_clean = blender.call(place_where_nothing_is, owl)
    assert message == 'The scene "Deleted" is not in this file.'
    assert is_clean


def place_parts(folder) -> dict:
    """A GLB of two cubes under a turned, stretched and mirrored parent."""
    import math

    import bpy

    for thing in list(bpy.data.objects):
        bpy.data.objects.remove(thing)
    parent = bpy.data.objects.new("node", None)
    parent.rotation_euler, parent.scale = (0.3, 0.5, math.pi / 3), (-1, 2, 0.5)
    bpy.context.collection.objects.link(parent)
    for x in (0, 4):
        bpy.ops.mesh.primitive_cube_add(location=(x, 0, 0), rotation=(0, 0, 0.4))
        bpy.context.object.parent = parent
    bpy.context.view_layer.update()
    expected = [[high - low for low, high in zip(*box(parent), strict=True)]]
    glb = f"{folder}/parts.glb"
    bpy.ops.export_scene.gltf(filepath=glb)
    bpy.ops.wm.read_homefile(use_empty=True)
    root = placed({"model": glb})
    meshes = root.children
    outward = [
        all(f.normal.dot(f.center - centre(part.data)) > 0 for f in part.data.polygons)
        for part in meshes
    ]
    return {
        "names": [root.name, *sorted(part.name for part in meshes)],
        "type": root.type,
        "turns": [[*part.rotation_euler, *part.scale] for part in (root, *meshes)],
        "sizes": [*expected, [high - low for low, high in zip(*box(root), strict=True)]],
        "low": box(root)[0][2],
        "outward": outward,
        "shading": min(
            part.data.corner_normals[corner].vector.dot(face.normal)
            for part in meshes
            for face in part.data.polygons
            for corner in face.loop_indices
        ),
        "selected": len(bpy.context.selected_objects),
        "active": bpy.context.active_object.name,
    }


def centre(mesh):
    from mathutils import Vector

    return sum((v.co for v in mesh.vertices), Vector()) / len(mesh.vertices)


def test_several_meshes_hang_on_one_empty_with_what_their_nodes_did_applied(blender, tmp_path):
    seen = blender.call(place_parts, str(tmp_path))
    name = "Weathered bronze owl"
    assert seen["names"] == [name, f"{name} 1", f"{name} 2"]
    assert seen["type"] == "EMPTY"
    assert seen["turns"] == [[0, 0, 0, 1, 1, 1]] * 3
    assert seen["sizes"][1] == pytest.approx(seen["sizes"][0], abs=1e-4)
    assert seen["low"] == pytest.approx(0, abs=1e-5)
    assert seen["outward"] == [True, True]
    assert seen["shading"] == pytest.approx(1, abs=0.01)  # the cubes are flat
    assert seen["selected"] == 3
    assert seen["active"] == name


def a_target_as_json() -> list:
    import json

    from meshy_addon.scene.placing import Target, target_here

    targets = [Target(), Target("Scene", "Birds", (1.0, 2.0, 3.0)), target_here("Birds")]
    return [Target.from_json(json.loads(json.dumps(t.as_json()))) == t for t in targets]


@pytest.mark.one_version
def test_a_target_survives_as_json(blender):
    assert blender.call(a_target_as_json) == [True, True, True]


@pytest.mark.one_version
def test_a_result_without_a_model_says_so(blender):
    with pytest.raises(RaisedInside, match="The result holds no model file") as raised:
        blender.call(place_and_look, {})
    assert raised.value.kind == "BrokenModel"
