"""How a test's generator goes on inside a Blender with a window: one step per turn of its loop.

Between two steps Blender handles what was typed and pressed, runs its timers and draws.
"""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Callable, Generator
from typing import Any

STEP_S = 0.005
"""However short: the loop runs a timer once a turn, and between two turns it handles and draws."""
START_S = 1.0
"""Until the window has been drawn for the first time, it has no regions to press in."""

Steps = Generator[None, None, Any]


def go_on(steps: Steps, end: Callable[[Any], None]) -> None:
    """Run `steps` from a timer; `end` gets what they return, or what they raise."""
    import bpy

    from tests.gui.hands import screenshot

    # The screen has no place for a greeting.
    bpy.context.preferences.view.show_splash = False
    if os.environ.get("MESHY_ROUGH_VIEWPORT"):
        bpy.context.preferences.system.viewport_aa = "OFF"

    def step() -> float | None:
        try:
            next(steps)
            return STEP_S
        except StopIteration as done:
            end(done.value)
        except BaseException as error:  # noqa: BLE001 - the test shall see it, whatever it is
            traceback.print_exc()
            screenshot("when it failed")
            end(error)
        return None

    bpy.app.timers.register(step, first_interval=START_S, persistent=True)


def until(condition: Callable[[], Any], what: str, within_s: float = 60) -> Steps:
    """Yield until `condition()` is true, and return its value; `what` names it if it never is."""
    end = time.monotonic() + within_s
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {within_s} s")
        yield
    return value
