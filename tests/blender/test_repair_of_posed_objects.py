"""A repair of what shape keys and an armature move: in place they go on moving it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.blender import keeping, scene_report
from tests.blender.harness import Blender
from tests.blender.test_cli_input import size_sent
from tests.blender.test_printing import open_box
from tests.emulator.process import Emulator


def a_posed_box() -> Any:
    """An open box, half as wide as its shape key would have it, its upper half lifted by a bone."""
    import bpy

    bpy.ops.wm.read_homefile(use_empty=True)
    bpy.ops.object.armature_add()
    rig = bpy.context.object
    rig.pose.bones["Bone"].location.y = 1
    box = open_box(2)
    upper = [vertex.index for vertex in box.data.vertices if vertex.co.z > 0]
    box.vertex_groups.new(name="Bone").add(upper, 1.0, "REPLACE")
    box.modifiers.new("Armature", "ARMATURE").object = rig
    box.shape_key_add(name="Basis")
    wide = box.shape_key_add(name="Wide")
    for point in wide.points:
        point.co.x *= 2
    wide.value = 0.5
    return box


def save_a_posed_box(path: str) -> None:
    import bpy

    a_posed_box()
    bpy.ops.wm.save_as_mainfile(filepath=path)


def repaired() -> dict[str, Any]:
    import bpy

    seen = {}
    for where in ("in place", "beside"):
        box = a_posed_box()
        before, rest = keeping.kept(box.name), scene_report.bounds(box)
        bpy.ops.meshy.print_repair(beside=where == "beside")
        made = bpy.context.view_layer.objects.active
        seen[where] = {
            "box": [before, keeping.kept(box.name)],
            "rest": [rest, scene_report.bounds(box)],
            "is moved": box.modifiers["Armature"].show_viewport,
            "faces": len(made.data.polygons),
            "size": [list(box.dimensions), list(made.dimensions)],
            "keys": bool(made.data.shape_keys),
        }
    return seen


@pytest.mark.one_version
def test_in_place_it_is_posed_as_before_and_beside_it_is_as_one_sees_it(
    blender: Blender, emulator: Emulator
):
    seen = blender.call(repaired, env=emulator.environment)
    for done in seen.values():
        before, after = done["box"]
        assert before["bounds"][1] == pytest.approx([1.5, 1, 2], abs=0.01)
        keeping.assert_kept(before, after)
        for was, now in zip(*done["rest"], strict=True):
            assert now == pytest.approx(was, abs=0.01)
        assert done["is moved"]
        assert done["faces"] > 5
        own, made = done["size"]
        assert made == pytest.approx(own, abs=0.01)
    assert seen["in place"]["keys"]
    assert not seen["beside"]["keys"]


@pytest.mark.one_version
def test_the_command_line_sends_it_as_one_sees_it_too(blender: Blender, emulator: Emulator):
    path = str(blender.folder / "posed.blend")
    blender.call(save_a_posed_box, path)
    options = ("--beside", "-o", str(blender.folder / "out.stl"))
    ended = blender.cli("print-repair", "--input", path, *options, env=emulator.environment)
    assert ended.returncode == 0, ended.stderr
    assert size_sent(blender) == pytest.approx([3, 2, 3], abs=0.01)
