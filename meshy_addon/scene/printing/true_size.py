"""Things that were ordered in millimetres have that size in the scene.

The service's files say nothing of their unit: a printer's file is in millimetres, a GLB should be
in metres. So the unit is the one with which the thing is as large as was asked for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import bpy
from mathutils import Matrix, Vector

from ...api.conditions import effective
from ...api.endpoints import ENDPOINTS
from ...jobs.job import Job

_SIZES = ("size_mm", "diameter_mm")
"""Parameters that say how long the longest side is."""
_UNITS_M = (1.0, 0.001, 0.01, 0.0254)


def ordered_size_m(job: Job) -> float | None:
    """How long the longest side was to be; None where the job says nothing of it. Any thread."""
    step = job.steps[-1] if job.steps else None
    endpoint = ENDPOINTS.get(step.endpoint) if step else None
    if step is None or endpoint is None:
        return None
    for key in _SIZES:
        if key in endpoint.by_key and (size_mm := effective(endpoint, key, step.values)):
            return float(size_mm) / 1000
    return None


def to_metres(objects: Sequence[bpy.types.Object], size_m: float) -> None:
    """Scales imported `objects`, whose largest was to have a longest side of `size_m`.

    By a unit's factor only: what the service made of the size is its own business.
    """
    longest = max((_longest_side(thing) for thing in objects), default=0.0)
    if longest <= 0:
        return
    unit = min(_UNITS_M, key=lambda each: abs(math.log(longest * each / size_m)))
    if unit == 1.0:
        return
    for thing in objects:
        if thing.parent is None:
            thing.matrix_world = Matrix.Scale(unit, 4) @ thing.matrix_world
    bpy.context.view_layer.update()


def _longest_side(thing: bpy.types.Object) -> float:
    if not isinstance(thing.data, bpy.types.Mesh) or not thing.data.vertices:
        return 0.0
    corners = [thing.matrix_world @ Vector(corner) for corner in thing.bound_box]
    return max(max(axis) - min(axis) for axis in zip(*corners, strict=True))
