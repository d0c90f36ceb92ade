"""Another size for the object that is selected."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender import keeping, scene_report, worn
from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def resize_a_plain_object() -> dict[str, Any]:
    import bpy

    bpy.ops.mesh.primitive_cube_add(location=(5, 0, 2), scale=(1, 2, 3))
    cube = bpy.context.object
    cube.name, cube.rotation_euler = "Box", (0, 0, 0.5)
    before = scene_report.object_facts("Box")
    bpy.ops.meshy.resize(resize_height=1.5, origin_at="bottom")
    return {"before": before, "after": scene_report.object_facts("Box")}


def resize_a_well_worn_object() -> dict[str, Any]:
    import bpy

    thing = worn.a_well_worn_object()
    thing.constraints.clear()
    before, height = keeping.kept(worn.NAME), thing.dimensions.z
    bpy.ops.meshy.resize(resize_height=height * 2)
    return {"before": before, "after": keeping.kept(worn.NAME), "scale": list(thing.scale)}


def test_a_plain_object_is_scaled_in_its_mesh_and_stands_on_its_origin(
    blender: Blender, emulator: Emulator
):
    seen = blender.call(resize_a_plain_object, env=emulator.environment)
    before, after = seen["before"], seen["after"]
    assert after["scale"] == before["scale"]
    assert after["rotation"] == pytest.approx(before["rotation"])
    assert after["high"][2] - after["low"][2] == pytest.approx(1.5)
    assert after["location"] == pytest.approx([5, 0, after["low"][2]])
    # About its origin, which was the middle.
    assert (after["high"][2] + after["low"][2]) / 2 == pytest.approx(2, abs=0.001)


def test_an_object_that_wears_more_is_scaled_as_a_whole(blender: Blender, emulator: Emulator):
    seen = blender.call(resize_a_well_worn_object, env=emulator.environment)
    keeping.assert_kept(seen["before"], seen["after"], but=("place", "bounds"))
    assert seen["scale"] == pytest.approx([3, 3, 4], rel=0.01)
