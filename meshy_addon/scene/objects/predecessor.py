"""The object whose place a result takes: it's hidden, not removed. Main thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import bpy

from .sources import find_source, has_source, is_gone
from .taking import refuse_while_edited


def predecessor(target: Mapping[str, Any]) -> bpy.types.Object | None:
    """The object that a job was started on, for a result that is to stand where it stands.

    None if there was none, or it's gone. Asked for before anything comes into the file: raises
    TargetGone while it's being edited, as it would vanish under the artist's hands.
    """
    if not has_source(target) or is_gone(target):
        return None
    thing = find_source(target)
    refuse_while_edited(thing)
    return thing


def hide(things: Iterable[bpy.types.Object]) -> None:
    """From renders, and from each view layer that they are in, whichever scene is in front."""
    for thing in things:
        if not thing.library:
            thing.hide_render = True
        for layer in (layer for scene in thing.users_scene for layer in scene.view_layers):
            if thing in layer.objects.values():  # not by name, which a linked one may share
                thing.hide_set(True, view_layer=layer)
