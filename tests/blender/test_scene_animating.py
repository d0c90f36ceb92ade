"""An action of Meshy's library on a character in the scene."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.blender.characters import (
    a_rig,
    an_animation,
    animated_in,
    curves,
    mesh_of,
    points,
    rigged_in,
    walking_away_in,
)
from tests.blender.harness import Blender


@pytest.fixture
def knight(tmp_path: Path) -> dict[str, str]:
    """The files of its rig."""
    return rigged_in(tmp_path)


def animate_at_24_frames(rigged, wave, run) -> dict[str, Any]:
    """The rig was moved, scaled and had its rotation applied since it came."""
    import bpy
    import numpy as np
    from mathutils import Matrix

    bpy.context.scene.render.fps = 24
    rig = a_rig(rigged)
    mesh = mesh_of(rig)
    mesh.data.transform(Matrix.Rotation(1.0, 4, "Z"))
    rig.data.transform(Matrix.Rotation(1.0, 4, "Z"))  # as Apply ▸ Rotation does
    rig.location, rig.scale = (2, 0, 0), (2, 2, 2)
    before = {kind: len(getattr(bpy.data, kind)) for kind in ("objects", "meshes", "materials")}
    an_animation(wave, rig)
    first = rig.animation_data.action
    an_animation(run, rig)
    action = rig.animation_data.action
    rest = points(mesh, 1)
    shown = [points(mesh, frame) for frame in (1, 6, 12)]
    bpy.context.scene.frame_set(6)
    bones = [list(bone.head) for bone in rig.pose.bones]
    hands = [rig.pose.bones[f"{side}Hand"].head.z for side in ("Left", "Right")]
    rig.animation_data.action = first
    bpy.context.scene.frame_set(12)
    return {
        "same": before == {kind: len(getattr(bpy.data, kind)) for kind in before},
        "names": sorted(action.name for action in bpy.data.actions),
        "kept": [each.use_fake_user for each in (first, action)],
        "task": [action.meshy.task_id, action.meshy.kind, rig.meshy.task_id, rig.meshy.kind],
        "range": list(action.frame_range),
        "cyclic": action.use_cyclic,
        "keys": max(len(curve.keyframe_points) for curve in curves(action)),
        "moves": [float(abs(each - shown[0]).max()) for each in shown[1:]],
        "heights": [float(np.ptp(each[:, 2])) for each in [rest, *shown]],
        "feet": [float(each[:, 2].min()) for each in shown],
        "finite": bool(np.isfinite(np.array(bones)).all()),
        "raised": rig.pose.bones["RightHand"].head.z - max(hands),
        "slot": _slot_fits(rig),
    }


def _slot_fits(rig) -> bool:
    slot = getattr(rig.animation_data, "action_slot", None)
    return not hasattr(rig.animation_data, "action_slot") or slot.target_id_type == "OBJECT"


def test_an_action_moves_the_rig_that_is_there_whatever_was_done_to_it(
    blender: Blender, knight, tmp_path
):
    wave, run = animated_in(tmp_path, "Big_Wave_Hello"), animated_in(tmp_path, "Run_02")
    seen = blender.call(animate_at_24_frames, knight, wave, run)
    assert seen["same"]
    assert seen["names"] == ["Big Wave Hello", "Run 02", "Running", "Walking"]
    assert seen["kept"] == [True, True]
    assert seen["task"] == ["anim-1", "animate", "rig-1", "rig"]
    assert seen["range"] == [1, 18]  # 0.7 s at 24 frames a second
    assert seen["cyclic"]
    assert seen["keys"] == 18
    assert min(seen["moves"]) > 0.2
    assert seen["heights"] == [pytest.approx(3.4, rel=0.1)] * 4
    assert min(seen["feet"]) > -0.25  # it leans and lifts its feet: twice as large as in life
    assert seen["finite"]
    assert seen["raised"] > 0.2
    assert seen["slot"]


def walk_away(rigged, away) -> dict[str, Any]:
    import bpy

    rig = a_rig(rigged)
    way = {}
    for root_motion in (True, False):
        an_animation(away, rig, root_motion=root_motion)
        at = []
        for frame in (1, 14, 27, 53):
            bpy.context.scene.frame_set(frame)
            at.append([round(value, 3) for value in rig.pose.bones["Hips"].head])
        way[str(root_motion)] = at
    return way


@pytest.mark.one_version
def test_the_way_a_walk_makes_goes_on_with_each_round_or_is_left_out(blender, knight, tmp_path):
    seen = blender.call(walk_away, knight, walking_away_in(tmp_path, 1.2))
    started = seen["True"][0]
    assert seen["True"][2] == pytest.approx([started[0], started[1] - 1.2, started[2]], abs=0.002)
    assert seen["True"][3] == pytest.approx([started[0], started[1] - 2.4, started[2]], abs=0.002)
    for place in seen["False"]:
        assert place[1] == pytest.approx(started[1], abs=0.002)
        assert place[2] == pytest.approx(started[2], abs=0.05)


def lay_down(rigged, wave, run) -> dict[str, Any]:
    import bpy

    rig = a_rig(rigged)
    own = bpy.data.actions.new("Mine")
    rig.animation_data_create().action = own
    bpy.context.scene.frame_set(10)
    an_animation(wave, rig, to_nla=True)
    an_animation(run, rig, to_nla=True)
    tracks = [
        [track.name, track.strips[0].frame_start, track.strips[0].action.name]
        for track in rig.animation_data.nla_tracks
    ]
    rig.animation_data.action = None
    mesh = mesh_of(rig)
    moves = float(abs(points(mesh, 20) - points(mesh, 30)).max())
    return {"tracks": tracks, "moves": moves, "own": own.use_fake_user}


def test_actions_can_be_laid_down_as_strips_one_after_the_other(blender, knight, tmp_path):
    wave, run = animated_in(tmp_path, "Big_Wave_Hello"), animated_in(tmp_path, "Run_02")
    seen = blender.call(lay_down, knight, wave, run)
    assert seen["tracks"] == [["Big Wave Hello", 10, "Big Wave Hello"], ["Run 02", 58, "Run 02"]]
    assert seen["moves"] > 0.01


def animate_a_stranger(wave) -> list:
    import bpy

    rig = an_animation(wave)
    again = an_animation(wave)
    return [
        [rig.name, rig == again, len([t for t in bpy.data.objects if t.type == "ARMATURE"])],
        [rig.meshy.kind, rig.meshy.task_id],
        sorted(action.name for action in bpy.data.actions),
        mesh_of(rig).data.materials[0].name,
    ]


@pytest.mark.one_version
def test_a_character_that_is_not_in_the_file_comes_along_once(blender, tmp_path):
    seen = blender.call(animate_a_stranger, animated_in(tmp_path, "Big_Wave_Hello"))
    assert seen[0] == ["Meshy rig", True, 1]
    assert seen[1] == ["animate", "anim-1"]
    assert seen[2] == ["Big Wave Hello", "Big Wave Hello.001"]


def animate_with_angles(rigged, run) -> float:
    rig = a_rig(rigged)
    mesh = mesh_of(rig)
    an_animation(run, rig)
    right = points(mesh, 6)
    for bone, mode in zip(rig.pose.bones, ["XYZ", "ZXY", "AXIS_ANGLE"] * 8, strict=True):
        bone.rotation_mode = mode
    an_animation(run, rig)
    return float(abs(points(mesh, 6) - right).max())


@pytest.mark.one_version
def test_bones_that_are_set_to_angles_are_moved_by_angles(blender, knight, tmp_path):
    assert blender.call(animate_with_angles, knight, animated_in(tmp_path, "Run_02")) < 1e-4


def animate_other_bones(rigged, run) -> str:
    import bpy

    from meshy_addon.scene.errors import TargetGone

    rig = a_rig(rigged)
    for number, bone in enumerate(rig.data.bones):
        bone.name = f"b{number}"
    known = len(bpy.data.actions)
    try:
        an_animation(run, rig)
    except TargetGone as error:
        assert len(bpy.data.actions) == known
        return str(error)
    return ""


@pytest.mark.one_version
def test_bones_under_other_names_end_in_a_sentence(blender, knight, tmp_path):
    said = blender.call(animate_other_bones, knight, animated_in(tmp_path, "Run_02"))
    assert said == 'No bone of "Meshy rig" has the name that Meshy gave it.'
