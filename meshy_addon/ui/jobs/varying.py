"""The same once more, with something changed: a job's values in its operator's dialog."""

from __future__ import annotations

from typing import Any

import bpy

from ...api.endpoints import KINDS
from ...api.errors import MeshyError
from ...api.parameters import Model, Pictures
from ...jobs.job import Job
from ...scene.objects.sources import find_source, has_source
from ..pressing import in_a_sentence
from ..properties import property_value
from .board import BOARD


def vary(job_id: str, context: bpy.types.Context) -> None:
    """Open the dialog, which does the rest.

    Raises TargetGone without the object that the job was started on, MeshyError.
    """
    job = BOARD.job(job_id)
    if job is None:
        return
    if has_source(job.target):
        _select_alone(find_source(job.target), context)
    try:
        getattr(bpy.ops.meshy, job.kind)("INVOKE_DEFAULT", ask=True, **asked_for(job))
    except RuntimeError as error:
        raise MeshyError(in_a_sentence(error)) from error


def asked_for(job: Job) -> dict[str, Any]:
    """What the operator of `job` was given, as properties; what comes of the selection left out."""
    kind = KINDS[job.kind]
    given: dict[str, Any] = {}
    for step in job.steps:  # the last one is what counts for formats
        given.update(step.values)
    values = {
        p.key: _as_property(p, given[p.key])
        for p in kind.parameters
        if given.get(p.key) is not None and not isinstance(p, Model)
    }
    if has_source(job.target):
        values.pop("input_task_id", None)  # the selection tells, and knows what to upload instead
    if kind.only_first and job.steps[-1].endpoint == kind.parts[0].endpoint.name:
        values[kind.only_first] = True
    return values


def _as_property(parameter: object, value: Any) -> Any:
    if isinstance(parameter, Pictures):
        return "\n".join(value)
    return property_value(parameter, value)


def _select_alone(thing: bpy.types.Object, context: bpy.types.Context) -> None:
    for other in context.selected_objects:
        other.select_set(False)
    thing.select_set(True)
    context.view_layer.objects.active = thing
