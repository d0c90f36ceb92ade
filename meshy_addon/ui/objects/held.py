"""What a dialog was opened for is what it acts on, whatever becomes selected under it.

A result may land meanwhile and be selected, and what is sent is paid for. Main thread.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import bpy

from ...scene.selected import selection_now


def hold(operator: Any) -> None:
    """The dialog of `operator` is about to open."""
    operator.held = selection_now()


def as_held(operator: Any, context: bpy.types.Context) -> AbstractContextManager[object]:
    """`context` with what was selected then; as it is, if no dialog was opened."""
    held = getattr(operator, "held", None)
    if held is None or held == selection_now():
        return nullcontext()
    things = {thing.session_uid: thing for thing in bpy.data.objects if thing.users_scene}
    active = things.get(held.active)
    selected = [thing for uid, thing in things.items() if uid in held.selected]
    return context.temp_override(selected_objects=selected, active_object=active, object=active)
