"""The fitting that a background Blender does ahead, so that the artist's has nothing long to do.

When a result is about to be placed, the artist's Blender writes a small file of the object as it
is now (`write_source`). The background one reads it, fits the result to it and writes down what it
found (`fit_ahead`). What was found counts as long as the object is still the one that was written
(`found_ahead`): a mark tells, and whoever is amid modelling or painting gets no result meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from ...api.printability import Printability
from ...jobs.converting import FITTED, FOUND, READY, images_path
from ...jobs.job import Result
from ..errors import TargetGone
from ..materials.lost_material import Indices, material_indices
from ..models.arrivals import Arrivals
from ..models.preparing import take_fitted
from ..models.ready_file import append_ready, write_ready
from ..own_scene import evaluated
from ..printing.measures import measure, metres_of
from .fingerprint import geometry_mark
from .fitting import Fitted, Source, fitted_mesh, fitted_uvs, source_of, wear
from .parcel import Sent
from .sources import BESIDE, SENT, UV_MAP, find_source, has_source
from .taking import can_take_mesh, is_edited, keeps_own_uvs

Found = Mapping[str, NDArray[Any]]

_MESH = ("remesh", "print_repair")
"""Kinds whose result is a new mesh."""
_LOOK = "retexture"
_RIG = "rig"
_TOLD = "meshy_source"
_MOST_UV_MAPS = 8
_MATERIALS = "materials_{}"


def source_path(result: Result) -> Path | None:
    """Where the file for `write_source` belongs; None for a result that nobody has converted."""
    ready = result.files.get(READY)
    return ready.with_name("source.blend") if ready else None


def remove_files(result: Result) -> None:
    """All that was written to fit `result`. Any thread."""
    fitted = result.files.get(FITTED)
    images = images_path(fitted) if fitted else None
    for path in filter(None, (source_path(result), fitted, images, result.files.get(FOUND))):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def write_source(result: Result, path: Path) -> bool:
    """Writes to `path` what has to be known of the object that `result` is for; False if there's
    nothing that would take long. Main thread: some 20 ms for 300,000 triangles.
    """
    kind, target = result.job.kind, result.job.target
    if READY not in result.files or not has_source(target) or kind not in (*_MESH, _LOOK, _RIG):
        return False
    try:
        thing = find_source(target)
    except TargetGone:
        return False
    if not isinstance(thing.data, bpy.types.Mesh) or is_edited(thing):
        return False
    sent = Sent.from_json(target[SENT])
    if kind == _LOOK and not _gets_other_uvs(thing, result, sent):
        return False
    wears, mark = _looked_at(thing, result)
    told = {
        "mark": mark,
        "wears": wears,
        "slots": len(thing.material_slots),
        "metres": metres_of(thing),
        "takes_uvs": takes_uv_map(thing),
    }
    if kind == _RIG:
        with _seen(thing) as seen:
            _write(seen.data, seen, told, path)
        return True
    is_look = kind == _LOOK
    with source_of(thing, sent, wears=wears, needs_shape=is_look) as source:
        told["has_materials"] = source.has_materials
        _write(source.mesh, source.shape, told, path)
    return True


def fit_ahead(result: Result, source: Path, fitted: Path, found: Path) -> None:
    """From what `write_source` wrote and the READY file of `result`: writes what there is to find
    to `found`, and to `fitted` a mesh if there is one to it. In a background Blender.
    """
    fitted.unlink(missing_ok=True)
    arrivals = Arrivals()
    try:
        objects = append_ready(result.files[READY])
        mesh, shape, told = _read(source)
        known = Source(mesh, shape, bool(told.get("has_materials")))
        sent = Sent.from_json(result.job.target[SENT])
        if result.job.kind == _RIG:
            arrays = _of_rig(objects, mesh, told["slots"])
        elif result.job.kind == _LOOK:
            arrays = _of_look(objects, known, sent, fitted, takes_uvs=told["takes_uvs"])
        else:
            arrays = _of_mesh(objects, known, sent, fitted, told)
        with found.open("wb") as file:
            np.savez(file, mark=np.array(told["mark"]), **arrays)
    finally:
        arrivals.remove_all()


def found_ahead(thing: bpy.types.Object, result: Result) -> Found | None:
    """What was found for `thing` as it is now; None if it has to be found here. Main thread."""
    path = result.files.get(FOUND)
    if path is None or not isinstance(thing.data, bpy.types.Mesh) or is_edited(thing):
        return None
    try:
        with np.load(path) as arrays:
            if str(arrays["mark"]) != _looked_at(thing, result)[1]:
                return None
            return dict(arrays)
    except (OSError, ValueError, KeyError):
        return None


def fitted_ahead(thing: bpy.types.Object, result: Result, found: Found) -> Fitted | None:
    """The mesh that was fitted to `thing`; None if there is none after all. Main thread."""
    made = take_fitted(result) if FITTED in result.files else None
    if made is None:
        return None
    mesh = made.data
    bpy.data.objects.remove(made)
    keeps_materials = bool(found["keeps_materials"])
    if keeps_materials:
        for index, material in enumerate(thing.data.materials):
            mesh.materials[index] = material
    return Fitted(mesh, keeps_materials)


def indices_ahead(found: Found, count: int) -> list[Indices] | None:
    """What `material_indices` found for the `count` meshes of a rig."""
    if not found["has_uvs"]:
        return None
    return [found[_MATERIALS.format(number)] for number in range(count)]


def measured_ahead(found: Found) -> tuple[Printability, Printability]:
    """What was measured of the mesh before and after."""
    before, after = (json.loads(str(found[which])) for which in ("before", "after"))
    return Printability(**before), Printability(**after)


def takes_uv_map(thing: bpy.types.Object) -> bool:
    """Whether its own mesh can have another one."""
    return not thing.data.library and len(thing.data.uv_layers) < _MOST_UV_MAPS


def _gets_other_uvs(thing: bpy.types.Object, result: Result, sent: Sent) -> bool:
    values, uv_map = result.job.steps[-1].values, str(result.job.target.get(UV_MAP, ""))
    keeps = keeps_own_uvs(thing, values, uv_map)
    return can_take_mesh(thing) and not sent.others and not keeps


def _looked_at(thing: bpy.types.Object, result: Result) -> tuple[bool, str]:
    """Whether the mesh of `result` becomes that of `thing` rather than of an object beside it, and
    a mark of all that the fitting looks at, but for weights: who paints those is amid a mode.
    """
    geometry, target = geometry_mark(thing.data), result.job.target
    is_as_sent = geometry == Sent.from_json(target[SENT]).mark
    is_its_own = can_take_mesh(thing) and is_as_sent and not target.get(BESIDE)
    wears = result.job.kind == _LOOK or is_its_own
    groups = [group.name for group in thing.vertex_groups]
    slots = [bool(slot.material) for slot in thing.material_slots]
    return wears, json.dumps([geometry, wears, groups, slots])


@contextmanager
def _seen(thing: bpy.types.Object) -> Iterator[bpy.types.Object]:
    """With its modifiers and its pose: that is what was rigged."""
    mesh = bpy.data.meshes.new_from_object(evaluated(thing))
    seen = bpy.data.objects.new(thing.name, mesh)
    try:
        yield seen
    finally:
        bpy.data.batch_remove([seen, mesh])


def _write(
    mesh: bpy.types.Mesh, shape: bpy.types.Object, told: Mapping[str, Any], path: Path
) -> None:
    with ExitStack() as stack:
        bare = [stack.enter_context(_bare(mesh))]
        bare[0][_TOLD] = json.dumps(told)
        if shape.data != mesh:
            bare.append(stack.enter_context(_bare(shape.data)))
        bpy.data.libraries.write(str(path), {*bare}, fake_user=True)


@contextmanager
def _bare(mesh: bpy.types.Mesh) -> Iterator[bpy.types.Object]:
    """A copy without what else would be written with it: pictures, what drivers look at."""
    copy = mesh.copy()
    thing = bpy.data.objects.new("Meshy source", copy)
    try:
        for name in list(copy.keys()):
            del copy[name]
        copy.animation_data_clear()
        if copy.shape_keys:
            copy.shape_keys.animation_data_clear()
        for index in range(len(copy.materials)):
            copy.materials[index] = None
        yield thing
    finally:
        bpy.data.batch_remove([thing, copy])


def _read(source: Path) -> tuple[bpy.types.Mesh, bpy.types.Object, Mapping[str, Any]]:
    """The mesh, the shape and what was told of them."""
    libraries: Any = bpy.data.libraries
    with libraries.load(str(source), link=False) as (there, here):
        here.objects = list(there.objects)
    things = sorted(here.objects, key=lambda thing: _TOLD not in thing)
    return things[0].data, things[-1], json.loads(things[0][_TOLD])


def _of_rig(
    objects: Sequence[bpy.types.Object], seen: bpy.types.Mesh, slots: int
) -> dict[str, Any]:
    meshes = [thing.data for thing in objects if isinstance(thing.data, bpy.types.Mesh)]
    indices = material_indices(meshes, seen, slots)
    arrays = {_MATERIALS.format(number): each for number, each in enumerate(indices or ())}
    return {"has_uvs": indices is not None, **arrays}


def _of_look(
    objects: Sequence[bpy.types.Object],
    source: Source,
    sent: Sent,
    path: Path,
    *,
    takes_uvs: bool,
) -> dict[str, Any]:
    done = fitted_mesh(objects, None, sent, wears=False)
    uvs = fitted_uvs(done.mesh, source) if takes_uvs else None
    if uvs is not None:
        return {"uvs": uvs}
    wear(done.mesh, source)
    _write_fitted(done, path)
    return {"keeps_materials": False}


def _of_mesh(
    objects: Sequence[bpy.types.Object],
    source: Source,
    sent: Sent,
    path: Path,
    told: Mapping[str, Any],
) -> dict[str, Any]:
    done = fitted_mesh(objects, source, sent, wears=told["wears"])
    _write_fitted(done, path)
    return {
        "keeps_materials": done.keeps_materials,
        "before": _as_text(measure(source.mesh, told["metres"])),
        "after": _as_text(measure(done.mesh, told["metres"])),
    }


def _write_fitted(done: Fitted, path: Path) -> None:
    write_ready([bpy.data.objects.new("Meshy fitted", done.mesh)], path)


def _as_text(known: Printability) -> NDArray[Any]:
    return np.array(json.dumps(known.as_json()))
