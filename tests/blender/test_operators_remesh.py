"""Another mesh for the object that is selected."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender import keeping, scene_report, worn
from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def remesh_a_well_worn_object() -> dict[str, Any]:
    import bpy

    worn.a_well_worn_object()
    before, others = keeping.kept(worn.NAME), keeping.others()
    bpy.ops.meshy.remesh(target_polycount=4000)
    facts = scene_report.object_facts(worn.NAME)
    keys = bpy.data.objects[worn.NAME].data.shape_keys.key_blocks
    width = [max(point.co.x for point in key.points) for key in keys]
    return {
        "before": [before, others],
        "after": [keeping.kept(worn.NAME), keeping.others()],
        "facts": facts,
        "wider": width[1] / width[0],
    }


def test_a_remeshed_object_keeps_all_it_wears(blender: Blender, emulator: Emulator):
    seen = blender.call(remesh_a_well_worn_object, env=emulator.environment)
    (before, others), (after, others_after) = seen["before"], seen["after"]
    keeping.assert_kept(before, after)
    assert others_after == others
    assert seen["facts"]["faces"] == pytest.approx(4000, rel=0.1)
    assert seen["facts"]["meshy"]["kind"] == "remesh"
    assert seen["wider"] == pytest.approx(1.5, rel=0.02)
    (create,) = emulator.creates()
    assert create["body"]["target_polycount"] == 4000
