"""A rigged character in the artist's scene: its place, its size, its bones, its material."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.blender import scene_report
from tests.blender.characters import (
    a_rig,
    an_animation,
    animated_in,
    curves,
    mesh_of,
    points,
    rigged_in,
    static_in,
)
from tests.blender.harness import Blender
from tests.blender.scene_results import placed


@pytest.fixture
def knight(tmp_path: Path) -> list[dict[str, str]]:
    """Its files before and after rigging, 1.8 m tall."""
    return [static_in(tmp_path), rigged_in(tmp_path, 1.8)]


def a_knight_among_others(static: dict[str, str]) -> Any:
    """Turned, scaled, under a parent that is moved and scaled, in a collection of its own."""
    import bpy

    knight = placed(static, name="a brave knight")
    collection = bpy.data.collections.new("Knights")
    bpy.context.scene.collection.children.link(collection)
    for each in knight.users_collection:
        each.objects.unlink(knight)
    collection.objects.link(knight)
    castle = bpy.data.objects.new("Castle", None)
    collection.objects.link(castle)
    castle.location, castle.scale = (4, 1, 0.5), (2, 2, 2)
    knight.parent = castle
    knight.location, knight.rotation_euler, knight.scale = (1, 2, 0), (0, 0, 1.5707963), (3, 3, 3)
    knight.data.materials[0]["mine"] = 1
    return knight


def rig_where_it_stands(static, rigged) -> dict[str, Any]:
    import bpy
    import numpy as np

    knight = a_knight_among_others(static)
    bpy.context.view_layer.update()
    feet = points(knight)
    before = [len(bpy.data.images), len(bpy.data.materials)]
    rig = a_rig(rigged, knight, height_meters=1.8)
    mesh = mesh_of(rig)
    seen = points(mesh)
    bones = rig.data.bones
    return {
        "names": [rig.name, rig.data.name, mesh.name],
        "kind": [rig.meshy.kind, rig.meshy.task_type, rig.meshy.task_id],
        "scale": [list(rig.matrix_world.to_scale()), list(mesh.matrix_local.to_scale())],
        "facing": list(rig.matrix_world.to_3x3() @ rig.data.bones["headfront"].head_local),
        "parent": rig.parent.name,
        "collections": [[each.name for each in thing.users_collection] for thing in (rig, mesh)],
        "height": float(np.ptp(seen[:, 2])),
        "feet": float(seen[:, 2].min() - feet[:, 2].min()),
        "aside": [float(abs(seen[:, axis].mean() - feet[:, axis].mean())) for axis in (0, 1)],
        "hidden": [knight.hide_get(), knight.hide_render],
        "selected": sorted(thing.name for thing in bpy.context.selected_objects),
        "active": bpy.context.view_layer.objects.active.name,
        "material": [mesh.data.materials[0] == knight.data.materials[0], len(mesh.data.materials)],
        "left": [len(bpy.data.images), len(bpy.data.materials)] == before,
        "actions": {action.name: _action_facts(action) for action in bpy.data.actions},
        "assigned": bool(rig.animation_data and rig.animation_data.action),
        "tails": {
            name: (bones[name].tail_local - bones[child].head_local).length
            for name, child in _LIMBS.items()
        },
        "connected": all(bones[child].use_connect for child in _LIMBS.values()),
        "mirror": {
            name: float(
                max(
                    abs(a - b * sign)
                    for axis in ("x", "y", "z")
                    for a, b, sign in zip(
                        _axis(bones[name], axis),
                        _axis(bones[bpy.utils.flip_name(name)], axis),
                        # the X axis of one side is that of the other mirrored and reversed
                        (1, -1, -1) if axis == "x" else (-1, 1, 1),
                        strict=True,
                    )
                )
            )
            for name in _LIMBS
            if name.startswith("Left")
        },
        "shortest": min(bone.length for bone in bones),
    }


_LIMBS = {
    "LeftUpLeg": "LeftLeg",
    "LeftLeg": "LeftFoot",
    "RightLeg": "RightFoot",
    "LeftArm": "LeftForeArm",
    "LeftForeArm": "LeftHand",
    "Spine02": "Spine01",
    "neck": "Head",
}


def _axis(bone, axis: str) -> list[float]:
    return list(bone.matrix_local.col["xyz".index(axis)].to_3d())


def _action_facts(action) -> dict[str, Any]:
    return {
        "cyclic": action.use_cyclic,
        "range": list(action.frame_range),
        "kept": action.use_fake_user,
        "looped": {curve.modifiers[0].type for curve in curves(action) if curve.modifiers}
        == {"CYCLES"},
        "task": action.meshy.task_id,
    }


def test_a_rig_stands_in_its_model_s_place_and_material_and_has_bones_to_work_with(
    blender: Blender, knight
):
    seen = blender.call(rig_where_it_stands, *knight)
    assert seen["names"] == ["Brave knight rig", "Brave knight rig", "Brave knight mesh"]
    assert seen["kind"] == ["rig", "rig", "rig-1"]
    assert seen["scale"] == [pytest.approx([1, 1, 1], abs=1e-5)] * 2
    assert seen["facing"][0] > 0.05  # it looked to -Y, and was turned to +X
    assert seen["parent"] == "Castle"
    assert seen["collections"] == [["Knights"], ["Knights"]]
    assert seen["height"] == pytest.approx(1.8, rel=0.01)
    assert seen["feet"] == pytest.approx(0, abs=0.001)
    assert seen["aside"] == pytest.approx([0, 0], abs=0.05)
    assert seen["hidden"] == [True, True]
    assert seen["selected"] == ["Brave knight rig"]
    assert seen["active"] == "Brave knight rig"
    assert seen["material"] == [True, 1]
    assert seen["left"]
    assert set(seen["actions"]) == {"Walking", "Running"}
    walking = {"cyclic": True, "range": [1, 27], "kept": True, "looped": True, "task": "rig-1"}
    assert seen["actions"]["Walking"] == walking
    assert not seen["assigned"]
    assert max(seen["tails"].values()) < 1e-5
    assert seen["connected"]
    assert max(seen["mirror"].values()) < 1e-3
    assert seen["shortest"] > 0.02


def rig_without_its_model(rigged) -> dict[str, Any]:
    import bpy
    import numpy as np

    bpy.context.scene.cursor.location = (1, 2, 3)
    bpy.context.scene.unit_settings.scale_length = 0.01
    rig = a_rig(rigged, height_meters=1.8)
    mesh = mesh_of(rig)
    seen = points(mesh)
    rig.animation_data_create().action = bpy.data.actions["Walking"]
    material = mesh.data.materials[0]
    shader = next(n for n in material.node_tree.nodes if n.bl_idname == "ShaderNodeBsdfPrincipled")
    return {
        "low": seen.min(axis=0).tolist(),
        "high": seen.max(axis=0).tolist(),
        "walks": float(np.ptp(points(mesh, 9)[:, 2])),
        "scale": list(rig.scale),
        "images": scene_report.material_facts(material.name)["images"],
        "metallic": shader.inputs["Metallic"].default_value,
        "emission": shader.inputs["Emission Strength"].default_value,
        "tint": list(shader.inputs["Specular Tint"].default_value),
    }


@pytest.mark.one_version
def test_a_rig_by_its_task_stands_on_the_cursor_in_its_base_colour_alone(blender: Blender, knight):
    """Where a unit is a centimetre, too."""
    seen = blender.call(rig_without_its_model, knight[1])
    assert seen["low"][2] == pytest.approx(3, abs=0.01)
    assert seen["high"][2] - seen["low"][2] == pytest.approx(180, rel=0.01)
    assert seen["walks"] == pytest.approx(177, rel=0.02)
    assert seen["scale"] == [1, 1, 1]
    assert {name for name, image in seen["images"].items() if image} == {"Base Color"}
    assert (seen["metallic"], seen["emission"]) == (0, 0)
    assert seen["tint"] == [1, 1, 1, 1]


def rig_what_has_other_uvs(static, rigged) -> list:
    knight = placed(static, name="a brave knight")
    for corner in knight.data.uv_layers[0].data:
        corner.uv = (corner.uv[1], corner.uv[0])
    mesh = mesh_of(a_rig(rigged, knight))
    return [mesh.data.materials[0] == knight.data.materials[0], mesh.data.materials[0].name]


@pytest.mark.one_version
def test_a_material_that_lies_otherwise_on_the_model_is_not_put_onto_the_rig(blender, knight):
    is_same, name = blender.call(rig_what_has_other_uvs, *knight)
    assert not is_same
    assert name == "Brave knight.001"


def rig_what_was_deleted(static, rigged) -> list:
    import bpy

    knight = placed(static, name="a brave knight")
    bpy.context.scene.cursor.location = (5, 0, 0)
    target = knight.name
    rig = None

    class Gone:
        name, session_uid = target, knight.session_uid

    bpy.data.objects.remove(knight)
    rig = a_rig(rigged, Gone)
    return list(rig.location)


@pytest.mark.one_version
def test_a_rig_whose_model_is_gone_stands_on_the_cursor(blender, knight):
    assert blender.call(rig_what_was_deleted, *knight)[0] == 5


def rig_animate_undo_and_redo(static, rigged, wave) -> list[list]:
    import bpy

    def state() -> list:
        rigs = [thing for thing in bpy.context.scene.objects if thing.type == "ARMATURE"]
        active = rigs[0].animation_data.action if rigs and rigs[0].animation_data else None
        knight = bpy.data.objects["Brave knight"]
        return [
            sorted(thing.name for thing in bpy.context.scene.objects),
            sorted(action.name for action in bpy.data.actions),
            [knight.hide_get(), knight.hide_render, knight.data.materials[0].name],
            active.name if active else "",
        ]

    def pushed(name: str) -> list:
        bpy.ops.ed.undo_push(message=name)
        return state()

    knight = placed(static, name="a brave knight")
    told = [pushed("Knight")]
    rig = a_rig(rigged, knight)
    told.append(pushed("Rig"))
    an_animation(wave, bpy.data.objects[rig.name])
    told.append(pushed("Animate"))
    for step in (bpy.ops.ed.undo, bpy.ops.ed.undo, bpy.ops.ed.redo, bpy.ops.ed.redo):
        step()
        told.append(state())
    mesh = mesh_of(bpy.data.objects["Brave knight rig"])
    told.append([float(abs(points(mesh, 20) - points(mesh, 1)).max()) > 0.1])
    return told


def test_each_step_is_undone_and_redone_exactly(blender: Blender, knight, tmp_path):
    wave = animated_in(tmp_path, "Run_02")
    told = blender.call(rig_animate_undo_and_redo, *knight, wave)
    placed_knight, rigged, animated = told[:3]
    assert placed_knight[2] == [False, False, "Brave knight"]
    assert rigged[2] == [True, True, "Brave knight"]
    assert animated[3] == "Run 02"
    assert told[3:7] == [rigged, placed_knight, rigged, animated]
    assert told[7] == [True]
