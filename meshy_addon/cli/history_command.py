"""`meshy history`: the account's tasks, made here or elsewhere."""

from __future__ import annotations

import argparse
import time
from typing import Any

from ..api.errors import InvalidParameter
from ..jobs.history import History
from ..jobs.history_entry import Entry
from .answer import Answer
from .report import as_json


def history(arguments: argparse.Namespace) -> Answer:
    """List them, the newest first. Raises InvalidParameter and the errors of the API."""
    from ..scene.session import SESSION

    if arguments.limit < 1:
        raise InvalidParameter("limit", "limit: at least one task has to be asked for.")
    found = _found(History(SESSION.engine().calls()), arguments.search, arguments.limit)
    if arguments.json:
        return Answer(as_json({"tasks": [_described(entry) for entry in found]}))
    return Answer("\n".join(map(_line, found)) or "No tasks.")


def _found(history: History, search: str, limit: int) -> list[Entry]:
    while True:
        found = [entry for entry in history.more() if entry.has(search)]
        if len(found) >= limit or history.is_complete:
            return found[:limit]


def _described(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.type,
        "status": entry.status.value,
        "prompt": entry.prompt,
        "credits": entry.credits,
        "created_at": entry.created_at_ms / 1000,
        "expires_at": entry.expires_at_ms / 1000,
    }


def _line(entry: Entry) -> str:
    left = f"{entry.days_left(time.time()):.0f} days left"
    told = (
        entry.id,
        f"{entry.status:<11}",
        f"{entry.credits:>3}",
        f"{entry.age_in_words(time.time()):>10}",
    )
    return "  ".join((*told, left, entry.title, entry.prompt)).rstrip()
