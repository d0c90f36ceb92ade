"""The chosen actions become jobs, at one press."""

from __future__ import annotations

import bpy

from .. import running
from ..asking import Press, ordered
from .library import LIBRARY
from .settings import KIND


def add(context: bpy.types.Context, *, waits: bool) -> bool:
    """Begin a job for each chosen action, or none: what couldn't be begun stays chosen.

    Returns at once, or `waits` until all are in the scene. False for the second press of a double
    click, which finds the button asking for what is looked at: nothing is chosen any more then.
    Raises MeshyError.
    """
    chosen = context.window_manager.meshy_animate.wanted

    def leave() -> None:
        for action_id in chosen:
            LIBRARY.choose(action_id, wanted=False)
        running.LAST_PRESS.leaves(_asked(context))

    run = running.run_to_end if waits else running.start
    return run(_asked(context), leave)


def _asked(context: bpy.types.Context) -> Press:
    settings = context.window_manager.meshy_animate
    told = settings.values
    wishes = {wish.key: told.pop(wish.key) for wish in KIND.wishes}
    orders = [
        order
        for action_id in settings.wanted
        for order in ordered(KIND, {"action_id": action_id, **told}, wishes, context)
    ]
    return Press(KIND, orders)
