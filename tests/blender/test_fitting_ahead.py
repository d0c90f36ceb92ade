"""What a background Blender fits to an object ahead is, once placed, what is made in process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.blender import keeping, object_state, worn
from tests.blender.characters import PROMPT, mesh_of
from tests.blender.harness import Blender
from tests.blender.test_background import background_blender
from tests.emulator.process import Emulator

LONG = {
    "scene.objects.fitting_ahead": ("fitted_mesh", "fitted_uvs", "wear", "material_indices"),
    "scene.objects.replacing": ("fitted_mesh",),
    "scene.objects.retexturing": ("fitted_mesh", "fitted_uvs", "wear"),
    "scene.characters.rigging": ("material_indices",),
    "scene.printing.finishing": ("measure",),
}
"""What takes a second and more for a large object."""


@contextmanager
def an_artist_s_blender(is_kept: bool) -> Iterator[list[str]]:
    """An engine with a background Blender or without one, and what was long in this process."""
    import importlib

    from meshy_addon.scene.models import background_blender as own
    from meshy_addon.scene.session import SESSION

    long: list[str] = []

    def told(name: str, work: Any) -> Any:
        def telling(*given: Any, **named: Any) -> Any:
            long.append(name)
            return work(*given, **named)

        return telling

    before, own.converter = own.converter, lambda: background_blender() if is_kept else None
    SESSION.close()
    restored = []
    for path, names in LONG.items():
        module = importlib.import_module(f"meshy_addon.{path}")
        for name in names:
            restored.append((module, name, getattr(module, name)))
            setattr(module, name, told(name, getattr(module, name)))
    try:
        yield long
    finally:
        for module, name, work in restored:
            setattr(module, name, work)
        SESSION.close()
        own.converter = before


def both_ways(*cases: str) -> dict[str, list[Any]]:
    """For each case what comes of it in process and with a background Blender."""
    seen: dict[str, list[Any]] = {case: [] for case in cases}
    for is_kept in (False, True):
        with an_artist_s_blender(is_kept) as long:
            for case in cases:
                long.clear()
                made = globals()[case]()
                seen[case].append({**made, "long": sorted({*long})})
    return seen


def _two_materials(name: str) -> None:
    import bpy

    thing = bpy.data.objects[name]
    for number in range(2):
        if len(thing.data.materials) <= number:
            thing.data.materials.append(bpy.data.materials.new(f"Paint {number}"))
    for polygon in thing.data.polygons:
        polygon.material_index = int(polygon.center.x > 0)


def _placed(kind: str, **values: Any) -> None:
    from tests.blender import jobs_in_the_list as jobs

    jobs.tick_until_placed(jobs.press(kind, **values))


def a_remesh() -> dict[str, Any]:
    import bpy

    bpy.ops.wm.read_homefile(use_empty=True)
    worn.a_well_worn_object()
    _two_materials(worn.NAME)
    _placed("remesh", target_polycount=4000)
    mesh = bpy.data.objects[worn.NAME].data
    return {
        "kept": keeping.kept(worn.NAME),
        "materials": [material.name for material in mesh.materials],
        "slots of faces": [polygon.material_index for polygon in mesh.polygons],
        "width of keys": [
            round(max(point.co.x for point in key.points), 4) for key in mesh.shape_keys.key_blocks
        ],
        "all": keeping.others(),
    }


def new_uvs() -> dict[str, Any]:
    import bpy

    bpy.ops.wm.read_homefile(use_factory_startup=True)
    _placed("retexture", text_style_prompt="rusty copper", enable_original_uv=False)
    look = object_state.look("Cube")
    look["meshy"] = look["meshy"]["kind"]
    return {"look": look, "state": object_state.state("Cube"), "all": keeping.others()}


def another_mesh() -> dict[str, Any]:
    """As modifiers went into what was sent."""
    import bpy

    bpy.ops.wm.read_homefile(use_factory_startup=True)
    cube = bpy.data.objects["Cube"]
    cube.vertex_groups.new(name="Half").add([0, 1, 2, 3], 0.75, "REPLACE")
    cube.modifiers.new("Subdivision", "SUBSURF")
    _placed("retexture", text_style_prompt="rusty copper", enable_original_uv=False)
    return {"state": object_state.state("Cube"), "all": keeping.others()}


def a_rig() -> dict[str, Any]:
    import bpy

    bpy.ops.wm.read_homefile(use_empty=True)
    bpy.ops.meshy.text_to_3d(prompt=PROMPT)
    knight = bpy.context.active_object
    _two_materials(knight.name)
    _placed("rig", height_meters=1.9)
    [rig] = [thing for thing in bpy.data.objects if thing.type == "ARMATURE"]
    mesh = mesh_of(rig).data
    return {
        "materials": [material.name for material in mesh.materials],
        "slots of faces": [polygon.material_index for polygon in mesh.polygons],
        "all": keeping.others(),
    }


def a_repair() -> dict[str, Any]:
    import bpy

    from meshy_addon.scene.printing.report import read_verdict
    from tests.blender.test_printing import open_box

    bpy.ops.wm.read_homefile(use_empty=True)
    box = open_box()
    _placed("print_repair")
    return {
        "verdicts": [str(each) for each in read_verdict(box)],
        "kept": keeping.kept(box.name),
        "all": keeping.others(),
    }


def changed_meanwhile() -> dict[str, Any]:
    """The object gets another group while its result is being fitted to it."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    with an_artist_s_blender(True) as long:
        bpy.ops.wm.read_homefile(use_empty=True)
        worn.a_well_worn_object()
        job_id = jobs.press("remesh", target_polycount=4000)
        fittings = jobs.module("ui.jobs.fittings").FITTINGS
        jobs.tick_until(lambda: job_id in fittings._out)
        thing = bpy.data.objects[worn.NAME]
        thing.vertex_groups.new(name="Late").add([0], 1.0, "REPLACE")
        jobs.tick_until_placed(job_id)
        mesh = thing.data
        late = thing.vertex_groups["Late"].index
        return {
            "faces": len(mesh.polygons),
            "in process": "fitted_mesh" in long,
            "late": any(each.group == late for v in mesh.vertices for each in v.groups),
        }


