"""A job's result into the open file, and what a kind of job does there besides. Main thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import bpy

from ..jobs.job import Result
from .assets.library import mark_placed
from .characters.animating import animate_source, place_animated
from .characters.rigging import place_rigged, rig_source
from .models.converting import keep_files
from .models.preparing import named
from .objects.predecessor import predecessor
from .objects.resizing import resize_source
from .objects.retexturing import retexture
from .objects.returning import return_to_source, take_place
from .pictures.results import is_only_pictures, keep_pictures
from .placeholders import find_placeholder, hand_over
from .placing import Placed, Target, place
from .printing.finishing import keep_verdict, place_repaired, save_print
from .selected import select_again, selection_now


def finish(
    result: Result,
    *,
    undo_step: bool = False,
    instead: Target | None = None,
    selects: bool = True,
) -> Placed:
    """Bring `result` to where its job was for, or `instead` to another place.

    A placeholder of the job gives its own place away to it, in the selection too. Else what comes
    is all that is selected, if it `selects`. Raises BrokenModel and TargetGone.
    """
    before = selection_now()
    target = instead or Target.from_json(result.job.target)
    if instead is None and (stand_in := find_placeholder(result.job.id)):
        target = replace(target, scene=stand_in.users_scene[0].name)
        stand = _AS_MODEL.get(result.job.kind, place)
        is_selected, is_active = stand_in.select_get(), stand_in.session_uid == before.active
        placed = stand(named(result), target, select=is_selected)
        placed = hand_over(stand_in, placed)
        if is_selected:
            select_again(replace(before, active=0) if is_active else before, beside=True)
    else:
        placed = _finisher(result, is_elsewhere=instead is not None)(named(result), target)
        if not selects:
            select_again(before)
    placed = mark_placed(placed, result)
    if undo_step:
        bpy.ops.ed.undo_push(message=f"Meshy: {placed.root}"[:60])
    return placed


def _finisher(result: Result, *, is_elsewhere: bool) -> Callable[[Result, Target], Placed]:
    # By what came: a prototype is a picture, what is built from it is not.
    if is_only_pictures(result):
        return keep_pictures
    if is_elsewhere and result.job.kind not in _FIND_THEIR_OWN:
        return _AS_MODEL.get(result.job.kind, place)  # the object that was sent isn't touched
    return _FINISHERS.get(result.job.kind, place)


def _place_instead(result: Result, target: Target) -> Placed:
    """Where the object stands that the job was started on, which is hidden, not removed.

    Raises TargetGone while that is being edited. Where it's gone it stands where the cursor was.
    """
    before = predecessor(result.job.target)
    placed = place(result, target)
    if before:
        take_place(bpy.data.objects[placed.root], before)
    return placed


_FINISHERS: Mapping[str, Callable[[Result, Target], Placed]] = {
    "refine": _place_instead,
    "remesh": return_to_source,
    "retexture": retexture,
    "rig": rig_source,
    "animate": animate_source,
    "resize": resize_source,
    "convert": keep_files,
    "print_analyze": keep_verdict,
    "print_repair": place_repaired,
    "print_multi_color": save_print,
}
"""By the job's kind, for those that do something else than stand a new model on the target."""

_AS_MODEL: Mapping[str, Callable[..., Placed]] = {"rig": place_rigged, "animate": place_animated}
"""By the job's kind, for new models that are more than a model."""

_FIND_THEIR_OWN = ("animate", "print_analyze", "print_multi_color")
"""Kinds whose results know the object that they are for in any file."""
