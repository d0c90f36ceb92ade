"""What it takes to wait for tasks that Meshy works on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from bench.figure import Figure
from bench.fresh import run
from tests.emulator.process import running_emulator

TASKS, SECONDS = 20, 30


def measure() -> Iterator[Figure]:
    options = {"plan": "enterprise", "running": 50, "task_seconds": 120, "credits": 100_000}
    with tempfile.TemporaryDirectory() as state, running_emulator(**options) as emulator:
        naive = run("baselines/pollers.py", emulator.api, emulator.key, TASKS, SECONDS)["cpu_ms"]
        ours = run("ours/wait.py", emulator.api, emulator.key, state, TASKS, SECONDS)["cpu_ms"]
    yield Figure(
        f"CPU while {TASKS} jobs wait for {SECONDS} s",
        "ms",
        ours,
        naive,
        "pollers at 5 s",
        "≤ 0.5 ×",
        ours <= 0.5 * naive,
        "the tasks take 120 s and tell their progress meanwhile.",
    )
