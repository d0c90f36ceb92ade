"""What is known as there before the redo panel undoes it, and missed afterwards."""

from __future__ import annotations

import pytest

from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def lose_to_the_redo_panel() -> dict[str, list[str]]:
    """A renamed model, and an action; the panel's undo and what it does then by hand."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    swept = jobs.module("ui.jobs.swept").SWEPT
    jobs.press("text_to_3d", prompt="a brave knight", pose_mode="t-pose")
    jobs.tick_until_placed(jobs.rows()[0].job_id)
    jobs.tick_until_placed(jobs.press("rig", height_meters=1.9))
    rig = next(thing for thing in bpy.data.objects if thing.type == "ARMATURE")
    rig.name = "My knight"
    walk = jobs.press("animate", action_id=30)
    jobs.tick_until_placed(walk)

    # Both are there, so that it's only missed what isn't there afterwards.
    swept.before()
    swept.look()
    swept.bring_back()
    seen = {"missed too much": [row.kind for row in jobs.rows() if row.stage != "placed"]}
    swept.before()
    bpy.data.actions.remove(rig.animation_data.action)
    swept.look()
    swept.bring_back()
    seen["missed"] = [row.kind for row in jobs.rows() if row.stage != "placed"]
    jobs.tick_until_placed(walk)
    seen["back"] = [rig.animation_data.action.name]
    swept.before()
    knight = bpy.data.objects["My knight"]
    bpy.data.batch_remove([knight, *knight.children_recursive, *bpy.data.actions])
    swept.look()
    swept.bring_back()
    seen["missed then"] = sorted(row.kind for row in jobs.rows() if row.stage != "placed")
    return seen


@pytest.mark.one_version
def test_an_action_and_what_was_renamed_are_brought_back_too(blender: Blender, emulator: Emulator):
    seen = blender.call(lose_to_the_redo_panel, env=emulator.environment)
    assert seen == {
        "missed too much": [],
        "missed": ["animate"],
        "back": ["Casual Walk"],
        "missed then": ["animate", "rig"],
    }
