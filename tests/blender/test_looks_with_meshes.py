"""Looks that bring a mesh of their own, as the object's can't show them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.blender import keeping, object_state, scene_report
from tests.blender.harness import Blender
from tests.emulator.process import Emulator

NEW_UVS = {"text_style_prompt": "rusty copper", "enable_original_uv": False}


def a_result_of_two_materials(thing: Any, folder: str, *, keep_uvs: bool = False) -> Any:
    """The object retextured, where the service answers with the halves of a cube."""
    from meshy_addon.api.tasks import read_task
    from meshy_addon.jobs.job import Job, Result, Step
    from meshy_addon.scene.objects.parcel import Parcel, unpacked
    from meshy_addon.scene.objects.sources import SENT, UV_MAP, remember
    from meshy_addon.scene.placing import target_here

    with unpacked(Parcel((thing,))) as (_, sent):
        told = sent.as_json()
    target = {**target_here().as_json(), **remember(thing), UV_MAP: "UVMap", SENT: told}
    step = Step("retexture", {**NEW_UVS, "enable_original_uv": keep_uvs})
    job = Job("job-1", "retexture", "", (step,), 1763712000.0, target)
    task = read_task({"id": "retexture-1", "type": "retexture", "status": "SUCCEEDED"})
    return Result(job, (task,), {"model": write_two_meshes(folder)})


def fitted_in_the_background(result: Any, folder: str) -> Any:
    """The result with what a background Blender would add to it."""
    from dataclasses import replace

    import bpy

    from meshy_addon.jobs.converting import FITTED, FOUND, READY, ready_name
    from meshy_addon.scene.models.preparing import import_afresh
    from meshy_addon.scene.models.ready_file import discard, write_ready
    from meshy_addon.scene.objects.fitting_ahead import fit_ahead, source_path, write_source

    ready = Path(folder) / ready_name("{}.{}".format(*bpy.app.version))
    objects = import_afresh(result)
    write_ready(objects, ready)
    discard(objects)
    result = replace(result, files={**result.files, READY: ready})
    source, fitted, found = source_path(result), Path(folder) / "f.blend", Path(folder) / "f.npz"
    assert write_source(result, source)
    fit_ahead(result, source, fitted, found)
    mesh = {FITTED: fitted} if fitted.exists() else {}
    return replace(result, files={**result.files, **mesh, FOUND: found})


def write_two_meshes(folder: str) -> Path:
    """Two halves of a cube, each with a picture of its own; the file."""
    import bpy

    halves = []
    for number, x in enumerate((-0.5, 0.5)):
        bpy.ops.mesh.primitive_cube_add(location=(x, 0, 0))
        half = bpy.context.object
        half.scale.x = 0.5
        material = bpy.data.materials.new(f"Half {number}")
        if material.node_tree is None:
            material.use_nodes = True
        texture = material.node_tree.nodes.new("ShaderNodeTexImage")
        texture.image = bpy.data.images.new(f"half {number}", 8, 8)
        principled = material.node_tree.nodes["Principled BSDF"]
        material.node_tree.links.new(texture.outputs[0], principled.inputs[0])
        half.data.materials.append(material)
        halves.append(half)
    bpy.ops.object.select_all(action="DESELECT")
    for half in halves:
        half.select_set(True)
    path = Path(folder) / "two.glb"
    bpy.ops.export_scene.gltf(filepath=str(path), use_selection=True)
    for half in halves:
        bpy.data.objects.remove(half)
    return path


def after_a_result_of_two_materials(folder: str) -> dict[str, Any]:
    """On a cube, and on an object of just the halves that come, fitted at once and ahead."""
    import bpy

    cube = bpy.data.objects["Cube"]
    seen = {"cube": worn(cube, a_result_of_two_materials(cube, folder, keep_uvs=True))}
    for name in ("at once", "ahead"):
        halves = the_halves(folder)
        result = a_result_of_two_materials(halves, folder)
        if name == "ahead":
            result = fitted_in_the_background(result, folder)
        seen[name] = worn(halves, result)
    return seen


def the_halves(folder: str) -> Any:
    """One object of the triangles that come, in one material."""
    import bpy

    bpy.ops.object.select_all(action="DESELECT")
    bpy.ops.import_scene.gltf(filepath=str(write_two_meshes(folder)))
    bpy.context.view_layer.objects.active = bpy.context.selected_objects[0]
    bpy.ops.object.join()
    halves = bpy.context.object
    halves.data.materials.clear()
    halves.data.materials.append(bpy.data.materials["Material"])
    return halves


def worn(thing: Any, result: Any) -> dict[str, Any]:
    import bpy

    from meshy_addon.scene.finishing import finish

    own, objects = thing.data, scene_report.names()["objects"]
    before = [list(corner) for corner in thing.bound_box]
    finish(result)
    bpy.context.view_layer.update()
    seen = {
        "materials": len({slot.material for slot in thing.material_slots}),
        "used": sorted({face.material_index for face in thing.data.polygons}),
        "bounds": [before, [list(corner) for corner in thing.bound_box]],
        "same objects": scene_report.names()["objects"] == objects,
    }
    thing.meshy_variants.chosen = 0
    back = [slot.material.name for slot in thing.material_slots]
    return {**seen, "back": back, "own mesh": thing.data == own}


def test_a_result_of_two_meshes_and_materials_is_worn_as_one(blender: Blender, tmp_path: Path):
    for seen in blender.call(after_a_result_of_two_materials, str(tmp_path)).values():
        assert seen["materials"] == 2
        assert seen["used"] == [0, 1]
        assert seen["same objects"]
        for before, after in zip(*seen["bounds"], strict=True):
            assert after == pytest.approx(before, abs=0.02)
        assert seen["back"] == ["Material"]
        assert seen["own mesh"]


def make_the_original_final() -> dict[str, Any]:
    """Of an object with two looks on one mesh that came."""
    import bpy

    cube = bpy.data.objects["Cube"]
    cube.modifiers.new("Subdivision", "SUBSURF")
    before = [object_state.state("Cube"), object_state.look("Cube"), scene_report.names()]
    bpy.ops.meshy.retexture(**NEW_UVS)
    bpy.ops.meshy.retexture(text_style_prompt="green jade", enable_original_uv=True)
    meshes = [look.mesh.name for look in cube.meshy_variants.items if look.mesh]
    cube.meshy_variants.chosen = 0
    bpy.ops.meshy.variant_make_final()
    return {
        "before": before,
        "meshes": meshes,
        "after": [object_state.state("Cube"), object_state.look("Cube"), scene_report.names()],
        "looks": object_state.variants("Cube"),
    }


@pytest.mark.one_version
def test_a_mesh_that_two_looks_share_goes_with_them(blender: Blender, emulator: Emulator):
    seen = blender.call(make_the_original_final, env=emulator.environment)
    assert len(seen["meshes"]) == 2
    assert len(set(seen["meshes"])) == 1
    assert seen["looks"] == {"names": [], "shown": 0}
    assert seen["after"] == seen["before"]


def weights_after(kind: str, *, is_scaled: bool, **values: Any) -> dict[str, list[float]]:
    """Of a cube whose modifier went into what was sent, scaled while its job runs or not."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    bpy.ops.wm.read_homefile(use_factory_startup=True)
    cube = bpy.data.objects["Cube"]
    upper = [vertex.index for vertex in cube.data.vertices if vertex.co.z > 0]
    cube.vertex_groups.new(name="Upper").add(upper, 1.0, "REPLACE")
    cube.modifiers.new("Subdivision", "SUBSURF")
    job_id = jobs.press(kind, **values)
    if is_scaled:
        cube.scale.z = 4
        bpy.context.scene.unit_settings.scale_length = 0.5
    jobs.tick_until_placed(job_id)
    return keeping.kept("Cube")["weights"]


def weights_of_a_scaled_object() -> list[Any]:
    kinds: dict[str, dict[str, Any]] = {"remesh": {"target_polycount": 2000}, "retexture": NEW_UVS}
    return [
        [weights_after(kind, is_scaled=is_scaled, **values) for is_scaled in (False, True)]
        for kind, values in kinds.items()
    ]


@pytest.mark.one_version
def test_an_object_that_is_scaled_while_its_job_runs_keeps_its_weights(
    blender: Blender, emulator: Emulator
):
    for as_sent, scaled in blender.call(weights_of_a_scaled_object, env=emulator.environment):
        assert max(as_sent["Upper"]) > 0.9
        assert scaled["Upper"] == pytest.approx(as_sent["Upper"], abs=0.01)
