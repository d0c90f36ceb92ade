"""Objects that are another file's, and material slots that aren't the mesh's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.blender import object_state
from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def write_library(path: str) -> None:
    import bpy

    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.mesh.primitive_cube_add()
    bpy.context.object.name = bpy.context.object.data.name = "Crate"
    material = bpy.data.materials.new("Wood")
    bpy.context.object.data.materials.append(material)
    cast = bpy.data.collections.new("Cast")
    cast.objects.link(bpy.context.object)
    bpy.data.libraries.write(path, {bpy.context.object, cast})


def linked(path: str) -> Any:
    """The crate of the other file, linked, selected and active."""
    import bpy

    bpy.ops.wm.read_factory_settings(use_empty=True)
    with bpy.data.libraries.load(path, link=True) as (_, wanted):
        wanted.objects = ["Crate"]
    crate = wanted.objects[0]
    bpy.context.scene.collection.objects.link(crate)
    return selected(crate)


def overridden(path: str) -> Any:
    return selected(linked(path).override_create(remap_local_usages=True))


def with_linked_mesh(path: str) -> Any:
    """An object of this file on a mesh of the other."""
    import bpy

    crate = linked(path)
    own = bpy.data.objects.new("Own", crate.data)
    bpy.context.scene.collection.objects.link(own)
    bpy.context.scene.collection.objects.unlink(crate)
    return selected(own)


def selected(thing: Any) -> Any:
    import bpy

    bpy.context.view_layer.update()
    for each in bpy.context.view_layer.objects:
        each.select_set(each == thing)
    bpy.context.view_layer.objects.active = thing
    return thing


def after(made: str, path: str, kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """What there is once `kind` is done with the crate that the function `made` brings."""
    import bpy

    thing = globals()[made](path)
    mesh, faces = thing.data, len(thing.data.polygons)
    name = thing.name
    try:
        getattr(bpy.ops.meshy, kind)(**values)
    except RuntimeError as error:
        return {"error": str(error)}
    active = bpy.context.view_layer.objects.active
    return {
        "is_new": active != thing,
        "faces": len(active.data.polygons),
        "texture": [slot.material.name for slot in active.material_slots],
        "links": [slot.link for slot in active.material_slots],
        "kept": thing.name == name and thing.data == mesh and len(mesh.polygons) == faces,
        "wood": [each and each.name for each in mesh.materials],
        "hidden": thing.hide_get(),
        "distance": (active.matrix_world.translation - thing.matrix_world.translation).length,
        "variants": object_state.variants(active.name),
    }


STYLE = {"text_style_prompt": "rust"}
NEW_UVS = {**STYLE, "enable_original_uv": False}
FEWER = {"target_polycount": 2000}


def after_each(path: str) -> dict[str, Any]:
    cases = [("retexture", STYLE), ("retexture", NEW_UVS), ("remesh", FEWER)]
    names = ("retexture", "new UVs", "remesh")
    return {
        made: {name: after(made, path, *case) for name, case in zip(names, cases, strict=True)}
        for made in ("linked", "overridden", "with_linked_mesh")
    }


def after_object_slots() -> dict[str, Any]:
    """A cube whose slots are the object's own, and another that shares its mesh."""
    import bpy

    seen = {}
    for kind, values in (("retexture", STYLE), ("remesh", FEWER)):
        bpy.ops.wm.read_homefile(use_factory_startup=True)
        cube = bpy.data.objects["Cube"]
        other = cube.copy()
        bpy.context.scene.collection.objects.link(other)
        for thing, name in ((cube, "Mine"), (other, "Theirs")):
            thing.material_slots[0].link = "OBJECT"
            thing.material_slots[0].material = bpy.data.materials.new(name)
        cube.data.materials[0] = None
        selected(cube)
        getattr(bpy.ops.meshy, kind)(**values)
        seen[kind] = {
            "slots": [[slot.link, slot.material.name] for slot in cube.material_slots],
            "others": [[slot.link, slot.material.name] for slot in other.material_slots],
            "shared": cube.data == other.data,
        }
        if kind == "retexture":
            cube.meshy_variants.chosen = 0
            seen["back"] = [[s.link, s.material.name] for s in cube.material_slots]
    return seen


