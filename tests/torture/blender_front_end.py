"""A Blender that shares its job list with another: `… blender_front_end NAME JOBS OUT`.

It presses the button JOBS times, works as the interface does until nothing is left, takes over what
a dead Blender has left, and writes a line into OUT for each job that the journal knows as placed
by it, with how many objects of it the scene has.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import bpy

import meshy_addon
from tests.blender import jobs_in_the_list as jobs
from tests.blender.inside import declare_interface
from tests.torture.front_end import hurry, note


def main(name: str, count: int, out: Path) -> None:
    hurry()
    meshy_addon.register()
    declare_interface()
    for number in range(count):
        jobs.press("text_to_3d", prompt=f"a teapot, {name} {number}", preview_only=True)
        jobs.module("ui.pump").tick()
    told: set[str] = set()
    while True:
        jobs.module("ui.pump").tick()
        _tell(out, name, told)
        if all(row.stage.is_over for row in jobs.rows()) and not _take_over():
            break
        time.sleep(0.02)
    print("done", flush=True)
    os._exit(0)


def _tell(out: Path, name: str, told: set[str]) -> None:
    engine = jobs.module("scene.session").SESSION.running
    for row in jobs.rows():
        if row.stage != "placed" or row.job_id in told:
            continue
        record = engine.journal.job(row.job_id)
        if record and record.stage == "placed":
            made = [thing for thing in bpy.data.objects if thing.meshy.task_id == row.task_id]
            if made:  # not what the other Blender placed before this one began
                note(out, f"{row.job_id} {name} {len(made)}")
            told.add(row.job_id)


def _take_over() -> bool:
    """Whether there's still something to do: the jobs of a Blender that isn't there any more."""
    engine = jobs.module("scene.session").SESSION.running
    found = jobs.module("ui.jobs.left_over").left_over(jobs.module("scene.home").state_dir())
    for row, job in found.jobs:
        jobs.module("ui.jobs.board").BOARD.add_left(row, job)
        bpy.ops.meshy.place_job(job_id=row.job_id)
    return bool(found.jobs or engine.journal.unfinished())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
