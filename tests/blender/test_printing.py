"""3D printing: the verdict on an object, a repair, a file for a printer with several colours."""

from __future__ import annotations

import json
import re
import zipfile
from typing import Any

import pytest

from tests.blender.bad_input import is_one_sentence
from tests.blender.harness import Blender
from tests.emulator.process import Emulator


def open_box(size: float = 0.02) -> Any:
    """A box of 20 mm without its lid, in a material, selected."""
    import bmesh
    import bpy

    bpy.ops.object.select_all(action="DESELECT")
    mesh = bpy.data.meshes.new("Box")
    drawn = bmesh.new()
    bmesh.ops.create_cube(drawn, size=size)
    drawn.faces.ensure_lookup_table()
    bmesh.ops.delete(drawn, geom=[max(drawn.faces, key=lambda f: f.calc_center_median().z)],
                     context="FACES_ONLY")  # fmt: skip
    drawn.to_mesh(mesh)
    drawn.free()
    mesh.materials.append(bpy.data.materials.new("Card"))
    box = bpy.data.objects.new("Box", mesh)
    bpy.context.collection.objects.link(box)
    box.select_set(True)
    bpy.context.view_layer.objects.active = box
    return box


def analyze() -> dict[str, Any]:
    import bpy

    box = open_box()
    bpy.ops.meshy.print_analyze()
    return {"verdict": json.loads(box.meshy_print.verdict), "objects": len(bpy.data.objects)}


def test_an_open_box_is_told_from_a_printable_one(blender: Blender, emulator: Emulator):
    seen = blender.call(analyze, env=emulator.environment)
    verdict = seen["verdict"]
    assert verdict["status"] == "error"
    assert verdict["is_watertight"] is False
    assert verdict["holes"] == 1
    assert verdict["non_manifold_edges"] == 0
    assert verdict["volume_cm3"] == pytest.approx(8 * 5 / 6, rel=0.01)  # seen from its middle
    assert emulator.credits() == 1000


def repair(beside: bool) -> dict[str, Any]:
    import bpy

    box = open_box()
    others = {thing.name for thing in bpy.data.objects}
    bpy.ops.meshy.print_repair(beside=beside)
    made = [thing for thing in bpy.data.objects if thing.name not in others]
    thing = made[0] if beside else box
    return {
        "made": len(made),
        "faces": len(thing.data.polygons),
        "untouched": len(box.data.polygons) == 5,
        "materials": [material.name for material in thing.data.materials],
        "size": list(thing.dimensions),
        "before": json.loads(thing.meshy_print.before),
        "after": json.loads(thing.meshy_print.verdict),
    }


@pytest.mark.parametrize("beside", [False, True], ids=["in place", "beside"])
def test_a_repaired_box_is_closed_keeps_its_material_and_tells_what_changed(
    blender: Blender, emulator: Emulator, beside: bool
):
    seen = blender.call(repair, beside, env=emulator.environment)
    assert seen["made"] == int(beside)
    assert seen["untouched"] == beside
    assert seen["size"] == pytest.approx([0.02] * 3, rel=0.001)
    assert (seen["before"]["holes"], seen["after"]["holes"]) == (1, 0)
    assert seen["after"]["status"] == "healthy"
    assert seen["after"]["volume_cm3"] == pytest.approx(8, rel=0.001)
    if not beside:
        assert seen["materials"] == ["Card"]
    assert emulator.credits() == 990


def color_print(save_to: str, blend: str) -> dict[str, Any]:
    import bpy

    if blend:
        bpy.ops.wm.save_as_mainfile(filepath=blend)
    box = open_box()
    bpy.ops.meshy.print_multi_color(max_colors=4, save_to=save_to)
    return {
        "file": box.meshy_print.file,
        "colors": [list(color.value) for color in box.meshy_print.colors],
        "faces": len(box.data.polygons),
    }


def size_in(threemf: str) -> list[float]:
    """How large the model in the file is, in millimetres."""
    text = zipfile.ZipFile(threemf).read("3D/3dmodel.model").decode()
    assert 'unit="millimeter"' in text
    points = re.findall(r'<vertex x="([-\d.]+)" y="([-\d.]+)" z="([-\d.]+)"', text)
    axes = list(zip(*[[float(value) for value in point] for point in points], strict=True))
    return [max(axis) - min(axis) for axis in axes]


def test_a_color_print_is_saved_where_the_artist_chose(blender: Blender, emulator: Emulator):
    wanted = str(blender.folder / "prints" / "box")
    seen = blender.call(color_print, wanted, "", env=emulator.environment)
    assert seen["file"] == f"{wanted}.3mf"
    assert 1 <= len(seen["colors"]) <= 4
    assert seen["faces"] == 5
    assert size_in(seen["file"]) == pytest.approx([20] * 3, rel=0.001)


@pytest.mark.one_version
def test_without_a_choice_it_is_saved_beside_the_blend(blender: Blender, emulator: Emulator):
    (blender.folder / "Box.3mf").write_text("somebody else's")
    blend = str(blender.folder / "toys.blend")
    seen = blender.call(color_print, "", blend, env=emulator.environment)
    assert seen["file"] == str(blender.folder / "Box 2.3mf")


