"""From what an artist chose to a job that can be submitted."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..api.attachments import is_remote
from ..api.endpoint import Kind
from ..api.parameters import Parameter, Picture, Pictures
from ..jobs.folders import job_folder
from ..jobs.job import Job
from ..jobs.planning import plan
from .naming import name_from_file, name_from_prompt
from .parcel import Parcel
from .pictures import ready_picture
from .selection import model_parameter
from .sending import UPLOAD, write_glb
from .sources import SENT

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
    Meshy can't read are converted. Nothing is sent. Raises InvalidParameter, NothingToExport.
    """
    values = _with_model_to_place(values)
    job_id = uuid.uuid4().hex[:12]
    if parcel and (model := model_parameter(kind)):
        values = {**values, model.key: str(job_folder(state, job_id) / UPLOAD)}
    plan(kind, values, only_first=only_first)  # before anything is written
    if parcel and model:
        target = {**target, SENT: write_glb(parcel, Path(values[model.key])).as_json()}
    ready = _with_ready_pictures(kind, values, lambda: job_folder(state, job_id))
    return Job(
        id=job_id,
        kind=kind.name,
        name=name or _name(kind, values),
        steps=plan(kind, ready, only_first=only_first),
        created_at=time.time(),
        target=target,
    )


def _with_ready_pictures(kind: Kind, values: Mapping[str, Any], folder: Any) -> dict[str, Any]:
    ready = dict(values)
    for parameter in kind.parameters:
        value = values.get(parameter.key)
        if not value:
            continue
        if isinstance(parameter, Picture):
            ready[parameter.key] = ready_picture(parameter.key, value, parameter.formats, folder())
        elif isinstance(parameter, Pictures):
            ready[parameter.key] = [
                ready_picture(parameter.key, item, parameter.formats, folder())
                for item in _items(value)
            ]
    return ready


def _with_model_to_place(values: Mapping[str, Any]) -> dict[str, Any]:
    """Whatever formats are asked for, the scene needs the GLB."""
    formats = values.get("target_formats")
    return {**values, "target_formats": [*formats, "glb"]} if formats else dict(values)


def _items(value: Any) -> list[str]:
    items = value.splitlines() if isinstance(value, str) else value
    return [item.strip() for item in items if item.strip()]


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
