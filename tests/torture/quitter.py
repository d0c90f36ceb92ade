"""What a Blender does that is quit while jobs are at something. Inside Blender, so nothing here
imports the extension, which may be installed under another name.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.gui.steps import Steps, until

JOBS = 3
NOTHING, QUEUE_FULL = "no job", "queue full"
SUBMITTING, WAITING = "submitting", "waiting"
DOWNLOADING, CONVERTING = "downloading", "converting"
"""What the jobs are at: stages, and two things more."""


def quit_in_background(at: str, note: str) -> None:
    from tests.blender import jobs_in_the_list as jobs

    if at != NOTHING:
        ids = [
            jobs.press("text_to_3d", prompt=f"an owl, number {number}", preview_only=True)
            for number in range(JOBS)
        ]
        jobs.tick_until(lambda: _are_at([jobs.row(each) for each in ids], at))
    # Blender quits by itself when its script is over: inside.py isn't to do it before.
    os._exit = lambda code: None  # type: ignore[assignment]
    _tell(note)


def quit_window(at: str, note: str) -> Steps:
    import bpy

    from tests.gui import results

    if at != NOTHING:
        for number in range(JOBS):
            bpy.ops.meshy.text_to_3d(
                "INVOKE_DEFAULT", prompt=f"an owl, number {number}", preview_only=True
            )
            yield
        yield from until(lambda: _are_at(results.board().rows, at), at)
    _tell(note)
    bpy.ops.wm.quit_blender()
    yield from until(lambda: False, "the end")


def _are_at(rows: Sequence[Any], at: str) -> bool:
    """Whether the jobs have come to it: one of them where others wait for it to go on."""
    stage = SUBMITTING if at == QUEUE_FULL else at
    there = [row.stage == stage for row in rows]
    return any(there) if at in (QUEUE_FULL, CONVERTING) else all(there)


def _tell(note: str) -> None:
    """Who quits, and when: the last thing before it's told to."""
    children = [
        int(pid)
        for tasks in Path("/proc/self/task").glob("*/children")
        for pid in tasks.read_text().split()
    ]
    half = Path(note + ".half")
    half.write_text(json.dumps({"pid": os.getpid(), "children": children, "at": time.time()}))
    half.rename(note)
