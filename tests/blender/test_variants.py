"""The looks that retextures gave an object: flipped, saved, removed, made final."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender import object_state, scene_report
from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def two_looks(**options: Any) -> None:
    """The cube in copper, then in jade; jade is shown."""
    import bpy

    for style in ("rusty copper", "green jade"):
        bpy.ops.meshy.retexture(text_style_prompt=style, **options)


def save_with_two_looks(path: str) -> dict[str, Any]:
    import bpy

    two_looks()
    bpy.data.objects["Cube"].meshy_variants.items[1].name = "Old pot"
    bpy.data.objects["Cube"].meshy_variants.chosen = 1
    bpy.ops.wm.save_as_mainfile(filepath=path)
    return {"look": object_state.look("Cube"), "variants": object_state.variants("Cube")}


def open_and_flip(path: str) -> list[Any]:
    import bpy

    bpy.ops.wm.open_mainfile(filepath=path)
    seen = [{"look": object_state.look("Cube"), "variants": object_state.variants("Cube")}]
    for index in (2, 0):
        bpy.data.objects["Cube"].meshy_variants.chosen = index
        seen.append(object_state.look("Cube")["slots"])
    images = [image for image in bpy.data.images if image.type == "IMAGE"]
    return [*seen, [bool(image.packed_file) for image in images if image.users]]


def test_looks_are_saved_with_the_file(blender: Blender, emulator: Emulator):
    path = str(blender.folder / "cube.blend")
    saved = blender.call(save_with_two_looks, path, env=emulator.environment)
    opened, jade, original, packed = blender.call(open_and_flip, path)
    assert opened == saved
    assert saved["variants"] == {"names": ["Original", "Old pot", "Green jade"], "shown": 1}
    assert jade == [["OBJECT", "Cube Green jade"]]
    assert original == [["DATA", "Material"]]
    assert len(packed) >= 2
    assert all(packed)


def remove_both_looks() -> dict[str, Any]:
    import bpy

    cube = bpy.data.objects["Cube"]
    layers = cube.data.uv_layers
    layers.remove(layers[0])
    before = [object_state.look("Cube"), scene_report.names()]
    two_looks(enable_original_uv=False)
    maps = [object_state.look("Cube")["uv_maps"]]
    bpy.ops.meshy.variant_remove()
    maps.append(object_state.look("Cube")["uv_maps"])
    left = object_state.variants("Cube")
    bpy.ops.meshy.variant_remove()
    after = [object_state.look("Cube"), scene_report.names()]
    return {"before": before, "maps": maps, "left": left, "after": after,
            "end": object_state.variants("Cube")}  # fmt: skip


@pytest.mark.one_version
def test_a_removed_look_leaves_nothing_behind(blender: Blender, emulator: Emulator):
    seen = blender.call(remove_both_looks, env=emulator.environment)
    assert seen["maps"] == [["Rusty copper", "Green jade"], ["Rusty copper"]]
    assert seen["left"] == {"names": ["Original", "Rusty copper"], "shown": 1}
    assert seen["end"] == {"names": [], "shown": 0}
    assert seen["after"] == seen["before"]


def make_copper_final() -> dict[str, Any]:
    import bpy

    two_looks()
    bpy.ops.meshy.variant_show(index=1)
    bpy.ops.meshy.variant_make_final()
    return {
        "look": object_state.look("Cube"),
        "variants": object_state.variants("Cube"),
        "materials": scene_report.names()["materials"],
    }


def remove_the_first_of_two_on_one_uv_map() -> dict[str, Any]:
    import bpy

    layers = bpy.data.objects["Cube"].data.uv_layers
    layers.remove(layers[0])
    two_looks()  # the second on the UVs of the first
    bpy.ops.meshy.variant_show(index=1)
    bpy.ops.meshy.variant_remove()
    bpy.ops.meshy.variant_show(index=1)
    shown = object_state.look("Cube")
    bpy.ops.meshy.variant_remove()
    return {"shown": shown, "end": object_state.look("Cube")}


@pytest.mark.one_version
def test_uvs_stay_as_long_as_a_look_is_painted_on_them(blender: Blender, emulator: Emulator):
    seen = blender.call(remove_the_first_of_two_on_one_uv_map, env=emulator.environment)
    assert seen["shown"]["slots"] == [["OBJECT", "Cube Green jade"]]
    assert seen["shown"]["uv_maps"] == ["Rusty copper"]
    assert seen["end"]["uv_maps"] == []


@pytest.mark.one_version
def test_a_final_look_is_the_mesh_s_own_and_the_others_are_gone(
    blender: Blender, emulator: Emulator
):
    seen = blender.call(make_copper_final, env=emulator.environment)
    assert seen["variants"]["names"] == []
    assert seen["look"]["slots"] == [["DATA", "Cube Rusty copper"]]
    assert seen["look"]["meshy"]["prompt"] == "rusty copper"
    assert "Cube Green jade" not in seen["materials"]


def retexture_one_of_two_that_share_a_mesh(keep_uvs: bool) -> dict[str, Any]:
    import bpy

    cube = bpy.data.objects["Cube"]
    twin = cube.copy()
    bpy.context.scene.collection.objects.link(twin)
    twin.select_set(False)
    for name in ("Red", "Blue"):
        cube.data.materials.append(bpy.data.materials.new(name))
    for polygon in cube.data.polygons:
        polygon.material_index = polygon.index % 3
    before = [object_state.state(twin.name), object_state.look(twin.name)]
    bpy.ops.meshy.retexture(text_style_prompt="rusty copper", enable_original_uv=keep_uvs)
    shared = cube.data == twin.data
    after = [object_state.state(twin.name), object_state.look(twin.name)]
    worn = object_state.look("Cube")["slots"]
    bpy.ops.meshy.variant_show(index=0)
    back = object_state.look("Cube")["slots"]
    return {"before": before, "after": after, "shared": shared, "worn": worn, "back": back}


@pytest.mark.one_version
@pytest.mark.parametrize("keep_uvs", [True, False])
def test_an_object_that_shares_its_mesh_changes_alone(
    blender: Blender, emulator: Emulator, keep_uvs: bool
):
    seen = blender.call(retexture_one_of_two_that_share_a_mesh, keep_uvs, env=emulator.environment)
    assert seen["shared"]
    assert seen["worn"] == [["OBJECT", "Cube Rusty copper"]] * 3
    assert seen["back"] == [["DATA", "Material"], ["DATA", "Red"], ["DATA", "Blue"]]
    (state, look), (state_after, look_after) = seen["before"], seen["after"]
    assert state_after == state
    for same in ("slots", "of_mesh", "rendered_uvs", "meshy"):
        assert look_after[same] == look[same]


def what_stands_in_the_way() -> list[Any]:
    import bpy

    two_looks()
    bpy.ops.object.mode_set(mode="TEXTURE_PAINT")
    names = ("show", "remove", "make_final")
    told: list[Any] = [getattr(bpy.ops.meshy, f"variant_{name}").poll() for name in names]
    bpy.data.objects["Cube"].meshy_variants.chosen = 0
    told.append(object_state.variants("Cube")["shown"])
    bpy.ops.object.mode_set(mode="OBJECT")
    bpy.ops.meshy.variant_show(index=0)
    told.append(bpy.ops.meshy.variant_remove.poll())
    try:
        bpy.ops.meshy.variant_show(index=7)
    except RuntimeError as error:
        told.append(str(error))
    return told


@pytest.mark.one_version
def test_looks_stay_while_the_artist_paints(blender: Blender, emulator: Emulator):
    told = blender.call(what_stands_in_the_way, env=emulator.environment)
    assert told == [False, False, False, 2, False, "Error: Cube has no variant 7.\n"]
