"""Meshy's library of actions as this machine knows it: fetched once, then read from the disk."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from ..api.account import Account
from ..api.animations import Animation
from ..api.client import Client
from .folders import writing_to

FRESH_S = 7 * 24 * 3600.0
"""After so long it's worth asking whether there are new ones."""


def fetch_library(account: Account, state: Path) -> tuple[Animation, ...]:
    """Asks Meshy for the whole library and keeps it. Worker thread. Raises MeshyError."""
    client = Client(account)
    try:
        animations = tuple(client.animations())
    finally:
        client.close()
    keep_library(state, animations)
    return animations


def keep_library(state: Path, animations: Sequence[Animation]) -> None:
    """Writes it down. Any thread. Raises CannotWrite."""
    path = _path(state)
    unfinished = path.with_suffix(".part")
    with writing_to(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(
            json.dumps([asdict(animation) for animation in animations]), encoding="utf-8"
        )
        unfinished.replace(path)


def known_library(state: Path) -> tuple[Animation, ...]:
    """What was kept, in Meshy's order; empty if nothing was. Any thread; reads the disk."""
    try:
        changed_ns = _path(state).stat().st_mtime_ns
    except OSError:
        return ()
    return _read(_path(state), changed_ns)


def is_fresh(state: Path) -> bool:
    """Whether it was fetched lately. Any thread; asks the disk."""
    try:
        return time.time() - _path(state).stat().st_mtime < FRESH_S
    except OSError:
        return False


def known_animation(state: Path, action_id: object) -> Animation | None:
    """The action of that number, if the library is here. Any thread; reads the disk."""
    return next((each for each in known_library(state) if each.id == action_id), None)


def _path(state: Path) -> Path:
    return state / "animations" / "library.json"


@lru_cache(maxsize=1)
def _read(path: Path, changed_ns: int) -> tuple[Animation, ...]:
    """Read once for each time it changed (`changed_ns`)."""
    del changed_ns  # only for the cache
    try:
        return tuple(Animation(**item) for item in json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return ()  # damaged: as good as not there, and fetched again