def removed_before_it_is_fitted() -> int:
    """The files of a result are cleaned up while it waits for the end of a transform."""
    import shutil

    import bpy

    from tests.blender import jobs_in_the_list as jobs

    placing = jobs.module("ui.placing")
    with an_artist_s_blender(True):
        bpy.ops.wm.read_homefile(use_empty=True)
        worn.a_well_worn_object()
        is_busy, placing.is_busy = placing.is_busy, lambda: True
        job_id = jobs.press("remesh", target_polycount=4000)
        jobs.tick_until_stage(job_id, "ready")
        shutil.rmtree(jobs.module("scene.home").state_dir() / "jobs")
        placing.is_busy = is_busy
        jobs.tick_until_placed(job_id)
        return len(bpy.data.objects[worn.NAME].data.polygons)


def cancelled_meanwhile(is_slow: bool) -> dict[str, Any]:
    """The job is cancelled while its result is being fitted; the engine may say so afterwards."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    with an_artist_s_blender(True):
        bpy.ops.wm.read_homefile(use_factory_startup=True)
        job_id = jobs.press("remesh", target_polycount=4000)
        fittings, queue = (
            jobs.module("ui.jobs.fittings").FITTINGS,
            jobs.module("ui.placing").QUEUE,
        )
        jobs.tick_until(lambda: job_id in fittings._out)
        engine = jobs.module("scene.session").SESSION.running
        cancel = engine.cancel
        if is_slow:
            engine.cancel = lambda job_id: None
        bpy.ops.meshy.cancel_job(job_id=job_id)
        if is_slow:
            jobs.tick_until(lambda: not queue)
            cancel(job_id)
        jobs.tick_until_stage(job_id, "cancelled")
        jobs.tick_until(lambda: not queue)
        return {
            "faces": len(bpy.data.objects["Cube"].data.polygons),
            "names": jobs.names(),
            "kept": [job_id in fittings._out, job_id in fittings._done],
        }


@pytest.mark.one_version
@pytest.mark.parametrize("is_slow", [False, True], ids=["told at once", "told afterwards"])
def test_the_result_of_a_job_that_is_cancelled_while_it_is_fitted_does_not_come(
    blender: Blender, emulator: Emulator, is_slow: bool
):
    seen = blender.call(cancelled_meanwhile, is_slow, env=emulator.environment)
    assert seen["faces"] == 6
    assert seen["names"] == ["Camera", "Cube", "Light"]
    assert seen["kept"] == [False, False]


@pytest.mark.one_version
def test_the_long_part_is_done_in_the_background_with_the_same_outcome(
    blender: Blender, emulator: Emulator
):
    cases = ("a_remesh", "new_uvs", "another_mesh", "a_rig", "a_repair")
    seen = blender.call(both_ways, *cases, env=emulator.environment)
    for here, ahead in seen.values():
        assert here.pop("long")
        assert ahead.pop("long") == []
        assert ahead == here
    assert set(seen["a_remesh"][0]["slots of faces"]) == {0, 1}
    assert set(seen["a_rig"][0]["slots of faces"]) == {0, 1}


@pytest.mark.one_version
def test_what_is_done_to_an_object_while_a_result_is_fitted_to_it_stays(
    blender: Blender, emulator: Emulator
):
    seen = blender.call(changed_meanwhile, env=emulator.environment)
    assert seen["faces"] > 1500
    assert seen["in process"]
    assert seen["late"]


@pytest.mark.one_version
def test_a_result_that_cannot_be_fitted_as_its_files_are_gone_comes_all_the_same(
    blender: Blender, emulator: Emulator
):
    assert blender.call(removed_before_it_is_fitted, env=emulator.environment) > 1500
    assert len(emulator.creates()) == 1
