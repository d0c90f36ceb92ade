"""A result that comes while the artist looks at another scene, in other units."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.blender.characters import mesh_of
from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def with_another_scene_in_front() -> dict[str, Any]:
    """Started in a scene in millimetres that has two view layers, placed while one is in front that
    is in metres.
    """
    import bpy

    bpy.context.scene.unit_settings.scale_length = 0.001
    bpy.context.scene.view_layers.new("Second")
    bpy.data.scenes.new("In metres")

    bpy.ops.mesh.primitive_cube_add(size=20)
    _placed_elsewhere("resize", resize_height=0.5)
    seen = {"height": bpy.context.object.dimensions.z}

    bpy.ops.mesh.primitive_cube_add(size=20)
    _placed_elsewhere("print_repair")
    seen["volume_cm3"] = json.loads(bpy.context.object.meshy_print.verdict)["volume_cm3"]

    bpy.ops.object.text_add()
    text = bpy.context.object
    text.data.extrude = 0.1
    _placed_elsewhere("remesh", target_polycount=1500)
    seen["text"] = _hidden(text)

    bpy.ops.meshy.text_to_3d(prompt="a brave knight")
    knight = bpy.context.object
    knight.modifiers.new("Mirror", "MIRROR")
    _placed_elsewhere("rig")
    seen["rig"] = _hidden(knight)
    (rig,) = bpy.context.selected_objects
    seen["material"] = mesh_of(rig).data.materials[0] == knight.data.materials[0]
    return seen


def _placed_elsewhere(kind: str, **values: Any) -> None:
    import bpy

    from tests.blender import jobs_in_the_list as jobs

    window = bpy.context.window
    scene, active = window.scene, bpy.context.object
    job_id = jobs.press(kind, **values)
    window.scene = bpy.data.scenes["In metres"]
    jobs.tick_until_placed(job_id)
    window.scene = scene
    bpy.context.view_layer.objects.active = active
    bpy.context.view_layer.update()


def _hidden(thing: Any) -> list[bool]:
    import bpy

    layers = bpy.context.scene.view_layers
    return [thing.hide_render, *(thing.hide_get(view_layer=layer) for layer in layers)]


@pytest.mark.one_version
def test_its_own_scene_counts(blender: Blender, emulator: Emulator):
    seen = blender.call(with_another_scene_in_front, env=emulator.environment)
    assert seen["height"] == pytest.approx(500, rel=0.001)
    assert seen["volume_cm3"] == pytest.approx(8, rel=0.001)
    assert seen["text"] == seen["rig"] == [True, True, True]
    assert seen["material"]
