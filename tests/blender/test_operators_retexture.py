"""A new surface for the objects that are selected, which stay what they are."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender import object_state
from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def retexture_a_furnished_cube() -> dict[str, Any]:
    import bpy

    object_state.furnish("Cube")
    before = [object_state.state("Cube"), object_state.look("Cube")]
    bpy.ops.meshy.retexture(text_style_prompt="rusty copper")
    after = [object_state.state("Cube"), object_state.look("Cube")]
    worn = object_state.variants("Cube")
    bpy.data.objects["Cube"].meshy_variants.chosen = 0
    back = [object_state.state("Cube"), object_state.look("Cube")]
    return {"before": before, "after": after, "worn": worn, "back": back}


def test_an_object_with_uvs_gets_a_material_and_nothing_else(blender: Blender, emulator: Emulator):
    seen = blender.call(retexture_a_furnished_cube, env=emulator.environment)
    (state, look), (state_after, look_after) = seen["before"], seen["after"]
    assert state_after == state
    assert look_after["slots"] == [["OBJECT", "Cube Rusty copper"]]
    assert look_after["meshy"]["prompt"] == "rusty copper"
    for same in ("of_mesh", "uv_maps", "uvs"):
        assert look_after[same] == look[same]
    assert seen["worn"] == {"names": ["Original", "Rusty copper"], "shown": 1}
    assert seen["back"] == seen["before"]
    (create,) = emulator.creates()
    assert create["body"]["enable_original_uv"] is True


def retexture_without_uvs(shape: str) -> dict[str, Any]:
    import bpy

    getattr(bpy.ops.mesh, f"primitive_{shape}_add")()
    bpy.context.object.name = bpy.context.object.data.name = "Thing"
    layers = bpy.context.object.data.uv_layers
    layers.remove(layers[0])
    object_state.furnish("Thing")
    bpy.context.object.modifiers.clear()
    before = object_state.state("Thing")
    bpy.ops.meshy.retexture(text_style_prompt="rusty copper")
    return {
        "before": before,
        "after": object_state.state("Thing"),
        "look": object_state.look("Thing"),
        "worn": object_state.variants("Thing"),
    }


def test_an_object_without_uvs_gets_new_ones_on_its_own_mesh(blender: Blender, emulator: Emulator):
    seen = blender.call(retexture_without_uvs, "uv_sphere", env=emulator.environment)
    assert seen["after"] == seen["before"]
    assert seen["look"]["uv_maps"] == ["Rusty copper"]
    assert seen["look"]["slots"] == [["OBJECT", "Thing Rusty copper"]]
    uvs = seen["look"]["uvs"]
    assert all(0 <= each <= 1 for uv in uvs for each in uv)
    assert len({tuple(uv) for uv in uvs}) > len(seen["before"]["points"])
    (create,) = emulator.creates()
    assert create["body"]["enable_original_uv"] is False


def retexture_a_subdivided_cube() -> dict[str, Any]:
    import bpy

    object_state.furnish("Cube")
    thing = bpy.data.objects["Cube"]
    thing.modifiers.new("Subdivision", "SUBSURF")
    before = [object_state.state("Cube"), object_state.look("Cube")]
    bounds = evaluated_bounds("Cube")
    bpy.ops.meshy.retexture(text_style_prompt="rusty copper", enable_original_uv=False)
    after = object_state.state("Cube")
    worn = evaluated_bounds("Cube")
    bpy.ops.meshy.variant_show(index=0)
    back = [object_state.state("Cube"), object_state.look("Cube")]
    bpy.ops.meshy.variant_show(index=1)
    again = object_state.state("Cube")
    return {"before": before, "after": after, "back": back, "bounds": [bounds, worn],
            "again": again}  # fmt: skip


def evaluated_bounds(name: str) -> list[list[float]]:
    import bpy
    from mathutils import Vector

    thing = bpy.data.objects[name].evaluated_get(bpy.context.evaluated_depsgraph_get())
    corners = [thing.matrix_world @ Vector(corner) for corner in thing.bound_box]
    axes = list(zip(*corners, strict=True))
    return [[min(axis) for axis in axes], [max(axis) for axis in axes]]


def test_where_the_geometry_is_another_one_the_look_brings_its_own_mesh(
    blender: Blender, emulator: Emulator
):
    seen = blender.call(retexture_a_subdivided_cube, env=emulator.environment)
    before, after = seen["before"][0], seen["after"]
    for same in ("matrix", "parent", "collections", "constraints", "action", "custom"):
        assert after[same] == before[same]
    assert [group[0] for group in after["groups"]] == ["Half"]
    assert len(after["points"]) > len(before["points"])
    assert [each[2:] for each in after["modifiers"]] == [[False, False], [False, False]]
    was, worn = seen["bounds"]
    largest = max(b - a for a, b in zip(*was, strict=True))
    for one, other in zip(was, worn, strict=True):
        assert other == pytest.approx(one, abs=0.01 * largest)
    assert seen["back"] == seen["before"]
    assert seen["again"] == after


def retexture_twenty() -> list[dict[str, Any]]:
    import hashlib

    import bpy

    bpy.ops.object.select_all(action="DESELECT")
    things = []
    for number in range(20):
        bpy.ops.mesh.primitive_cube_add(location=(3 * number, 0, 0))
        thing = bpy.context.object
        thing.data.vertices[0].co *= 1 + number / 10
        things.append(thing)
    for thing in things:
        thing.select_set(True)
    bpy.ops.meshy.retexture(text_style_prompt="rusty copper")
    told = []
    for thing in things:
        (slot,) = thing.material_slots
        nodes = slot.material.node_tree.nodes
        images = [node.image for node in nodes if node.bl_idname == "ShaderNodeTexImage"]
        told.append(
            {
                "material": slot.material.name,
                "task": thing.meshy.task_id,
                "picture": hashlib.sha256(images[0].packed_file.data).hexdigest(),
                "corner": round(thing.data.vertices[0].co.x, 3),
            }
        )
    return told


@pytest.mark.one_version
def test_twenty_selected_objects_get_a_texture_each(blender: Blender, emulator: Emulator):
    told = blender.call(retexture_twenty, env=emulator.environment)
    assert len(emulator.creates()) == 20
    for each in ("material", "task", "picture", "corner"):
        assert len({thing[each] for thing in told}) == 20
    digests = {create["body"]["model_url"]["sha256"] for create in emulator.creates()}
    assert len(digests) == 20


def retexture_by_picture(path: str) -> dict[str, Any]:
    import bpy

    bpy.ops.meshy.retexture(image_style_url=path, hd_texture=True)
    return {"variants": object_state.variants("Cube"), "look": object_state.look("Cube")}


@pytest.mark.one_version
def test_a_picture_can_show_the_style(blender: Blender, emulator: Emulator):
    from tests.emulator.client import picture

    path = blender.folder / "mossy_wall.png"
    path.write_bytes(picture())
    seen = blender.call(retexture_by_picture, str(path), env=emulator.environment)
    assert seen["variants"]["names"] == ["Original", "Mossy wall"]
    assert seen["look"]["slots"] == [["OBJECT", "Cube Mossy wall"]]
