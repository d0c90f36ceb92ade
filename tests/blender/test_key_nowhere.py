"""The key is in its own file, and in nothing else that a Blender with the extension writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.emulator.process import Emulator

PROMPT = "a weathered bronze owl"


def work_for_a_while(reversed_key: str, blend: str) -> dict[str, Any]:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    bpy.context.window_manager.meshy_key = reversed_key[::-1]
    failed = jobs.press("text_to_3d", prompt=PROMPT, preview_only=True)
    jobs.tick_until_stage(failed, "failed")
    placed = jobs.press("text_to_3d", prompt=f"{PROMPT} again", preview_only=True)
    jobs.tick_until_placed(placed)
    # A Blender in background has no clipboard.
    reports: list[str] = []
    jobs.module("ui.jobs.reporting")._copy = reports.append
    for job_id in (failed, placed):
        bpy.ops.meshy.copy_report(job_id=job_id)
    jobs.tick_until(lambda: len(reports) == 2)
    bpy.ops.wm.save_as_mainfile(filepath=blend, compress=False)
    bpy.ops.wm.save_userpref()
    print(jobs.module("scene.session").SESSION.running.account, jobs.rows())
    return {"jobs": [failed, placed], "reports": reports}


@pytest.mark.one_version
def test_the_key_is_nowhere_but_in_its_own_file(blender: Blender, emulator: Emulator):
    blender.way = "zip"  # as artists have it: with preferences
    emulator.fault("fail_task", times=1)
    blend = blender.folder / "mine.blend"
    seen = blender.call(
        work_for_a_while, emulator.key[::-1], str(blend), env={"MESHY_API_URL": emulator.api}
    )
    for job_id in seen["jobs"]:
        [report] = [text for text in seen["reports"] if f"Job {job_id}:" in text]
        assert report.startswith("Meshy for Blender")
        assert f"job {job_id}" in report.partition("Log:")[2]
        assert emulator.key not in report
        assert "http" not in report
    written = everything_in(
        blender.folder, blender.folder.with_name(f"{blender.folder.name}-blender")
    )
    names = {path.name for path in written}
    assert {"mine.blend", "userpref.blend", "jobs.sqlite", "meshy.log", "stdout"} <= names
    holding = [path for path in written if emulator.key.encode() in path.read_bytes()]
    assert holding == [blender.state_dir / "key"]


def everything_in(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]