@pytest.mark.one_version
def test_the_command_line_tells_the_verdict_to_people_and_programs(
    blender: Blender, emulator: Emulator
):
    owl = _owl(emulator)
    told = blender.cli("print-analyze", "--input-task-id", owl, env=emulator.environment)
    assert told.returncode == 0, told.stderr
    assert re.search(r"^Watertight: (yes|no)$", told.stdout, re.MULTILINE)
    assert re.search(r"^Volume: [\d,.-]+ cm³$", told.stdout, re.MULTILINE)
    ended = blender.cli("print-analyze", "--input-task-id", owl, "--json", env=emulator.environment)
    assert json.loads(ended.stdout)["printability"]["status"] in ("healthy", "warning", "error")


@pytest.mark.one_version
def test_the_command_line_writes_the_printers_file(blender: Blender, emulator: Emulator):
    ended = blender.cli(
        *("print-multi-color", "--input-task-id", _owl(emulator), "-o", "owl.3mf", "--json"),
        env=emulator.environment,
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["files"] == [str(blender.folder / "owl.3mf")]
    assert zipfile.is_zipfile(blender.folder / "owl.3mf")


@pytest.mark.one_version
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("print-multi-color", "--max-colors", "17"), "max_colors"),
        (("print-multi-color", "-o", "owl.glb"), "3mf"),
        (("print-analyze", "-o", "owl.glb"), "--json"),
    ],
)
def test_bad_input_is_one_sentence(
    blender: Blender, emulator: Emulator, arguments: tuple[str, ...], told: str
):
    ended = blender.cli(*arguments, "--input-task-id", "x", env=emulator.environment)
    assert ended.returncode == 2
    assert told in ended.stderr
    assert is_one_sentence(ended.stderr.removeprefix("meshy: ").strip())
    assert emulator.creates() == []


def _owl(emulator: Emulator) -> str:
    """The id of a task that made a model."""
    from tests.emulator.client import Client

    preview = {"mode": "preview", "prompt": "an owl", "should_remesh": False}
    return str(Client(emulator).run("/openapi/v2/text-to-3d", **preview)["id"])


def select_what_is_wrong() -> list[Any]:
    """Of an open box that falls apart into its faces, with a fin and a needle: the verdict's
    figures, how many edges or faces each button selects, and in how many places the edges are.
    """
    import bmesh
    import bpy

    box = open_box()
    drawn = bmesh.new()
    drawn.from_mesh(box.data)
    drawn.edges.ensure_lookup_table()
    edge = next(edge for edge in drawn.edges if len(edge.link_faces) == 2)
    tip = drawn.verts.new((0.05, 0.05, 0.05))
    drawn.faces.new((*edge.verts, tip))
    ends = [drawn.verts.new((x, 0, 0.1)) for x in (0.0, 0.01, 0.02)]
    drawn.faces.new(ends)
    bmesh.ops.split_edges(drawn, edges=drawn.edges)
    drawn.to_mesh(box.data)
    drawn.free()
    bpy.ops.meshy.print_analyze()
    verdict = json.loads(box.meshy_print.verdict)
    selected = {}
    for what in ("NON_MANIFOLD", "HOLES", "DEGENERATE"):
        bpy.ops.meshy.select_print_issues("INVOKE_DEFAULT", what=what)
        seen = bmesh.from_edit_mesh(box.data)
        kind = seen.faces if what == "DEGENERATE" else seen.edges
        chosen = [each for each in kind if each.select]
        places = {tuple(sorted(vertex.co[:] for vertex in each.verts)) for each in chosen}
        selected[what] = [len(chosen), len(places)]
    return [verdict, selected, bpy.context.mode, len(box.data.polygons)]


def test_what_the_verdict_counts_is_selected_in_edit_mode_and_told_in_its_words(
    blender: Blender, emulator: Emulator
):
    verdict, selected, mode, faces = blender.call(select_what_is_wrong, env=emulator.environment)
    assert mode == "EDIT_MESH"
    assert faces == 7
    assert selected["NON_MANIFOLD"] == [3, 1]  # two sides and the fin, each with an edge there
    assert selected["HOLES"] == [6, 6]  # the lid's four and the fin's two
    assert selected["DEGENERATE"] == [1, 1]
    assert blender.last
    told = re.findall(r"^Info: (.*)$", blender.last.stdout, re.MULTILINE)
    assert told[-3:] == [
        f"Non-manifold edges: {verdict['non_manifold_edges']}. Selected edges: 3.",
        f"Holes: {verdict['holes']}. Selected edges: 6.",
        f"Degenerate faces: {verdict['degenerate_faces']}. Selected faces: 1.",
    ]


def select_what_modifiers_make() -> None:
    import bpy

    box = open_box()
    box.modifiers.new("Two", "ARRAY").relative_offset_displace[0] = 2
    bpy.ops.meshy.print_analyze()
    bpy.ops.meshy.select_print_issues(what="HOLES")


@pytest.mark.one_version
def test_a_verdict_with_modifiers_is_told_from_the_mesh_itself(
    blender: Blender, emulator: Emulator
):
    blender.call(select_what_modifiers_make, env=emulator.environment)
    assert blender.last
    assert (
        "Info: Holes: 1. Selected edges: 4. With the modifiers the check counted 2."
        in blender.last.stdout
    )
