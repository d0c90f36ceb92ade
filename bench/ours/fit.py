"""What a result for an object of 300,000 triangles costs the artist's process, piece by piece.

Prints milliseconds of CPU time: the mark of the object, the look at its UVs, and for each kind of
job what is done in one piece each, with a background Blender's help and without it.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import numpy as np

import meshy_addon

ROUNDS = 20
_RINGS = 387
KINDS = {
    "retexture": ("retexture", {"text_style_prompt": "rust", "enable_original_uv": False}),
    "remesh": ("remesh", {"target_polycount": 300_000}),
    "repair": ("print_repair", {}),
}
_ENDPOINTS = {"print_repair": "repair-printability"}


def main() -> None:
    meshy_addon.register()
    told = {"mark": _mark(), "uvs": _uvs()}
    with tempfile.TemporaryDirectory() as folder:
        for name, (kind, values) in KINDS.items():
            told[name] = _placing(kind, values, Path(folder))
    print(json.dumps(told))


def an_object(*, wears: bool) -> bpy.types.Object:
    """A ball alone in a new file; one that `wears` has weights, a shape key and two materials."""
    bpy.ops.wm.read_homefile(use_empty=True)
    bpy.ops.mesh.primitive_uv_sphere_add(segments=_RINGS, ring_count=_RINGS + 1)
    ball = bpy.context.object
    modifier = ball.modifiers.new("Triangles", "TRIANGULATE")
    bpy.ops.object.modifier_apply(modifier=modifier.name)
    mesh = ball.data
    if wears:
        ball.vertex_groups.new(name="All").add(range(len(mesh.vertices)), 0.5, "REPLACE")
        ball.shape_key_add(name="Basis")
        ball.shape_key_add(name="Wide")
        for name in ("Paint", "Primer"):
            mesh.materials.append(bpy.data.materials.new(name))
        mesh.polygons.foreach_set("material_index", np.arange(len(mesh.polygons)) % 2)
    return ball


def _cpu_ms(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def _mark() -> float:
    from meshy_addon.scene.objects.fingerprint import fingerprint

    ball = an_object(wears=True)
    return statistics.median(_cpu_ms(lambda: fingerprint(ball)) for _ in range(ROUNDS))


def _uvs() -> float:
    from meshy_addon.scene.objects.good_uvs import uv_layout

    ball = an_object(wears=False)
    return statistics.median(_cpu_ms(lambda: uv_layout(ball)) for _ in range(ROUNDS))


def _placing(kind: str, values: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The longest pieces: medians and the worst, and all at once without help."""
    from meshy_addon.jobs.converting import FITTED, FOUND
    from meshy_addon.scene.objects.fitting_ahead import fit_ahead, write_source

    ball = an_object(wears=kind == "remesh")
    result = _result(kind, values, ball, folder)
    file = folder / f"{kind}.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(file))
    source, fitted, found = (folder / f"{kind}.{name}" for name in ("source", "fitted", "found"))
    written = []
    for _ in range(ROUNDS):
        bpy.ops.wm.open_mainfile(filepath=str(file))
        written.append(_cpu_ms(lambda: write_source(result, source)))
    fit_ahead(result, source, fitted, found)
    mesh = {FITTED: fitted} if fitted.is_file() else {}
    helped = replace(result, files={**result.files, **mesh, FOUND: found})
    appended, placed = zip(*(_landing(helped, file) for _ in range(ROUNDS)), strict=True)
    pieces = {"write": written, "append": appended, "place": placed}
    return {
        "pieces": {name: statistics.median(each) for name, each in pieces.items()},
        "worst": max(map(max, pieces.values())),
        "without": sum(_landing(result, file)),
    }


def _landing(result: Any, file: Path) -> tuple[float, float]:
    """What the longest piece of appending `result` takes, and its placing, in a file that was just
    opened.
    """
    from meshy_addon.scene.finishing import finish
    from meshy_addon.scene.models.preparing import append_early

    bpy.ops.wm.open_mainfile(filepath=str(file))
    answers = [True]  # whether there's another piece
    appended = []
    while answers[-1]:
        appended.append(_cpu_ms(lambda: answers.append(append_early(result))))
    return max(appended), _cpu_ms(lambda: finish(result))


def _result(kind: str, values: dict[str, Any], ball: bpy.types.Object, folder: Path) -> Any:
    """As it came, and was made ready: the same surface in one piece, painted for a retexture."""
    from meshy_addon.api.tasks import read_task
    from meshy_addon.jobs.converting import READY, ready_name
    from meshy_addon.jobs.job import Job, Result, Step
    from meshy_addon.scene.models.ready_file import write_ready
    from meshy_addon.scene.objects.parcel import Parcel, unpacked
    from meshy_addon.scene.objects.sources import SENT, remember
    from meshy_addon.scene.open_file import OPEN_FILE

    with unpacked(Parcel((ball,), at_rest=True)) as (_, sent):
        pass
    ready = folder / ready_name("{}.{}".format(*bpy.app.version))
    came = bpy.data.objects.new("Came", bpy.data.meshes.new_from_object(ball))
    came.data.name = "Came"
    came.vertex_groups.clear()
    came.data.materials.clear()
    came.data.materials.append(_painted(2048) if kind == "retexture" else None)
    write_ready([came], ready)
    came_along = (bpy.data.meshes, bpy.data.materials, bpy.data.images)
    bpy.data.batch_remove([each for kind in came_along for each in kind if "Came" in each.name])
    endpoint = _ENDPOINTS.get(kind, kind)
    task = read_task({"id": "task", "type": endpoint, "status": "SUCCEEDED", "progress": 100})
    target = {"scene": bpy.context.scene.name, **OPEN_FILE.marks(), **remember(ball)}
    job = Job("job", kind, "Ball", (Step(endpoint, values),), 0.0, {**target, SENT: sent.as_json()})
    return Result(job, (task,), {READY: ready})


def _painted(side: int) -> bpy.types.Material:
    material = bpy.data.materials.new("Came")
    if material.node_tree is None:
        material.use_nodes = True
    image = bpy.data.images.new("Came", side, side)
    noise = np.random.default_rng(1).random(side * side * 4, np.float32)
    image.pixels.foreach_set(noise)
    image.pack()
    node = material.node_tree.nodes.new("ShaderNodeTexImage")
    node.image = image
    principled = next(n for n in material.node_tree.nodes if n.type == "BSDF_PRINCIPLED")
    material.node_tree.links.new(node.outputs["Color"], principled.inputs["Base Color"])
    return material


if __name__ == "__main__":
    main()
