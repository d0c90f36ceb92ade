"""What running jobs cost an artist, measured in the window. Inside Blender.

A timer of 5 ms is the artist's hand: how long it waits between two beats, and how much of that
waiting was for code of ours. `scripts/bench_window.py` runs these and prints what they return.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy

from tests.gui import hands, results
from tests.gui.steps import Steps, until

BEAT_S = 0.005
JOBS = 10
_PARTS = ("draw", "draw_header", "draw_header_preset")
"""Not `poll`: Blender 4.3 crashes when that is replaced in a registered class."""


class Heart:
    """Beats, and knows of each pause what ran in it."""

    def __init__(self) -> None:
        self.pauses_ms: list[float] = []
        self.ours_ms: list[float] = []
        self.worked_ms: list[float] = []
        self.placing_ms: list[float] = []
        self._last = time.perf_counter()
        self._ours = self._worked = self._placing = 0.0

    def beat(self) -> float:
        now = time.perf_counter()
        self.pauses_ms.append((now - self._last) * 1000)
        self.ours_ms.append(self._ours * 1000)
        self.worked_ms.append(self._worked * 1000)
        self.placing_ms.append(self._placing * 1000)
        self._last, self._ours, self._worked, self._placing = now, 0.0, 0.0, 0.0
        return BEAT_S

    def timed(self, function: Callable[..., Any], *, is_placing: bool = False) -> Any:
        """`function`, its time written down."""

        def run(*arguments: Any, **more: Any) -> Any:
            began, work_began = time.perf_counter(), time.thread_time()
            try:
                return function(*arguments, **more)
            finally:
                took = time.perf_counter() - began
                if is_placing:
                    self._placing += took
                else:
                    self._ours += took
                    self._worked += time.thread_time() - work_began

        return run

    def figures(self) -> dict[str, float]:
        def longest(times: list[float]) -> float:
            return round(max(times, default=0.0), 2)

        ordered = sorted(self.pauses_ms)
        return {
            "beats": len(ordered),
            "longest_wait_on_our_code_ms": longest(self.ours_ms),
            # Without what other programs took of the processor meanwhile.
            "longest_work_of_our_code_ms": longest(self.worked_ms),
            "our_code_ms_per_s": round(sum(self.worked_ms) / max(sum(ordered) / 1000, 1e-9), 2),
            "longest_placing_ms": longest(self.placing_ms),
            "median_pause_ms": round(ordered[len(ordered) // 2], 2),
            "99th_percentile_pause_ms": round(ordered[int(len(ordered) * 0.99)], 2),
            "longest_pause_ms": longest(ordered),
        }


def ten_jobs(is_tab_open: bool) -> Steps:
    """From the press to the last result, after as long without any job."""
    if is_tab_open:
        yield from hands.open_tab()
    yield from until(lambda: results.account().is_known, "the account")
    quiet = yield from _beats_for(10.0)
    heart = _watched()
    beat = heart.beat  # one and the same, to be found again
    bpy.app.timers.register(beat, persistent=True)
    for number in range(JOBS):
        prompt = f"a thing with the number {number}"
        bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt=prompt, location=(number, 0, 0))
        yield
    yield from until(lambda: len(results.made()) == JOBS, "ten results", within_s=300)
    bpy.app.timers.unregister(beat)
    return {"quiet": quiet, "jobs": heart.figures()}


def idle_processor(seconds: float) -> Steps:
    """Processor time of the whole process per second: with the extension, and disabled."""
    yield from hands.open_tab()
    for _ in range(20):
        yield
    addons = bpy.context.preferences.addons
    name = next(each.module for each in addons if "meshy" in each.module)
    found: dict[str, list[float]] = {"enabled": [], "disabled": []}
    for _ in range(3):
        found["enabled"].append((yield from _processor_share(seconds)))
        bpy.ops.preferences.addon_disable(module=name)
        found["disabled"].append((yield from _processor_share(seconds)))
        bpy.ops.preferences.addon_enable(module=name)
    return found


def autosave(folder: str) -> Steps:
    """How many seconds after the start Blender saves by itself while jobs run."""
    bpy.context.preferences.filepaths.temporary_directory = folder
    bpy.context.preferences.filepaths.use_auto_save_temporary_files = True
    bpy.context.preferences.filepaths.auto_save_time = 1
    for number in range(JOBS):
        bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt=f"a thing {number} [seconds:120]")
    began = edited = time.monotonic()
    while time.monotonic() - began < 150:
        if time.monotonic() - edited > 20:
            edited = time.monotonic()
            bpy.data.objects["Cube"].location.x += 0.1
            bpy.ops.ed.undo_push(message="An edit")
        if found := [path.name for path in Path(folder).rglob("*autosave.blend")]:
            return {
                "seconds": round(time.monotonic() - began),
                "files": len(found),
                "running": results.board().running,
            }
        yield
    return {"seconds": None, "running": results.board().running}


def _watched() -> Heart:
    """A heart that sees all of ours that runs in the main thread."""
    heart = Heart()
    pump = _module("ui.pump")
    pump.PUMP.tick = heart.timed(pump.PUMP.tick)
    text = _module("ui.jobs.viewport_text")
    text._draw = heart.timed(text._draw)
    placing = _module("ui.placing_operator").MESHY_OT_place_results
    placing.work = heart.timed(placing.work, is_placing=True)
    for name in dir(bpy.types):
        if name.startswith("MESHY_PT_"):
            panel = getattr(bpy.types, name)
            for part in _PARTS:
                if part in vars(panel):
                    setattr(panel, part, heart.timed(vars(panel)[part]))
    return heart


def _beats_for(seconds: float) -> Steps:
    heart = Heart()
    beat = heart.beat
    bpy.app.timers.register(beat, persistent=True)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
    bpy.app.timers.unregister(beat)
    return heart.figures()


def _processor_share(seconds: float) -> Steps:
    """Between 0 and 1 for each core in use."""
    for _ in range(5):
        yield
    began, used = time.perf_counter(), time.process_time()
    while time.perf_counter() - began < seconds:
        yield
    return round((time.process_time() - used) / (time.perf_counter() - began), 4)


def _module(name: str) -> Any:
    return next(
        each for full, each in tuple(sys.modules.items()) if full.endswith(f"meshy_addon.{name}")
    )
