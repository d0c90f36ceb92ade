"""What the dialog warns of before an object is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.blender.characters import static_in
from tests.blender.harness import Blender
from tests.blender.scene_results import placed


def told(kind: str, thing: Any) -> list[str]:
    import bpy

    from meshy_addon.api.endpoints import KINDS
    from meshy_addon.scene.objects.parcel import Parcel
    from meshy_addon.scene.objects.preflight import findings

    bpy.context.view_layer.update()
    return [each.sentence for each in findings(KINDS[kind], {}, Parcel((thing,)))]


def a_knight_turned(files: dict[str, str]) -> dict[str, list[str]]:
    import math

    from mathutils import Matrix

    knight = placed(files, name="a brave knight")
    knight.name = "Knight"
    seen = {"towards −Y": told("rig", knight)}
    for way in ("towards +X", "towards +Y", "towards −X"):
        knight.data.transform(Matrix.Rotation(math.radians(90), 4, "Z"))
        knight.data.update()
        seen[way] = told("rig", knight)
    knight.data.transform(Matrix.Rotation(math.radians(90), 4, "Z"))
    knight.data.transform(Matrix.Rotation(math.radians(90), 4, "X"))
    knight.data.update()
    seen["lying"] = told("rig", knight)
    return seen


def a_cube_of(*kinds: str) -> dict[str, list[str]]:
    """What is told of a cube whose base colour comes from a node of each of `kinds`."""
    import bpy

    cube = bpy.data.objects["Cube"]
    material = cube.data.materials[0]
    tree = material.node_tree
    principled = next(node for node in tree.nodes if node.type == "BSDF_PRINCIPLED")
    seen = {"plain": told("convert", cube)}
    for kind in kinds:
        source = tree.nodes.new(kind)
        tree.links.new(source.outputs[0], principled.inputs["Base Color"])
        seen[kind] = told("convert", cube)
    return seen


@pytest.mark.one_version
def test_a_figure_that_does_not_face_minus_y_is_told_by_its_toes(blender: Blender, tmp_path: Path):
    seen = blender.call(a_knight_turned, static_in(tmp_path))
    assert seen == {
        "towards −Y": [],
        "towards +X": ['"Knight" should face −Y in its own axes: its side seems to.'],
        "towards +Y": ['"Knight" should face −Y in its own axes: its toes point to +Y.'],
        "towards −X": ['"Knight" should face −Y in its own axes: its side seems to.'],
        "lying": ['"Knight" doesn\'t stand upright along its own Z axis.'],
    }


@pytest.mark.one_version
def test_a_colour_that_nodes_make_is_told_not_to_be_sent(blender: Blender):
    seen = blender.call(a_cube_of, "ShaderNodeTexNoise", "ShaderNodeTexImage", "ShaderNodeRGB")
    assert seen.pop("ShaderNodeTexNoise") == [
        'Nodes make the colour of "Material", which is not sent: bake it to a picture.'
    ]
    assert set(map(tuple, seen.values())) == {()}
