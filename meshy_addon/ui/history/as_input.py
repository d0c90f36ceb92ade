"""Which kinds of job go on from a task of the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...api.endpoint import Kind
from ...api.endpoints import ENDPOINTS, KINDS
from ...api.parameters import TaskId
from ...api.tasks import Status

if TYPE_CHECKING:
    from ...jobs.history_entry import Entry

_NEEDS_MORE = ("animate",)
"""Kinds whose result needs something of the open file."""


def fitting(entry: Entry) -> list[tuple[Kind, str]]:
    """The kinds that take what this task made, each with the parameter that takes its id."""
    if entry.status is not Status.SUCCEEDED or entry.is_gone or not entry.is_known:
        return []
    gives_model = ENDPOINTS[entry.endpoint].gives_model
    return [
        (kind, parameter.key)
        for kind in KINDS.values()
        if kind.name not in _NEEDS_MORE
        for parameter in kind.parameters
        if isinstance(parameter, TaskId)
        and (entry.type in parameter.from_types if parameter.from_types else gives_model)
    ]
