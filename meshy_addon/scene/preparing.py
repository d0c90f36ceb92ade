"""A downloaded result to finished objects: imported, upright, with clean materials and names.

Everything slow happens here, and nothing that concerns the artist's scene.
"""

from __future__ import annotations

import bpy

from ..jobs.job import Result
from .arrivals import Arrivals
from .aside import scene_aside
from .errors import BrokenModel
from .importing import import_glb
from .materials import clean_materials
from .naming import name_from_prompt
from .provenance import record
from .standing import settle


def prepare(result: Result) -> list[bpy.types.Object]:
    """The objects of `result`, in metres, in no collection, the root first. Main thread.

    The root stands at (0, 0, 0) and the others hang on it. Nothing else of the file is touched.
    Raises BrokenModel if there's no usable model; then nothing of it stays in the file.
    """
    if "model" not in result.files:
        raise BrokenModel("The result holds no model file.")
    name = name_from_prompt(result.job.name)
    arrivals = Arrivals()
    try:
        with scene_aside("Meshy import"):
            objects = import_glb(result.files["model"])
            root = settle(objects, name, origin_at_center=_origin_at_center(result))
            clean_materials(objects, name, result.files)
            for thing in objects:
                record(thing, result)
                thing.select_set(False)  # or it would arrive selected, whatever the artist does
    except BaseException:
        arrivals.remove_all()
        raise
    return [root, *(thing for thing in objects if thing != root)]


def _origin_at_center(result: Result) -> bool:
    """What the last step that speaks of it asked for; the bottom otherwise."""
    asked = [s.values["origin_at"] for s in result.job.steps if s.values.get("origin_at")]
    return bool(asked) and asked[-1] == "center"
