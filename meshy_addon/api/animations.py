"""Meshy's library of actions for rigged characters."""

from __future__ import annotations

from collections.abc import Mapping

from .errors import Nonsense
from .frozen import frozen

_GOING_ON = ("WalkAndRun", "Dancing")
"""Categories."""


@frozen
class Animation:
    """One action of the library."""

    id: int
    """What the parameter `action_id` takes; from -2 up."""
    name: str
    category: str
    subcategory: str
    preview_url: str
    """A small moving picture, on a public host."""

    @property
    def goes_on(self) -> bool:
        """Whether one does it for as long as one likes, such as walking; a blow ends."""
        return self.category in _GOING_ON or "idle" in f"{self.subcategory} {self.name}".lower()


def read_catalogue(answer: object) -> list[Animation]:
    """The actions in the decoded answer, in its order. Entries that can't be read are left out.

    Raises Nonsense if there's no list of actions in it.
    """
    result = answer.get("result") if isinstance(answer, Mapping) else None
    entries = result.get("list") if isinstance(result, Mapping) else None
    if not isinstance(entries, list):
        raise Nonsense("Meshy's answer is not the library of animations.")
    return [animation for entry in entries if (animation := _read(entry)) is not None]


def _read(entry: object) -> Animation | None:
    if not isinstance(entry, Mapping):
        return None
    action_id = entry.get("id")
    if isinstance(action_id, bool) or not isinstance(action_id, int):
        return None

    def text(key: str) -> str:
        value = entry.get(key)
        return value if isinstance(value, str) else ""

    return Animation(
        id=action_id,
        name=text("name") or text("key") or str(action_id),
        category=text("category"),
        subcategory=text("subCategory"),
        preview_url=text("previewUrl"),
    )
