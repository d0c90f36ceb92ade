"""What more jobs in the journal cost: the start, a list of 50, a tick of the pump."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from bench.figure import Figure
from bench.fresh import run

JOBS = (10, 30, 100, 300, 1000)
WORDS = {
    "start_ms": "taking up work",
    "list_ms": "listing the newest 50",
    "pump_ms": "a tick of the pump",
}
FLAT_FROM = {"list_ms": 2}
"""A list of 50 can't be longer than there are jobs."""
MOST_GROWTH, NOTHING_MS = 1.5, 2.0
PUMP_S, EXPECTING_S = 0.25, 0.05
"""What the pump's ticks are apart, and while jobs are under way."""
RUNNING = 20


def measure() -> Iterator[Figure]:
    curves: dict[str, list[float]] = {name: [] for name in WORDS}
    for jobs in JOBS:
        with tempfile.TemporaryDirectory() as state:
            told = run("ours/grow.py", state, jobs, RUNNING)
        for name, curve in curves.items():
            curve.append(told[name])
    for name, curve in curves.items():
        first, last = curve[FLAT_FROM.get(name, 0)], curve[-1]
        yield Figure(
            f"{WORDS[name]}, {JOBS[-1]:,} jobs",
            "ms",
            last,
            first,
            f"{JOBS[FLAT_FROM.get(name, 0)]} jobs",
            f"≤ {MOST_GROWTH} ×, or + {NOTHING_MS:.0f} ms",
            last <= MOST_GROWTH * first or last - first <= NOTHING_MS,
            ", ".join(f"{n:,} jobs: {ms:.3g} ms" for n, ms in zip(JOBS, curve, strict=True)) + ".",
        )
    share = curves["pump_ms"][0] / (PUMP_S * 1000) * 100
    running = told["running_ms"] / (EXPECTING_S * 1000) * 100
    yield Figure(
        "idle pump",
        "% of a core",
        share,
        0.1,
        "the limit",
        "< 0.1 % of a core",
        share < 0.1,
        f"while {RUNNING} jobs run it ticks {PUMP_S / EXPECTING_S:.0f} times as often, and takes"
        f" {running:.2g} %.",
    )
