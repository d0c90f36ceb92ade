"""Characters that Meshy rigged, in the open file: their armature, and the task that it's from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import bpy

from ...api.endpoints.character import ANIMATION, RIGGING
from ...api.errors import InvalidParameter
from ..objects.leading import at_hand
from ..objects.sources import remember
from ..provenance import read

_RIG = "rig_task_id"


def armature_of(thing: bpy.types.Object | None) -> bpy.types.Object | None:
    """The armature of Meshy's that `thing` is or hangs on; None for anything else."""
    if thing is None:
        return None
    candidates = [thing, thing.find_armature(), thing.parent]
    return next((each for each in candidates if each and rig_task_of(each)), None)


def armature_at_hand(context: bpy.types.Context) -> bpy.types.Object | None:
    """The armature of Meshy's that the artist holds; where nothing is selected that of the active
    object, as the Action Editor shows its actions.
    """
    return armature_of(at_hand(context))


def rig_task_of(armature: bpy.types.Object) -> str:
    """The id of the task that rigged it; empty if none did."""
    origin = read(armature) if armature.type == "ARMATURE" else None
    if origin is None:
        return ""
    if origin.task_type == RIGGING.type:
        return origin.task_id
    # A character that came into the file with an action: the rig is what that was made from.
    parents = origin.parents if origin.task_type == ANIMATION.type else ()
    return next((str(parent.get("id", "")) for parent in reversed(parents)), "")


def find_armature(rig_task_id: str, scene: bpy.types.Scene) -> bpy.types.Object | None:
    """An armature of that task in `scene`; the active object if it's one of several."""
    active = armature_of(bpy.context.view_layer.objects.active)
    things = [active, *scene.objects] if active else list(scene.objects)
    return next((thing for thing in things if rig_task_of(thing) == rig_task_id), None)


def actions_of(armature: bpy.types.Object) -> list[bpy.types.Action]:
    """The actions that Meshy made for this rig, by name. Cheap enough for drawing."""
    rig = rig_task_of(armature)
    made = [action for action in bpy.data.actions if action.meshy.task_id]
    return [each for each in made if rig == each.meshy.task_id or rig in each.meshy.parents]


def with_character(
    values: Mapping[str, Any], target: Mapping[str, Any], context: bpy.types.Context
) -> tuple[dict[str, Any], dict[str, Any]]:
    """`values` and `target` of a job that animates, with the character that is meant.

    That is the one at hand, or what a given `rig_task_id` stands for in the scene; a task that
    isn't in the scene brings its character along. Raises InvalidParameter where nothing is meant.
    """
    given = values.get(_RIG)
    armature = find_armature(given, context.scene) if given else armature_at_hand(context)
    if armature is None and not given:
        raise InvalidParameter(_RIG, _nothing_to_animate(at_hand(context)))
    if armature is None:
        return dict(values), dict(target)
    return {**values, _RIG: rig_task_of(armature)}, {**target, **remember(armature)}


def _nothing_to_animate(thing: bpy.types.Object | None) -> str:
    """Why `thing` can't be animated, and what can."""
    if thing is not None and thing.type == "ARMATURE":
        return (
            f'{_RIG} is missing: "{thing.name}" was not rigged by Meshy, whose actions only fit '
            "its own rigs."
        )
    return (
        f"{_RIG} is missing: give the id of a task, or select a character that was rigged with "
        "Meshy."
    )
