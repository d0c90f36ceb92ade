"""What it costs to scroll through a long history with pictures, in a real window. A minute."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.past import TASKS, long_past
from bench.window import in_window

MOST_MS, MOST_MB = 10.0, 40.0
"""A tenth of what a hand notices, and what 120 pictures take."""
_LIMIT = "the limit"


def measure() -> Iterator[Figure]:
    """Needs a Blender that can open a window. Raises windows.NoWindow.

    A piece of ours counts with what it works and waits for, without the queue for a processor.
    """
    from tests.gui import long_history

    with tempfile.TemporaryDirectory(prefix="meshy-bench-") as folder, long_past() as emulator:
        told = in_window(Path(folder), long_history.scroll, (TASKS,), emulator.environment)
    for piece, spent in told["longest"].items():
        ms = spent["worked"] + spent["waited"]
        yield Figure(
            f"scrolling through {TASKS:,} tasks, longest {piece}",
            "ms",
            ms,
            MOST_MS,
            _LIMIT,
            f"≤ {MOST_MS:.0f} ms",
            ms <= MOST_MS,
            f"{spent['worked']:.3g} ms of it work; {told['mean_ms'][piece]:.3g} ms on average.",
        )
    grown_mb = told["most_mb"] - told["before_mb"]
    yield Figure(
        f"memory added to the window by scrolling through {TASKS:,} tasks",
        "MB",
        grown_mb,
        MOST_MB,
        _LIMIT,
        f"≤ {MOST_MB:.0f} MB",
        grown_mb <= MOST_MB and told["rows"] == TASKS and told["is_complete"],
        f"from {told['before_mb']:,.0f} MB; {told['pictures']} pictures are loaded at the end,"
        f" after {told['seconds']:.0f} s.",
    )
