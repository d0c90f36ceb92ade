"""What the dialog warns of before an object is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.blender.characters import static_in
from tests.blender.harness import Blender
from tests.blender.scene_results import placed


def told(kind: str, thing: Any, **values: Any) -> list[str]:
    import bpy

    from meshy_addon.api.endpoints import KINDS
    from meshy_addon.scene.objects.parcel import Parcel
    from meshy_addon.scene.objects.preflight import findings

    bpy.context.view_layer.update()
    return [each.sentence for each in findings(KINDS[kind], values, Parcel((thing,)))]


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


def noise_behind(*ways: str) -> dict[str, list[str]]:
    """What is told of a cube whose noise reaches the output in each of these `ways`."""
    import bpy

    seen = {}
    for way in ways:
        bpy.ops.mesh.primitive_cube_add()
        cube = bpy.context.object
        material = bpy.data.materials.new(way)
        if material.node_tree is None:
            material.use_nodes = True
        cube.data.materials.append(material)
        wire(material.node_tree, way)
        seen[way] = told("convert", cube)
    return seen


def wire(tree: Any, way: str) -> None:
    import bpy

    nodes, links = tree.nodes, tree.links
    output = next(node for node in nodes if node.type == "OUTPUT_MATERIAL")
    principled = next(node for node in nodes if node.type == "BSDF_PRINCIPLED")
    if way == "a mix with a picture":
        picture = nodes.new("ShaderNodeTexImage")
        mix = nodes.new("ShaderNodeMix")
        mix.data_type = "RGBA"
        links.new(picture.outputs["Color"], mix.inputs[6])
        links.new(nodes.new("ShaderNodeTexNoise").outputs["Color"], mix.inputs[7])
        links.new(mix.outputs[2], principled.inputs["Base Color"])
        return
    if way != "a group with the colour":
        noise = nodes.new("ShaderNodeTexNoise")
        links.new(noise.outputs["Color"], principled.inputs["Base Color"])
    if way == "a mix shader":
        mix = nodes.new("ShaderNodeMixShader")
        links.new(nodes.new("ShaderNodeBsdfTransparent").outputs[0], mix.inputs[1])
        links.new(principled.outputs[0], mix.inputs[2])
        links.new(mix.outputs[0], output.inputs["Surface"])
    elif way == "a group with the colour":
        inner = bpy.data.node_groups.new("Colour", "ShaderNodeTree")
        inner.interface.new_socket("Color", in_out="OUTPUT", socket_type="NodeSocketColor")
        end = inner.nodes.new("NodeGroupOutput")
        noise = inner.nodes.new("ShaderNodeTexNoise")
        inner.links.new(noise.outputs["Color"], end.inputs[0])
        group = nodes.new("ShaderNodeGroup")
        group.node_tree = inner
        links.new(group.outputs[0], principled.inputs["Base Color"])
    elif way == "a group around the shader":
        inner = bpy.data.node_groups.new("Shader", "ShaderNodeTree")
        inner.interface.new_socket("Tint", in_out="INPUT", socket_type="NodeSocketColor")
        inner.interface.new_socket("BSDF", in_out="OUTPUT", socket_type="NodeSocketShader")
        begin, end = inner.nodes.new("NodeGroupInput"), inner.nodes.new("NodeGroupOutput")
        within = inner.nodes.new("ShaderNodeBsdfPrincipled")
        inner.links.new(begin.outputs[0], within.inputs["Base Color"])
        inner.links.new(within.outputs[0], end.inputs[0])
        group = nodes.new("ShaderNodeGroup")
        group.node_tree = inner
        links.new(noise.outputs["Color"], group.inputs[0])
        links.new(group.outputs[0], output.inputs["Surface"])


def laid_out(*layouts: str) -> dict[str, tuple[bool, list[str]]]:
    """For each way to lay a grid's UVs out: whether they're good, and what is told before they are
    kept.
    """
    import bpy
    import numpy as np

    from meshy_addon.scene.objects.good_uvs import has_good_uvs

    bpy.ops.mesh.primitive_grid_add(x_subdivisions=40, y_subdivisions=40)
    grid = bpy.context.object
    layer = grid.data.uv_layers.active.uv
    whole = np.empty(len(layer) * 2, np.float32)
    layer.foreach_get("vector", whole)
    u, v = whole.reshape(-1, 2).T
    made = {
        "side by side": (u, v),
        "mirrored halves": (np.where(u > 0.5, 1 - u, u), v),
        "mirrored halves, small": (np.where(u > 0.5, 1 - u, u) * 0.2, v * 0.2),
        "a few faces stacked": (np.where(v > 0.976, u, u * 0.9), np.where(v > 0.976, v - 0.5, v)),
        "a tile further": (u + 1, v),
        "in one point": (u * 0, v * 0),
    }
    seen = {}
    for name in layouts:
        layer.foreach_set("vector", np.stack(made[name], axis=1).astype(np.float32).ravel())
        grid.data.update()
        seen[name] = (has_good_uvs(grid), told("retexture", grid, enable_original_uv=True))
    return seen


OVERLAP = 'UVs of "Grid" overlap: what is painted on one part shows on another, too.'
OUTSIDE = 'UVs of "Grid" lie outside the square that is painted.'
NO_ROOM = 'Parts of "Grid" have hardly any room in its UVs: they stay blurred.'


@pytest.mark.one_version
def test_uvs_that_share_a_place_or_leave_the_square_are_told_and_not_kept_unasked(
    blender: Blender,
):
    said = {
        "side by side": [True, []],
        "mirrored halves": [False, [OVERLAP]],
        "mirrored halves, small": [False, [OVERLAP]],
        "a few faces stacked": [False, [OVERLAP]],
        "a tile further": [False, [OUTSIDE]],
        "in one point": [False, [NO_ROOM]],
    }
    assert blender.call(laid_out, *said) == said


@pytest.mark.one_version
def test_a_colour_that_nodes_make_is_found_behind_mixes_and_groups(blender: Blender):
    ways = ("a mix shader", "a group with the colour", "a group around the shader")
    seen = blender.call(noise_behind, *ways, "a mix with a picture")
    assert seen.pop("a mix with a picture") == []
    assert list(seen.values()) == [
        [f'Nodes make the colour of "{way}", which is not sent: bake it to a picture.']
        for way in ways
    ]


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
