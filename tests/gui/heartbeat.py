"""What running jobs cost an artist, measured in the window. Inside Blender.

A timer of 5 ms is the artist's hand (see `heart.py`); `scripts/bench_window.py` runs these and
prints what they return.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import bpy

from tests.gui import hands, results
from tests.gui.heart import Heart, taking_as_many
from tests.gui.steps import Steps, until

JOBS = 10
_METHODS = (
    "poll",
    "draw",
    "draw_header",
    "draw_header_preset",
    "invoke",
    "execute",
    "modal",
    "check",
)
_FUNCTIONS = (
    ("ui.jobs.status_bar", "_draw"),
    ("ui.jobs.stand_ins", "_changed"),
)


def ten_jobs(is_tab_open: bool) -> Steps:
    """From the press to the last result, after as long without any job."""
    if is_tab_open:
        yield from hands.open_tab()
    else:
        bpy.types.MESHY_FH_image.poll_drop(bpy.context)  # something is dragged over the window
    yield from until(lambda: results.account().is_known, "the account")
    yield from _imported_early()
    quiet = yield from _beats_for(10.0)
    heart = _watched()
    account = results.account()  # looked at anew; a tab that is open asks for the balance
    yield from until(lambda: account.is_told or (account.is_known and not is_tab_open), "it")
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
    name = _addon()
    found: dict[str, list[float]] = {"enabled": [], "disabled": []}
    for _ in range(3):
        yield from until(lambda: results.account().is_known, "the account")
        yield from _imported_early()
        for _ in range(20):
            yield
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
    """A heart that sees all of ours that runs in the main thread.

    What Blender has registered it keeps: replaced while the extension is disabled.
    """
    heart = Heart()
    name = _addon()
    bpy.ops.preferences.addon_disable(module=name)
    pump = results.part("ui.pump").Pump
    pump.tick = heart.timed("pump", pump.tick)
    for place, function in _FUNCTIONS:
        module = results.part(place)
        setattr(module, function, heart.timed(f"{place}.{function}", getattr(module, function)))
    texts = results.part("ui.jobs.viewport_text")._DRAWN
    texts.update({region: heart.timed(f"text in {region}", draw) for region, draw in texts.items()})
    for owner in _owners_of_methods():
        for method in _METHODS:
            if method in vars(owner):
                setattr(owner, method, _timed_method(heart, owner, method))
    bpy.ops.preferences.addon_enable(module=name)
    return heart


def _owners_of_methods() -> list[type]:
    """Our classes that Blender calls, and those that they inherit from."""
    mine = [
        value
        for full, module in tuple(sys.modules.items())
        if "meshy_addon.ui." in full
        for value in tuple(vars(module).values())
        if isinstance(value, type) and value.__module__ == full
    ]
    return [each for each in mine if any(hasattr(each, method) for method in _METHODS)]


def _timed_method(heart: Heart, owner: type, method: str) -> Any:
    written = vars(owner)[method]
    function = getattr(written, "__func__", written)
    name = f"{owner.__name__}.{method}"
    timed = taking_as_many(function, heart.timed(name, function, is_placing=method == "modal"))
    return classmethod(timed) if isinstance(written, classmethod) else timed


def _beats_for(seconds: float) -> Steps:
    heart = Heart()
    beat = heart.beat
    bpy.app.timers.register(beat, persistent=True)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
    bpy.app.timers.unregister(beat)
    return heart.figures()


def _imported_early() -> Steps:
    yield from until(
        lambda: not results.part("ui.errands").ERRANDS.is_any_out, "what is imported early"
    )


def _processor_share(seconds: float) -> Steps:
    """Between 0 and 1 for each core in use."""
    for _ in range(5):
        yield
    began, used = time.perf_counter(), time.process_time()
    while time.perf_counter() - began < seconds:
        yield
    return round((time.process_time() - used) / (time.perf_counter() - began), 4)


def _addon() -> str:
    addons = bpy.context.preferences.addons
    return str(next(each.module for each in addons if "meshy" in each.module))
