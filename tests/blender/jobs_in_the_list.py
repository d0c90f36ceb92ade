"""Starting jobs as the interface does, and ticking its pump, in a Blender without a window."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import bpy

PATIENCE_S = 120


def module(name: str) -> Any:
    """A module of the extension, whatever it's called here: `module("ui.pump")`."""
    # A copy: workers import meanwhile.
    extension = next(each for each in [*sys.modules] if each.endswith("meshy_addon"))
    return import_module(f"{extension}.{name}")


def press(operator: str, **values: Any) -> str:
    """Start a job as a button does, which doesn't wait for it; the id of the newest job."""
    made = getattr(bpy.types, f"MESHY_OT_{operator}")
    made._from_interface = True
    try:
        getattr(bpy.ops.meshy, operator)(**values)
    finally:
        made._from_interface = False
    return str(rows()[0].job_id)


def rows() -> tuple[Any, ...]:
    return module("ui.jobs.board").BOARD.rows  # type: ignore[no-any-return]


def row(job_id: str) -> Any:
    return module("ui.jobs.board").BOARD.row(job_id)


def tick_until(is_so: Callable[[], bool]) -> None:
    """Tick as Blender's timer would. Raises TimeoutError."""
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError(f"{rows()}")
        module("ui.pump").tick()
        time.sleep(0.02)


def tick_until_stage(job_id: str, stage: str) -> None:
    tick_until(lambda: row(job_id) is not None and row(job_id).stage == stage)


def tick_until_placed(job_id: str) -> None:
    tick_until_stage(job_id, "placed")


def placeholder() -> bpy.types.Object:
    """The one in this file. Raises StopIteration."""
    return next(thing for thing in bpy.data.objects if "meshy_job" in thing)


def names() -> list[str]:
    return sorted(thing.name for thing in bpy.data.objects)
