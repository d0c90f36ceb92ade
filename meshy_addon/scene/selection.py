"""What the selected object means for a new job: the task it continues, and the place it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import bpy

from ..api.endpoint import Kind
from ..api.errors import InvalidParameter
from ..api.parameters import TaskId
from .placing import target_here
from .provenance import Provenance, read
from .sources import remember

_MODEL = "ai_model"


def continued(
    kind: Kind, values: Mapping[str, Any], collection: str, context: bpy.types.Context
) -> tuple[dict[str, Any], dict[str, Any]]:
    """`values` with the task id that the active object can give, and the job's target.

    Raises InvalidParameter where a task is needed and the active object didn't come from one.
    """
    target = target_here(collection).as_json()
    needed = next((p for p in kind.parameters if isinstance(p, TaskId) and p.required), None)
    if needed is None or values.get(needed.key):
        return dict(values), target
    active = context.active_object
    origin = read(active) if active else None
    if origin is None or origin.task_type not in needed.from_types:
        raise InvalidParameter(
            needed.key,
            f"{needed.key} is missing: give the id of a task, or select an object that came from "
            f"{' or '.join(needed.from_types)}.",
        )
    known = {**_same_model(kind, origin), **values, needed.key: origin.task_id}
    return known, {**target, **remember(active)}


def _same_model(kind: Kind, origin: Provenance) -> dict[str, Any]:
    """The model that the object was made with: Meshy refuses to go on with a different one."""
    takes_model = any(parameter.key == _MODEL for parameter in kind.parameters)
    return {_MODEL: origin.ai_model} if takes_model and origin.ai_model else {}
