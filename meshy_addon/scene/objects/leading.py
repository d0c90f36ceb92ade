"""What the artist holds: the selected objects, of which the active one leads.

As for Blender's own operators, an object that is active without being selected isn't worked on.
Quick enough for drawing. Main thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import bpy

CONVERTED = ("CURVE", "SURFACE", "FONT", "META")
"""Types of object that become a mesh on the way."""
_SENDABLE = frozenset({"MESH", *CONVERTED})


def is_sendable(thing: bpy.types.Object) -> bool:
    """Whether it has a surface, or can have one."""
    return thing.type in _SENDABLE or thing.instance_type == "COLLECTION"


def sendable(context: bpy.types.Context) -> Sequence[bpy.types.Object]:
    """The selected objects that can become a mesh, the active one first."""
    active = context.active_object
    things = sorted(context.selected_objects, key=lambda thing: thing != active)
    return [thing for thing in things if is_sendable(thing)]


def leader(
    context: bpy.types.Context, among: Callable[[bpy.types.Object], bool] = lambda _: True
) -> bpy.types.Object | None:
    """The object that panels tell about and jobs go on from: of the selected ones `among` which it
    is sought the active one, else the first. The first of `sendable`, if among those.
    """
    things = [thing for thing in context.selected_objects if among(thing)]
    active = context.active_object
    return active if active in things else next(iter(things), None)


def at_hand(context: bpy.types.Context) -> bpy.types.Object | None:
    """The leader, or the active object where nothing is selected: to go on from what made it."""
    return leader(context) or context.active_object