def in_an_overridden_collection(path: str) -> dict[str, Any]:
    """It's the active one, and takes no objects; nor does it while the crate in it is remeshed."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    bpy.ops.wm.read_factory_settings(use_empty=True)
    with bpy.data.libraries.load(path, link=True) as (_, wanted):
        wanted.collections = ["Cast"]
    scene, view_layer = bpy.context.scene, bpy.context.view_layer
    cast = wanted.collections[0].override_hierarchy_create(scene, view_layer)
    children = view_layer.layer_collection.children
    view_layer.active_layer_collection = children[cast.name]
    job_id = jobs.press("text_to_3d", prompt="an owl", preview_only=True)
    marked = bool(jobs.placeholder())
    jobs.tick_until_placed(job_id)
    selected(cast.objects[0])
    bpy.ops.meshy.remesh(**FEWER)
    made = bpy.context.object
    return {
        "active": view_layer.active_layer_collection.name,
        "marked": marked,
        "homes": [[each.name for each in bpy.data.objects["Owl"].users_collection]]
        + [[each.name for each in made.users_collection]],
        "faces": len(made.data.polygons),
    }


@pytest.fixture
def library(blender: Blender, tmp_path: Path) -> str:
    """Another file, with the crate."""
    path = str(tmp_path / "library.blend")
    blender.call(write_library, path)
    return path


@pytest.mark.one_version
def test_results_stand_beside_a_collection_that_takes_none(
    blender: Blender, emulator: Emulator, library: str
):
    seen = blender.call(in_an_overridden_collection, library, env=emulator.environment)
    assert seen["active"] == "Cast"
    assert seen["marked"]
    assert seen["homes"] == [["Scene Collection"], ["Scene Collection"]]
    assert seen["faces"] > 1000
    assert len(emulator.creates()) == 2


@pytest.mark.one_version
def test_an_object_of_another_file_is_replaced_and_one_on_its_mesh_wears_the_result(
    blender: Blender, emulator: Emulator, library: str
):
    seen = blender.call(after_each, library, env=emulator.environment)
    for made in ("linked", "overridden"):
        assert seen[made]["remesh"]["texture"] == ["Wood"]
        for done in seen[made].values():
            assert "error" not in done
            assert (done["is_new"], done["kept"], done["hidden"]) == (True, True, True), seen
            assert done["wood"] == ["Wood"]
            assert done["distance"] == pytest.approx(0, abs=1e-5)
    own = seen["with_linked_mesh"]
    for name in ("retexture", "new UVs"):
        assert "error" not in own[name]
        assert not own[name]["is_new"]
        assert own[name]["variants"]["shown"] == 1
    assert own["retexture"]["kept"]
    assert own["retexture"]["links"] == ["OBJECT"]
    assert "error" not in own["remesh"]
    assert own["remesh"]["faces"] > 1000
    assert not own["remesh"]["is_new"]
    for done in own.values():
        assert done["wood"] == ["Wood"]


@pytest.mark.one_version
def test_slots_that_are_the_object_s_own_stay_its_own(blender: Blender, emulator: Emulator):
    seen = blender.call(after_object_slots, env=emulator.environment)
    assert seen["retexture"] == {
        "slots": [["OBJECT", "Cube Rust"]],
        "others": [["OBJECT", "Theirs"]],
        "shared": True,
    }
    assert seen["back"] == [["OBJECT", "Mine"]]
    assert seen["remesh"] == {
        "slots": [["OBJECT", "Mine"]],
        "others": [["OBJECT", "Theirs"]],
        "shared": True,
    }
