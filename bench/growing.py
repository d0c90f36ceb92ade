"""What more jobs in the journal cost: the start, a list of 50, a tick of the pump."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
ROUNDS = 4
"""All sizes in turn, of which the quickest count: a slow minute would look like growth."""


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as state:
        rounds = [_round(Path(state)) for _ in range(ROUNDS)]
    quickest = [
        {name: min(told[name] for told in of_one) for name in of_one[0]}
        for of_one in zip(*rounds, strict=True)
    ]
    for name in WORDS:
        curve = [told[name] for told in quickest]
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
    share = quickest[0]["pump_ms"] / (PUMP_S * 1000) * 100
    running = quickest[-1]["running_ms"] / (EXPECTING_S * 1000) * 100
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


def _round(folder: Path) -> list[dict[str, Any]]:
    return [run("ours/grow.py", folder / str(jobs), jobs, RUNNING) for jobs in JOBS]
