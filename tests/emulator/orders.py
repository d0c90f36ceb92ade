"""What a valid create request asks for: the price, the result's shape, and how to make the files.

A body (bodies/) turns itself into an `Order`; a task keeps it for life.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from tests.emulator.errors import TaskError

if TYPE_CHECKING:
    from tests.emulator.results import Made, Rig

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True)
class File:
    """A place in the result where a signed URL of this file of the task goes."""

    name: str


Layout: TypeAlias = "Json | File | Sequence[Layout] | Mapping[str, Layout]"
Files: TypeAlias = "Mapping[str, bytes]"


@dataclass(frozen=True)
class Order:
    """One task to be made.

    `fields` are told in every answer, `pending` instead of `result` until the task SUCCEEDED.
    `produce` makes the files when the first one is fetched; reading one may take seconds, do it
    on a worker thread. `seed` decides how the result looks; it and `made`, the model, are
    what follow-up tasks build on, and `humanoid` is whether rigging finds a body in it.
    """

    type: str
    credits: int
    seed: str
    result: Mapping[str, Layout]
    produce: Callable[[], Files]
    pending: Mapping[str, Json] = field(default_factory=dict)
    fields: Mapping[str, Json] = field(default_factory=dict)
    ai_model: str = ""
    made: Made | None = None
    humanoid: bool = False
    rig: Rig | None = None
    pictures: int = 0
    input_id: str = ""
    failure: TaskError | None = None
    ready_at_once: bool = False


def file_names(layout: Layout) -> Iterator[str]:
    """The files that a result names."""
    if isinstance(layout, File):
        yield layout.name
    elif isinstance(layout, Mapping):
        for each in layout.values():
            yield from file_names(each)
    elif isinstance(layout, Sequence) and not isinstance(layout, str):
        for each in layout:
            yield from file_names(each)


def nothing() -> Files:
    """The files of a task that only measures."""
    return {}
