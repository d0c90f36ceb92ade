"""What the artist has selected, and that it stays so when something else comes. Main thread."""

from __future__ import annotations

import bpy

from ..api.frozen import frozen


@frozen
class Selection:
    """By Blender's own numbers, as undo makes references void."""

    selected: frozenset[int] = frozenset()
    active: int = 0
    """None of the objects' numbers if none is active."""


def selection_now() -> Selection:
    """In the view layer that the artist looks at."""
    objects = _layer().objects
    active = objects.active.session_uid if objects.active else 0
    return Selection(frozenset(thing.session_uid for thing in objects.selected), active)


def select_again(before: Selection, *, beside: bool = False) -> None:
    """Only what was selected `before` is; or `beside` what is selected now."""
    layer = _layer()
    layer.update()
    now = {thing.session_uid: thing for thing in layer.objects.selected}
    for uid, thing in now.items():
        if uid not in before.selected and not beside:
            thing.select_set(False, view_layer=layer)
    wanted = {*(before.selected - now.keys()), before.active}
    for thing in layer.objects.values() if wanted else ():
        if thing.session_uid in wanted & before.selected:
            thing.select_set(True, view_layer=layer)
        if thing.session_uid == before.active:
            layer.objects.active = thing


def _layer() -> bpy.types.ViewLayer:
    """Also from a timer, where Blender knows no window."""
    window = bpy.context.window or next(iter(bpy.context.window_manager.windows), None)
    return window.view_layer if window else bpy.context.view_layer
