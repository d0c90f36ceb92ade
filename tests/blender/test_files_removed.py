"""A result whose files are cleaned up before it is placed: what was paid for comes all the same."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def clean_up_by_hand() -> dict[str, Any]:
    """Amid something that keeps the result waiting; then once more, when it has been placed."""
    import shutil

    import bpy

    from tests.blender import jobs_in_the_list as jobs

    placing = jobs.module("ui.placing")
    folder = jobs.module("scene.home").state_dir() / "jobs"
    is_busy, placing.is_busy = placing.is_busy, lambda: True
    job_id = jobs.press("text_to_3d", prompt="an owl", preview_only=True)
    jobs.tick_until_stage(job_id, "ready")
    shutil.rmtree(folder)
    placing.is_busy = is_busy
    jobs.tick_until_placed(job_id)
    by_itself = jobs.names()

    shutil.rmtree(folder)
    bpy.context.scene.cursor.location.x = 5.0
    bpy.ops.meshy.place_job(job_id=job_id)
    jobs.tick_until(lambda: jobs.row(job_id).is_left)
    bpy.ops.meshy.resume_job(job_id=job_id)
    jobs.tick_until_placed(job_id)
    journal = jobs.module("scene.session").SESSION.running.journal
    jobs.tick_until(lambda: journal.job(job_id).stage == "placed")
    return {
        "by itself": "Owl" in by_itself,
        "beside": [bpy.data.objects[name].location.x for name in ("Owl", "Owl.001")],
        "is once more": jobs.row(job_id).is_once_more,
    }


@pytest.mark.one_version
def test_they_are_fetched_again_by_themselves_and_for_who_places_it_once_more(
    blender: Blender, emulator: Emulator
):
    third_time = emulator.fault("html", host="assets", path=r"model\.glb$", skip=2)
    seen = blender.call(clean_up_by_hand, env=emulator.environment)
    assert emulator.hits(third_time)
    assert seen == {"by itself": True, "beside": [0.0, 5.0], "is once more": False}
    assert len(emulator.creates()) == 1
