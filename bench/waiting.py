"""What it takes to wait for tasks that Meshy works on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

from bench.figure import Figure
from bench.fresh import run
from tests.emulator.process import Emulator, running_emulator

JOBS, SECONDS = 20, 30
MANY, PLACES = 200, 50
"""No plan of Meshy's lets more tasks run at a time."""


def measure() -> Iterator[Figure]:
    with _emulator() as emulator:
        told = run("baselines/pollers.py", emulator.api, emulator.key, JOBS, SECONDS)
        naive = told["cpu_ms"]
    ours, many = (_waited(jobs) for jobs in (JOBS, MANY))
    yield Figure(
        f"CPU while {JOBS} jobs wait for {SECONDS} s",
        "ms",
        ours["cpu_ms"],
        naive,
        "pollers at 5 s",
        "≤ 0.5 ×",
        ours["cpu_ms"] <= 0.5 * naive,
        f"the tasks take 120 s and tell their progress meanwhile; {_cost(ours)}. {MANY} jobs,"
        f" {PLACES} of them at Meshy: {many['cpu_ms']:.0f} ms, {_cost(many)}.",
    )


def _emulator() -> AbstractContextManager[Emulator]:
    return running_emulator(plan="enterprise", running=PLACES, task_seconds=120, credits=100_000)


def _waited(jobs: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as state, _emulator() as emulator:
        return run("ours/wait.py", emulator.api, emulator.key, state, jobs, PLACES, SECONDS)


def _cost(told: dict[str, Any]) -> str:
    return f"{told['threads']} threads, {told['added_mb']:.0f} MB"
