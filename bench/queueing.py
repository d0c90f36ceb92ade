"""Many jobs through the queue of a plan, against the time that the server alone takes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from bench.figure import Figure
from bench.fresh import run
from tests.emulator.process import running_emulator

JOBS, QUEUE, TASK_S = 200, 20, 30.0
"""Meshy takes 60 s and more for a task: here what isn't the server weighs twice as much."""


def measure() -> Iterator[Figure]:
    ideal_s = JOBS / QUEUE * TASK_S
    options = {"plan": "studio", "running": QUEUE, "task_seconds": TASK_S, "credits": 100_000}
    with (
        tempfile.TemporaryDirectory() as state,
        running_emulator(**options, files_ahead=True) as emulator,
    ):
        told = run("ours/run_jobs.py", emulator.api, emulator.key, state, JOBS)
    yield Figure(
        f"{JOBS} jobs through a queue of {QUEUE}, files and all",
        "s",
        told["seconds"],
        ideal_s,
        "the server's time alone",
        "≤ 1.05 ×",
        told["seconds"] <= 1.05 * ideal_s,
        f"tasks of {TASK_S:.0f} s; {told['threads']} threads, {told['added_mb']:.0f} MB at most.",
    )
