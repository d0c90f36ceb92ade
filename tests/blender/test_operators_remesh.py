"""Another mesh for the object that is selected."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender import scene_report
from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def remesh_a_turned_cube() -> dict[str, Any]:
    import bpy

    cube = bpy.data.objects["Cube"]
    cube.location, cube.rotation_euler, cube.scale = (1, 2, 3), (0.1, 0.2, 0.3), (1, 2, 3)
    before = {"names": scene_report.names()["objects"], **scene_report.object_facts("Cube")}
    bpy.ops.meshy.remesh(target_polycount=200)
    after = {"names": scene_report.names()["objects"], **scene_report.object_facts("Cube")}
    return {"before": before, "after": after}


def test_the_selected_object_is_sent_and_stays_where_it_is(blender: Blender, emulator: Emulator):
    seen = blender.call(remesh_a_turned_cube, env=emulator.environment)
    before, after = seen["before"], seen["after"]
    assert before["faces"] == 6
    assert after["faces"] == pytest.approx(200, rel=0.1)
    assert after["meshy"]["kind"] == "remesh"
    for same in ("names", "data", "location", "rotation", "scale", "collections"):
        assert after[same] == before[same]
    for corner in ("low", "high"):
        assert after[corner] == pytest.approx(before[corner], abs=0.01)
    (create,) = emulator.creates()
    assert create["body"]["target_polycount"] == 200
