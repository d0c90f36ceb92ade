"""Another key while jobs run: they wait until the artist goes on with them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def put_in_another_key(reversed_key: str) -> dict[str, Any]:
    """And then the first one again."""
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    jobs.module("ui.pump").start()
    manager = bpy.context.window_manager
    manager.meshy_key = reversed_key[::-1]
    job_id = jobs.press("text_to_3d", prompt="an owl [seconds:5]", preview_only=True)
    jobs.tick_until(lambda: jobs.row(job_id).task_id)
    bpy.ops.meshy.try_without_account()
    left = jobs.row(job_id)
    manager.meshy_key = reversed_key[::-1]
    bpy.ops.meshy.resume_job(job_id=job_id)
    jobs.tick_until_placed(job_id)
    return {"is left": left.is_left, "why": left.error, "names": jobs.names()}


@pytest.mark.one_version
def test_jobs_are_left_to_be_resumed(blender: Blender, emulator: Emulator):
    blender.way = "zip"  # as artists have it: with preferences
    seen = blender.call(put_in_another_key, emulator.key[::-1], env={"MESHY_API_URL": emulator.api})
    assert seen["is left"]
    assert seen["why"] == "Another API key is in use now: Resume goes on with it."
    assert "Owl [seconds:5]" in seen["names"]
    assert len(emulator.creates()) == 1
