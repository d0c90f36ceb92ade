"""From what an artist chose to a job that can be submitted."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..api.attachments import is_remote
from ..api.endpoint import Kind
from ..api.endpoints import ORIGINAL_PICTURES
from ..api.errors import InvalidParameter
from ..api.parameters import Model, Parameter, Picture, Pictures
from ..jobs.animation_library import known_animation
from ..jobs.folders import job_folder
from ..jobs.job import Job
from ..jobs.planning import plan
from .errors import NothingToExport
from .models.background_blender import is_kept
from .naming import name_from_file, name_from_prompt
from .objects.parcel import Parcel, Sent
from .objects.selection import FROM_TASK, model_parameter
from .objects.sending import UPLOAD, write_blend, write_glb
from .objects.sources import INTO_SCENE, SENT
from .pictures.sendable import ready_picture

_TELLING = ("name", "prompt", "text", "text_style_prompt")
"""Parameters that a result can be named after, the most telling first."""


def make_job(
    kind: Kind,
    values: Mapping[str, Any],
    *,
    target: Mapping[str, Any],
    state: Path,
    only_first: bool = False,
    name: str = "",
    parcel: Parcel | None = None,
) -> Job:
    """A job of this `kind`, everything checked that can be checked here. Main thread.

    What is to be uploaded is written to the job's folder in `state`: `parcel`, and pictures that
    Meshy can't read are converted. Nothing is sent. Raises InvalidParameter.
    """
    if kind.name != "convert" or target.get(INTO_SCENE):
        values = _with_model_to_place(values)
    job_id = uuid.uuid4().hex[:12]
    glb = job_folder(state, job_id) / UPLOAD if parcel else None
    model = model_parameter(kind)
    upload = {model.key: str(glb)} if model and glb else {}
    given = {**upload, **values}
    plan(kind, given, only_first=only_first)  # before anything is written
    if model and parcel and glb:
        target = {**target, SENT: _written(model, parcel, glb, values).as_json()}
    keep = bool(target.get(ORIGINAL_PICTURES.key))
    ready = _with_ready_pictures(kind, given, lambda: job_folder(state, job_id), keep=keep)
    steps = plan(kind, ready, only_first=only_first)
    if upload.keys() - steps[0].values.keys():
        # A task stands for it, as long as Meshy knows that.
        steps = (replace(steps[0], instead=upload), *steps[1:])
    return Job(
        id=job_id,
        kind=kind.name,
        name=name or _action_name(values, state) or _name(kind, values),
        steps=steps,
        created_at=time.time(),
        target=target,
    )


def _written(model: Model, parcel: Parcel, glb: Path, values: Mapping[str, Any]) -> Sent:
    """Writes what may be uploaded: what needn't be at once is left to `glb_from_blend`.

    Raises InvalidParameter where nothing is there to be sent, say because a modifier hides it.
    """
    try:
        if is_kept() or values.get(FROM_TASK):
            return write_blend(parcel, glb.with_suffix(".blend"))
        return write_glb(parcel, glb)
    except NothingToExport as error:
        raise InvalidParameter(model.key, str(error)) from error


def _with_ready_pictures(
    kind: Kind, values: Mapping[str, Any], folder: Callable[[], Path], *, keep: bool
) -> dict[str, Any]:
    def ready_one(parameter: Parameter, value: str) -> str:
        formats = parameter.formats if isinstance(parameter, Picture | Pictures) else ()
        return ready_picture(parameter.key, value, formats, folder(), keep=keep, later=is_kept())

    ready = dict(values)
    for parameter in kind.parameters:
        value = values.get(parameter.key)
        if not value:
            continue
        if isinstance(parameter, Picture):
            ready[parameter.key] = ready_one(parameter, value)
        elif isinstance(parameter, Pictures):
            ready[parameter.key] = [ready_one(parameter, item) for item in _items(value)]
    return ready


def _with_model_to_place(values: Mapping[str, Any]) -> dict[str, Any]:
    """Whatever formats are asked for, the scene needs the GLB."""
    formats = values.get("target_formats")
    return {**values, "target_formats": [*formats, "glb"]} if formats else dict(values)


def _items(value: Any) -> list[str]:
    items = value.splitlines() if isinstance(value, str) else value
    return [item.strip() for item in items if item.strip()]


def _action_name(values: Mapping[str, Any], state: Path) -> str:
    """As Meshy's library calls the action; empty for other jobs, or if the library isn't here."""
    action_id = values.get("action_id")
    known = None if action_id is None else known_animation(state, action_id)
    return known.name if known else ""


def _name(kind: Kind, values: Mapping[str, Any]) -> str:
    """What the result will be called; empty where only the finished task can tell."""
    for key in _TELLING:
        if values.get(key):
            return name_from_prompt(values[key])
    for parameter in kind.parameters:
        if values.get(parameter.key) and (file := _first_file(parameter, values[parameter.key])):
            return name_from_file(file)
    return ""


def _first_file(parameter: Parameter, value: Any) -> str:
    if not isinstance(parameter, Picture | Pictures):
        return ""
    first = next(iter(_items(value)), "")
    if first.startswith("data:"):
        return ""
    return first.partition("?")[0] if is_remote(first) else first
