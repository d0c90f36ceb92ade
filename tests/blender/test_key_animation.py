"""Shape keys that are animated, driven and looked at by drivers, on an object that gets a mesh."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.emulator.process import Emulator

FRAMES = range(1, 81)


def a_talking_head() -> None:
    """A cube with a key "Smile" that NLA strips move; another key and a lamp look at it."""
    import bpy

    bpy.ops.wm.read_homefile(use_factory_startup=True)
    cube = bpy.data.objects["Cube"]
    for name in ("Basis", "Smile", "Frown"):
        for point in cube.shape_key_add(name=name).points:
            point.co.x *= 1 if name == "Basis" else 1.5
    keys = cube.data.shape_keys
    _add_strips(keys)
    frown = keys.key_blocks["Frown"].driver_add("value")
    _look_at_smile(frown.driver, keys)
    _look_at_smile(bpy.data.objects["Light"].driver_add("location", 2).driver, keys)
    background = bpy.data.worlds["World"].node_tree.nodes["Background"]
    _look_at_smile(background.inputs["Strength"].driver_add("default_value").driver, keys)


def _add_strips(keys: Any) -> None:
    smile = keys.key_blocks["Smile"]
    for frame, value in ((1, 0.0), (11, 1.0), (21, 0.25)):
        smile.value = value
        smile.keyframe_insert("value", frame=frame)
    animation = keys.animation_data
    action, slot = animation.action, getattr(animation, "action_slot", None)
    animation.action = None
    base, over = animation.nla_tracks.new(), animation.nla_tracks.new()
    base.name, over.name = "Talk", "Over it"
    slow = base.strips.new("Slow", 1, action)
    slow.scale, slow.action_frame_end = 2, 11
    short = base.strips.new("Short", 30, action)
    short.frame_end, short.use_reverse, short.extrapolation = 34.5, True, "HOLD_FORWARD"
    often = base.strips.new("Often", 60, action)
    often.repeat, often.blend_in = 0.75, 3
    often.frame_start, often.extrapolation = short.frame_end, "NOTHING"
    added = over.strips.new("Added", 5, action)
    added.blend_type, added.extrapolation = "ADD", "NOTHING"
    added.use_auto_blend = added.use_animated_influence = True
    for frame, influence in ((5, 0.0), (20, 0.5)):
        added.influence = influence
        added.keyframe_insert("influence", frame=frame)
    silent = over.strips.new("Silent", 40, action)
    silent.mute = silent.use_animated_influence = True
    silent.use_animated_influence = False  # its curve stays
    if slot:
        for strip in (slow, short, often, added, silent):
            strip.action_slot = slot


def _look_at_smile(driver: Any, keys: Any) -> None:
    driver.expression = "smile * 2"
    variable = driver.variables.new()
    variable.name = "smile"
    variable.targets[0].id_type = "KEY"
    variable.targets[0].id = keys
    variable.targets[0].data_path = 'key_blocks["Smile"].value'


def seen_over_time() -> dict[str, Any]:
    """In each frame the two keys, the lamp's height and how bright the world is, then how they
    follow a key that is moved by hand; and the strips.
    """
    import bpy

    keys = bpy.data.objects["Cube"].data.shape_keys
    values = []
    for frame in FRAMES:
        bpy.context.scene.frame_set(frame)
        values.append(_values(keys))
    animation = keys.animation_data
    strips = [[track.name, strip.name, strip.mute, strip.use_auto_blend]
              for track in animation.nla_tracks for strip in track.strips]  # fmt: skip
    return {"values": values, "strips": strips, "by hand": by_hand(keys, 0.4)}


def by_hand(keys: Any, smile: float) -> list[float]:
    import bpy

    keys.animation_data.use_nla = False
    keys.key_blocks["Smile"].value = smile
    bpy.context.view_layer.update()
    values = _values(keys)
    keys.animation_data.use_nla = True
    return values


def _values(keys: Any) -> list[float]:
    import bpy

    depsgraph = bpy.context.evaluated_depsgraph_get()
    blocks = keys.evaluated_get(depsgraph).key_blocks
    lamp = bpy.data.objects["Light"].evaluated_get(depsgraph)
    tree = bpy.data.worlds["World"].evaluated_get(depsgraph).node_tree
    return [
        *(round(blocks[name].value, 4) for name in ("Smile", "Frown")),
        round(lamp.location.z, 4),
        round(tree.nodes["Background"].inputs["Strength"].default_value, 4),
    ]


def after_another_mesh() -> dict[str, Any]:
    """By a remesh, and by a look that brings one, which is flipped."""
    import bpy

    a_talking_head()
    seen = {"before": seen_over_time()}
    bpy.ops.meshy.remesh(target_polycount=2000)
    seen["remeshed"] = seen_over_time()
    seen["keys left"] = len(bpy.data.shape_keys)

    a_talking_head()
    cube = bpy.data.objects["Cube"]
    cube.modifiers.new("Subdivision", "SUBSURF")
    bpy.ops.meshy.retexture(text_style_prompt="rusty copper", enable_original_uv=False)
    seen["retextured"] = seen_over_time()
    seen["two meshes"] = [by_hand(*each) for each in _both_shown(cube)]
    cube.meshy_variants.chosen = 0
    seen["the original"] = seen_over_time()
    cube.meshy_variants.chosen = 1
    bpy.ops.meshy.variant_make_final()
    seen["final"] = seen_over_time()
    return seen


def _both_shown(cube: Any) -> Iterator[tuple[Any, float]]:
    """The keys of the original mesh, as another object wears it too, and those of the look."""
    import bpy

    other = bpy.data.objects.new("Other", cube.meshy_variants.mesh)
    bpy.context.scene.collection.objects.link(other)
    yield other.data.shape_keys, 0.1
    yield cube.data.shape_keys, 0.3
    bpy.data.objects.remove(other)


def after_one_of_two_that_share_a_mesh() -> list[list[float]]:
    """The keys of both by hand, once the one with a modifier got a mesh of its own."""
    import bpy

    a_talking_head()
    cube = bpy.data.objects["Cube"]
    other = cube.copy()
    bpy.context.scene.collection.objects.link(other)
    cube.modifiers.new("Subdivision", "SUBSURF")
    other.select_set(False)
    bpy.ops.meshy.remesh(target_polycount=2000)
    return [by_hand(other.data.shape_keys, 0.1), by_hand(cube.data.shape_keys, 0.3)]


@pytest.mark.oldest_and_newest
def test_strips_and_drivers_work_on_whichever_mesh_is_worn(blender: Blender, emulator: Emulator):
    seen = blender.call(after_another_mesh, env=emulator.environment)
    before = seen.pop("before")
    assert seen.pop("keys left") == 1
    smiles = [smile for smile, *_ in before["values"]]
    assert len(set(smiles)) > 30
    assert before["by hand"] == [0.4, 0.8, 0.8, 0.8]
    assert len(before["strips"]) == 5
    original, look = seen.pop("two meshes")
    assert original[:2] == [0.1, 0.2]
    assert look == [0.3, 0.6, 0.6, 0.6]
    for name, after in seen.items():
        assert after == before, name


@pytest.mark.one_version
def test_drivers_stay_with_the_mesh_that_another_object_wears(blender: Blender, emulator: Emulator):
    seen = blender.call(after_one_of_two_that_share_a_mesh, env=emulator.environment)
    other, cube = seen
    assert other == [0.1, 0.2, 0.2, 0.2]
    assert cube == [0.3, 0.6, 0, 0]  # as the other's strips have it again
