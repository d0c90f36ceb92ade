"""What the artist has selected stays selected, whatever lands meanwhile."""

from __future__ import annotations

import pytest

from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def turn_to_something_else() -> dict[str, list[str]]:
    """Meanwhile, for each way in which a result takes a place."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    def select(*names: str) -> None:
        """The last one active."""
        for thing in bpy.context.view_layer.objects:
            thing.select_set(thing.name in names)
        bpy.context.view_layer.objects.active = bpy.data.objects[names[-1]]

    def selected() -> list[str]:
        """The active one last."""
        things = bpy.context.selected_objects
        active = bpy.context.view_layer.objects.active
        return [thing.name for thing in sorted(things, key=lambda it: (it == active, it.name))]

    seen = {}
    job_id = jobs.press("text_to_3d", prompt="an owl", preview_only=True)
    select("Cube", "Owl")
    jobs.tick_until_placed(job_id)
    seen["a placeholder beside others"] = selected()
    mouse = jobs.press("text_to_3d", prompt="a mouse", preview_only=True)
    select("Mouse", "Cube")
    jobs.tick_until_placed(mouse)
    seen["a placeholder that isn't active"] = selected()

    select("Cube")
    beside = jobs.press("remesh", target_polycount=2000, keep_original=True)
    select("Light")
    jobs.tick_until_placed(beside)
    seen["an object that was sent"] = selected()
    select("Cube")
    beside = jobs.press("remesh", target_polycount=3000, keep_original=True)
    jobs.tick_until_placed(beside)
    seen["an object that is still selected"] = selected()

    bpy.ops.meshy.place_job(job_id=job_id)
    select("Camera")
    jobs.tick_until(lambda: "Owl.001" in bpy.data.objects)
    seen["asked for, then turned away"] = selected()
    bpy.ops.meshy.place_job(job_id=job_id)
    jobs.tick_until(lambda: "Owl.002" in bpy.data.objects)
    seen["asked for"] = selected()
    return seen


@pytest.mark.one_version
def test_only_who_still_holds_what_a_result_replaces_gets_it_selected(
    blender: Blender, emulator: Emulator
):
    assert blender.call(turn_to_something_else, env=emulator.environment) == {
        "a placeholder beside others": ["Cube", "Owl"],
        "a placeholder that isn't active": ["Mouse", "Cube"],
        "an object that was sent": ["Light"],
        "an object that is still selected": ["Cube.002"],
        "asked for, then turned away": ["Camera"],
        "asked for": ["Owl.002"],
    }
