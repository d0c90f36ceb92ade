"""Meshy's library of actions in the interface: what there is, what is liked, what is chosen.

Panels read it whenever they are drawn; disk and network are asked in errands.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import bpy

from ...api.account import find_account, service_url
from ...api.animations import Animation
from ...api.errors import MeshyError
from ...jobs.remembered import recall, remember
from ...scene.home import state_dir
from ...scene.online import why_offline
from .. import redrawing
from ..errands import ERRANDS


class AnimationLibrary:
    """Main thread."""

    def __init__(self) -> None:
        self.animations: Sequence[Animation] = ()
        """In Meshy's order."""
        self.error = ""
        """Why there are none, in one sentence."""
        self.is_asking = False
        self.is_known = False
        """Whether the disk was asked yet."""
        self.favourites: set[int] = set()
        self._writing = threading.Lock()
        self.chosen: list[int] = []
        """Numbers of the actions that are wanted, in the order in which they were picked."""

    def load(self) -> None:
        """Bring what is on the disk; ask Meshy where that is nothing, or old. Returns at once."""
        from ...jobs.animation_library import is_fresh, known_library

        if self.is_asking:
            return
        self.is_asking, self.is_known = True, True
        state = state_dir()

        def look() -> tuple[Sequence[Animation], set[int], bool]:
            return known_library(state), _read_favourites(state), is_fresh(state)

        def take(found: tuple[Sequence[Animation], set[int], bool]) -> None:
            animations, self.favourites, fresh = found
            self._take(animations)
            if not fresh:
                self.refresh()

        ERRANDS.run(look, take, self._trouble)

    def refresh(self) -> None:
        """Ask Meshy for the whole library. Returns at once; what is here stays till then."""
        from ...jobs.animation_library import fetch_library

        try:
            state = state_dir()
            account = find_account(os.environ, state)
            offline = why_offline(service_url(os.environ))
        except MeshyError as error:
            self._trouble(error)
            return
        if offline:
            self.error = "" if self.animations else offline
            return
        self.is_asking = True
        ERRANDS.run(lambda: fetch_library(account, state), self._take, self._trouble)

    def find(self, action_id: int) -> Animation | None:
        """The action of that number."""
        return next((each for each in self.animations if each.id == action_id), None)

    def like(self, action_id: int) -> None:
        """Make it a favourite, or no longer; written down."""
        self.favourites = self.favourites ^ {action_id}
        state = state_dir()
        ERRANDS.run(lambda: self._write_favourites(state))

    def choose(self, action_id: int, *, wanted: bool) -> None:
        """Pick an action, or leave it."""
        others = [each for each in self.chosen if each != action_id]
        self.chosen = [*others, action_id] if wanted else others

    def _write_favourites(self, state: Path) -> None:
        """What they are by then: of two threads the last to write may be the first that began."""
        with self._writing:
            remember(_favourites_file(state), sorted(self.favourites))

    def _take(self, animations: Sequence[Animation]) -> None:
        self.is_asking = False
        self.animations, self.error = animations, ""
        for manager in bpy.data.window_managers:
            list_matching(manager.meshy_animate)
        redrawing.tag(changed=False)

    def _trouble(self, error: MeshyError) -> None:
        self.is_asking = False
        self.error = "" if self.animations else str(error)
        redrawing.tag(changed=False)


LIBRARY = AnimationLibrary()
"""One for all files."""


def matching(
    animations: Sequence[Animation],
    search: str = "",
    category: str = "",
    only: Collection[int] | None = None,
) -> list[Animation]:
    """Those of `category` and among `only` in whose name, category or number all words occur."""
    words = search.lower().split()
    return [
        each
        for each in animations
        if (not category or each.category == category)
        and (only is None or each.id in only)
        and all(word in _text(each) for word in words)
    ]


def list_matching(settings: Any) -> None:
    """Lists what the artist looks for; what was looked at stays so if it's still there."""
    active = settings.rows[settings.active] if 0 <= settings.active < len(settings.rows) else None
    kept = active.action_id if active else None
    only = LIBRARY.favourites if settings.only_favourites else None
    found = matching(LIBRARY.animations, settings.search, settings.category_sought, only)
    settings.rows.clear()
    for animation in found:
        row = settings.rows.add()
        row.name, row.action_id = animation.name, animation.id
        row.category = in_words(animation.category)
    places = [place for place, each in enumerate(found) if each.id == kept]
    settings.active = places[0] if places else 0


def in_words(category: str) -> str:
    """E.g. "Walk and Run" for "WalkAndRun"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", category)
    return re.sub(r"\b(And|With|Of|The)\b", lambda found: found[0].lower(), words)


def ask_soon() -> None:
    """Have the library loaded outside of drawing, once; panels call this."""
    if LIBRARY.is_known or bpy.app.background or bpy.app.timers.is_registered(_load):
        return
    bpy.app.timers.register(_load, first_interval=0.0, persistent=True)


def _text(animation: Animation) -> str:
    known = (animation.name, animation.category, animation.subcategory, str(animation.id))
    return " ".join((*known, *map(in_words, known[1:3]))).lower()


def _load() -> None:
    try:
        LIBRARY.load()
    except MeshyError as error:
        LIBRARY.error = str(error)


def _read_favourites(state: Path) -> set[int]:
    numbers = recall(_favourites_file(state))
    return (
        {each for each in numbers if isinstance(each, int)} if isinstance(numbers, list) else set()
    )


def _favourites_file(state: Path) -> Path:
    return state / "animations" / "favourites.json"


def end() -> None:
    if bpy.app.timers.is_registered(_load):
        bpy.app.timers.unregister(_load)
