"""What it takes to see an account's history, when that is long."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any

from bench.figure import Figure
from bench.fresh import run
from bench.past import TASKS, long_past

ROUNDS = 12
LINE_S = 0.25
"""How long an answer is on its way, where the service isn't on this machine."""
_ONE = "one bare request of 50"


def measure() -> Iterator[Figure]:
    """The quickest of each: what the work itself costs, whoever else is busy on the machine."""
    with tempfile.TemporaryDirectory() as state, long_past() as emulator:
        near = run("ours/history.py", emulator.api, emulator.key, state, ROUNDS)
        emulator.fault("delay", method="GET", path="/openapi/", times=0, seconds=LINE_S)
        far = run("ours/history.py", emulator.api, emulator.key, state, ROUNDS)
    yield _beside_one_request("first rows of the history, loopback", near["rows_ms"], near)
    yield _beside_one_request(
        f"first rows of the history, {LINE_S * 1000:.0f} ms away", far["rows_ms"], far
    )
    yield _beside_one_request(
        f"first page of the history as it stays, {LINE_S * 1000:.0f} ms away",
        far["page_ms"],
        far,
        f"medians of the {ROUNDS} rounds: {far['page_median_ms']:,.0f} ms beside"
        f" {far['bare_median_ms']:,.0f} ms. After {far['all_ms']:,.0f} ms the last six of the 22"
        " lists have said that they are empty: of the 20 requests that Meshy takes in a second"
        " four are left to jobs.",
    )
    yield Figure(
        f"memory added by reading all of {TASKS:,} tasks",
        "MB",
        near["grown_mb"],
        near["answers_mb"],
        "their answers",
        "≤ 8 MB",
        near["grown_mb"] <= 8 and near["tasks"] == TASKS,
    )


def _beside_one_request(what: str, ours: float, told: dict[str, Any], note: str = "") -> Figure:
    bare = told["bare_ms"]
    return Figure(what, "ms", ours, bare, _ONE, "< 1.2 ×", ours < 1.2 * bare, note)
