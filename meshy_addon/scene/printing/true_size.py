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
from ...api.endpoints.creative_lab import FIGURE_HEIGHT
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


def wished_height_m(job: Job) -> float | None:
    """How tall the artist wants what Meshy gives no size; None to leave it as it is. Any thread."""
    height_mm = job.target.get(FIGURE_HEIGHT.key)
    is_given = isinstance(height_mm, int | float) and height_mm > 0
    return float(height_mm) / 1000 if is_given else None


def to_metres(objects: Sequence[bpy.types.Object], size_m: float) -> None:
    """Scales imported `objects`, whose largest was to have a longest side of `size_m`.

    By a unit's factor only: what the service made of the size is its own business.
    """
    longest = max((_longest_side(thing) for thing in objects), default=0.0)
    if longest <= 0:
        return
    unit = min(_UNITS_M, key=lambda each: abs(math.log(longest * each / size_m)))
    if unit != 1.0:
        _scale(objects, unit)


def to_height(objects: Sequence[bpy.types.Object], height_m: float) -> None:
    """Scales imported `objects` so that together they are as tall as this."""
    heights = [corner.z for thing in objects for corner in _corners(thing)]
    if heights and (tall := max(heights) - min(heights)) > 0:
        _scale(objects, height_m / tall)


def _scale(objects: Sequence[bpy.types.Object], factor: float) -> None:
    for thing in objects:
        if thing.parent is None:
            thing.matrix_world = Matrix.Scale(factor, 4) @ thing.matrix_world
    bpy.context.view_layer.update()


def _longest_side(thing: bpy.types.Object) -> float:
    corners = _corners(thing)
    return max((max(axis) - min(axis) for axis in zip(*corners, strict=True)), default=0.0)


def _corners(thing: bpy.types.Object) -> list[Vector]:
    """Of its bounding box, in the world; none where it has no surface."""
    if not isinstance(thing.data, bpy.types.Mesh) or not thing.data.vertices:
        return []
    return [thing.matrix_world @ Vector(corner) for corner in thing.bound_box]
