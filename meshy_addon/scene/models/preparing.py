"""A downloaded result to finished objects: imported, upright, with clean materials and names.

Everything slow happens here, and nothing that concerns the artist's scene. Where an artist works, a
background Blender has done it before, and only its .blend is left to be appended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import bpy

from ...api.endpoints.character import RIGGING
from ...jobs.converting import FITTED, READY, ready_name
from ...jobs.job import Result
from ...jobs.models import models_in
from ..errors import BrokenModel
from ..materials.cleaning import clean_materials
from ..naming import name_from_prompt, with_suffix
from ..printing.true_size import ordered_size_m, to_height, to_metres, wished_height_m
from ..provenance import record
from .appending import EARLY
from .arrivals import Arrivals
from .aside import scene_aside
from .model_files import import_model
from .ready_file import append_ready, discard
from .standing import settle


def prepare(result: Result) -> list[bpy.types.Object]:
    """The objects of `result`, in metres, in no collection, the root first. Main thread.

    The root stands at (0, 0, 0) and the others hang on it. Nothing else of the file is touched.
    Takes milliseconds after `append_early`, or where a background Blender has been at work.
    Raises BrokenModel if there's no usable model; then nothing of it stays in the file.
    """
    file = _ready_file(result)
    ready = (EARLY.take(file) or _appended(file)) if file else []
    objects = ready or import_afresh(result)
    try:
        for thing in objects:
            record(thing, result)
    except BaseException:
        discard(objects)
        raise
    return objects


def take_fitted(result: Result) -> bpy.types.Object | None:
    """The object that a background Blender fitted to the one that the job is for, if there's a
    sound one. Main thread; at once after `append_early`.
    """
    fitted = result.files.get(FITTED)
    objects = (EARLY.take(fitted) or _appended(fitted)) if fitted else []
    return objects[0] if objects else None


def append_early(result: Result) -> bool:
    """Do a piece of what of `prepare` or `take_fitted` takes longest. Main thread.

    For whoever has a tick of its own for it. Whether there's another piece, for another tick.
    """
    file = result.files.get(FITTED) or _ready_file(result)
    return file is not None and EARLY.append(file)


def discard_early(result: Result) -> None:
    """Take out again what `append_early` brought, if nobody has asked for it since."""
    for file in (result.files.get(FITTED), _ready_file(result)):
        if file:
            discard(EARLY.take(file))


def import_afresh(result: Result) -> list[bpy.types.Object]:
    """The objects of `result` from its download, as `prepare` describes them but for their origin.

    Takes a second for a large model.
    """
    name = name_from_prompt(named(result).job.name)
    arrivals = Arrivals()
    try:
        with scene_aside("Meshy import"):
            objects = import_model(result.files)
            if size_m := ordered_size_m(result.job):
                to_metres(objects, size_m)
            if height_m := wished_height_m(result.job):
                to_height(objects, height_m)
            parts = [thing.name for thing in objects]
            root = settle(
                objects,
                name,
                origin_at_center=_origin_at_center(result),
                height_m=_character_height_m(result),
            )
            _name_parts(objects, name, result, parts)
            clean_materials(objects, name, result.files)
            for thing in objects:
                thing.select_set(False)  # or it would arrive selected, whatever the artist does
    except BaseException:
        arrivals.remove_all()
        raise
    return [root, *(thing for thing in objects if thing != root)]


def _name_parts(
    objects: list[bpy.types.Object], name: str, result: Result, parts: Sequence[str]
) -> None:
    """Parts that came in files of their own go by those: "Owl shade" and "Owl base" of a lamp."""
    if len(models_in(result.files)) < 2:
        return
    meshes = [thing for thing in objects if thing.type == "MESH"]
    for thing, part in zip(meshes, parts, strict=True):
        thing.name = thing.data.name = with_suffix(name, _PARTS.get(part, part.replace("_", " ")))


_PARTS = {"lamp": "shade"}


def named(result: Result) -> Result:
    """With a name for the objects, if need be the prompt that the finished task tells of."""
    if result.job.name:
        return result
    prompts = [task.raw.get("prompt") for task in result.tasks]
    prompt = next((prompt for prompt in prompts if isinstance(prompt, str) and prompt), "")
    return replace(result, job=replace(result.job, name=name_from_prompt(prompt)))


def _ready_file(result: Result) -> Path | None:
    """What a background Blender made for this version, if one did."""
    ready = result.files.get(READY)
    is_ours = ready and ready.name == ready_name("{}.{}".format(*bpy.app.version))
    return ready if is_ours else None


def _appended(file: Path) -> list[bpy.types.Object]:
    """Nothing if it isn't a sound one."""
    try:
        return append_ready(file)
    except BrokenModel:
        return []


def _character_height_m(result: Result) -> float | None:
    """What was asked for, if a character was to be rigged."""
    last = result.job.steps[-1] if result.job.steps else None
    if last is None or last.endpoint != RIGGING.name:
        return None
    return float(last.values.get("height_meters") or RIGGING.parameter("height_meters").default)


def _origin_at_center(result: Result) -> bool:
    """What the last step that speaks of it asked for; the bottom otherwise."""
    asked = [s.values["origin_at"] for s in result.job.steps if s.values.get("origin_at")]
    return bool(asked) and asked[-1] == "center"
