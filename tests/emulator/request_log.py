"""What was asked of the emulator, for tests to read: nothing is hidden, not even the key."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from tests.emulator.orders import Json

_LONGEST = 500


@dataclass
class Entry:
    """One request. `status` is filled in when it was answered; 0 stands for no answer."""

    number: int
    host: str
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: Json
    body_bytes: int
    status: int = 0
    faults: list[int] | None = None

    def as_json(self) -> dict[str, Any]:
        """The entry as the control path answers it."""
        return dict(vars(self))


class RequestLog:
    """All requests since the last reset, oldest first."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(
        self,
        host: str,
        method: str,
        path: str,
        query: str,
        headers: dict[str, str],
        body: Json,
        body_bytes: int,
    ) -> Entry:
        """Write a request down before it is looked at."""
        entry = Entry(
            number=len(self.entries) + 1,
            host=host,
            method=method,
            path=path,
            query=query,
            headers=headers,
            body=body,
            body_bytes=body_bytes,
            faults=[],
        )
        self.entries.append(entry)
        return entry

    def clear(self) -> None:
        """Start anew."""
        self.entries = []


def readable(body: bytes) -> Json:
    """A body as the log keeps it. Takes a second for the largest; call it on a worker thread."""
    if not body:
        return None
    try:
        return _shortened(json.loads(body))
    except ValueError:
        return f"({len(body)} bytes that are not JSON)"


def _shortened(value: Any) -> Json:
    """`value` with long strings, that is data URIs, replaced by their start, length and hash."""
    if isinstance(value, str) and len(value) > _LONGEST:
        digest = hashlib.sha256(value.encode()).hexdigest()
        return {"start": value[:60], "characters": len(value), "sha256": digest}
    if isinstance(value, dict):
        return {key: _shortened(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_shortened(each) for each in value]
    checked: Json = value
    return checked
