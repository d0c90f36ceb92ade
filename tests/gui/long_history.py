"""Scrolling from the newest to the oldest of thousands of tasks, with pictures. Inside Blender."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import bpy

from tests.gui import hands, results
from tests.gui.heart import Heart
from tests.gui.steps import Steps, until
from tests.gui.test_lab import open_alone

ROWS_A_STEP = 7
"""As many as are seen: from one to the next as soon as it's drawn."""
RESTS = 8
"""How often the hand rests for a look, which is when pictures are drawn."""


def scroll(tasks: int) -> Steps:
    """What of ours took longest, and the memory before and after."""
    yield from hands.open_tab()
    yield from until(lambda: results.account().balance is not None, "the balance")
    yield from open_alone("History")
    manager, history = bpy.context.window_manager, results.history()
    yield from until(lambda: len(manager.meshy_history) >= 50, "the first page")
    yield from until(lambda: results.history_pictures().loaded >= 3, "the first pictures")
    heart = _watched()
    before_mb = most_mb = _megabytes()
    began, at, rests = time.monotonic(), 0, 0
    while at < tasks - 1:
        at = min(at + ROWS_A_STEP, len(manager.meshy_history) - 1)
        manager.meshy_history_at = at
        hands.region("UI").tag_redraw()
        yield
        if at * RESTS > rests * tasks:
            rests += 1
            yield from _rest()
            most_mb = max(most_mb, _megabytes())
        assert not history.error, history.error
        assert time.monotonic() - began < 300, f"no further than {at}"
    yield from _rest()
    hands.screenshot("the last of them")
    return {
        "rows": len(manager.meshy_history),
        "is_complete": history.is_complete,
        "seconds": round(time.monotonic() - began, 1),
        "pictures": results.history_pictures().loaded,
        "before_mb": before_mb,
        "most_mb": most_mb,
        "after_mb": _megabytes(),
        "longest": {name: spent.figures() for name, spent in heart.longest.items()},
        "mean_ms": {
            name: round(spent.worked / heart.calls[name], 3)
            for name, spent in heart.together.items()
        },
    }


def _megabytes() -> float:
    """Memory of this process that is in use; only Linux tells, elsewhere 0."""
    status = Path("/proc/self/status")
    text = status.read_text(encoding="ascii") if status.exists() else ""
    return sum(int(line.split()[1]) for line in text.splitlines() if "VmRSS" in line) / 1024


def _rest() -> Steps:
    for _ in range(15):
        yield


def _watched() -> Heart:
    """All of ours that the list needs in the main thread."""
    heart = Heart()
    drawing, rows, pictures, pump = (
        results.part(name)
        for name in ("ui.history.drawing", "ui.history.rows", "ui.history.pictures", "ui.pump")
    )
    _time(heart, drawing, "draw_history", "drawing")
    _time(heart, rows, "_catch_up", "filling in")
    _time(heart, pictures, "_tick", "sending for pictures")
    _time(heart, pump.PUMP, "_work", "tick of the pump")
    return heart


def _time(heart: Heart, owner: Any, function: str, name: str) -> None:
    setattr(owner, function, heart.timed(name, getattr(owner, function)))
