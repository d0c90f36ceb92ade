"""What 500 jobs in the list cost each time that the sidebar is drawn, and each tick beside it.

In a real window; ours is all that the panel's function does, Blender's layout calls included.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.window import in_window

FEW, MANY = 5, 500
MOST_MS, MOST_GROWTH, SHOWN = 2.0, 1.5, 10


def measure() -> Iterator[Figure]:
    """Needs a Blender that can open a window. Raises windows.NoWindow."""
    from tests.gui import long_list

    with tempfile.TemporaryDirectory(prefix="meshy-bench-") as folder:
        few, page, many = in_window(Path(folder), long_list.redraw, ([FEW, SHOWN, MANY],), {})
    yield Figure(
        f"drawing the panel with {MANY} jobs",
        "ms",
        many["draw_ms"],
        few["draw_ms"],
        f"{FEW} jobs",
        f"≤ {MOST_MS:.0f} ms, not growing",
        many["draw_ms"] <= MOST_MS and many["draw_ms"] <= MOST_GROWTH * page["draw_ms"],
        f"A page of the list has {SHOWN} jobs: {page['draw_ms']:.2g} ms with just these.",
    )
    yield Figure(
        f"a tick of the pump with {MANY} jobs in the list",
        "ms",
        many["tick_ms"],
        few["tick_ms"],
        f"{FEW} jobs",
        f"≤ {MOST_MS:.0f} ms",
        many["tick_ms"] <= MOST_MS,
    )
