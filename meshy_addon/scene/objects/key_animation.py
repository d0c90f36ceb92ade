"""What moves shape keys and what looks at them, brought to those of another mesh. Main thread."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import bpy

_BLENDING = ("use_nla", "action_blend_type", "action_extrapolation", "action_influence")
_OF_STRIP = (
    *("action_frame_start", "action_frame_end", "repeat", "scale"),
    *("frame_start_raw", "frame_end_raw"),  # last of those that change each other
    *("extrapolation", "blend_type", "use_auto_blend", "blend_in", "blend_out"),
    *("use_reverse", "use_sync_length", "mute"),
    *("use_animated_influence", "influence", "use_animated_time", "strip_time"),
    *("use_animated_time_cyclic",),
)
_OF_CURVE_POINT = ("co", "handle_left", "handle_right")


def carry_animation(before: bpy.types.Key, after: bpy.types.Key) -> None:
    """Gives `after` the action, the drivers and the NLA strips of `before`.

    A driver that looks at another key of `before` looks at that of `after`. Transitions and metas
    are left out: Blender lets only an artist make those.
    """
    animation = before.animation_data
    if animation is None:
        return
    made = after.animation_data_create()
    _carry_action(animation, made)
    for name in _BLENDING:
        setattr(made, name, getattr(animation, name))
    for driver in animation.drivers:
        made.drivers.from_existing(src_driver=driver)
    _turn(made.drivers, before, after)
    for track in animation.nla_tracks:
        _carry_track(track, made)


def follow_keys(before: bpy.types.Mesh, after: bpy.types.Mesh) -> None:
    """Lets drivers anywhere that look at the shape keys of `before` look at those of `after`, which
    an object wears in its stead; not while another object wears `before`.
    """
    theirs, ours = before.shape_keys, after.shape_keys
    if not theirs or not ours or theirs == ours:
        return
    if any(thing.data == before for thing in bpy.data.objects):
        return
    for user in bpy.data.user_map(subset={theirs})[theirs] - {theirs}:
        for block in (user, getattr(user, "node_tree", None)):
            if animation := getattr(block, "animation_data", None):
                _turn(animation.drivers, theirs, ours)


def _turn(drivers: Iterable[bpy.types.FCurve], before: bpy.types.Key, after: bpy.types.Key) -> None:
    for curve in drivers:
        for variable in curve.driver.variables:
            for target in variable.targets:
                if target.id == before:
                    target.id = after


def _carry_action(giver: Any, taker: Any) -> None:
    """With its slot, which it has from Blender 4.4 on."""
    taker.action = giver.action
    if giver.action and hasattr(giver, "action_slot"):
        taker.action_slot = giver.action_slot


def _carry_track(track: bpy.types.NlaTrack, animation: bpy.types.AnimData) -> None:
    tracks = animation.nla_tracks
    made = tracks.new(prev=tracks[-1] if tracks else None)
    for strip in track.strips:
        if strip.type == "CLIP" and strip.action:
            _carry_strip(strip, made)
    made.name, made.mute, made.lock = track.name, track.mute, track.lock
    if track.is_solo:  # a No is a No for all tracks
        made.is_solo = True


def _carry_strip(strip: bpy.types.NlaStrip, track: bpy.types.NlaTrack) -> None:
    # Behind the others: it comes as long as its action is, and is refused where that has no room.
    free = math.ceil(max((each.frame_end for each in track.strips), default=0)) + 1
    made = track.strips.new(strip.name, free, strip.action)
    if hasattr(strip, "action_slot"):  # from Blender 4.4 on
        made.action_slot = strip.action_slot
    for name in _OF_STRIP:
        setattr(made, name, getattr(strip, name))
    for curve in strip.fcurves:
        # One that was switched off again is still there, and isn't made.
        if taker := made.fcurves.find(curve.data_path):
            _carry_points(curve, taker)


def _carry_points(curve: bpy.types.FCurve, made: bpy.types.FCurve) -> None:
    count = len(curve.keyframe_points)
    made.keyframe_points.clear()
    made.keyframe_points.add(count)
    for point, taken in zip(made.keyframe_points, curve.keyframe_points, strict=True):
        for name in ("interpolation", "handle_left_type", "handle_right_type", *_OF_CURVE_POINT):
            setattr(point, name, getattr(taken, name))
