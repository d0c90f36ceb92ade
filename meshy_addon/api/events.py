"""Server-sent events, read from the bytes of a stream (WHATWG HTML, "Server-sent events")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .errors import Nonsense

_MAX_EVENT_BYTES = 4 * 1024 * 1024
"""A task's description is a few kilobytes."""


@dataclass(frozen=True)
class Event:
    name: str
    data: bytes


def read_events(pieces: Iterable[bytes]) -> Iterator[Event]:
    """The events in a stream that arrives in pieces; comments and unfinished events are left out.

    Raises Nonsense for an event that doesn't end.
    """
    name, data, size = "message", list[bytes](), 0
    for line in _lines(pieces):
        if not line:
            if data:
                yield Event(name, b"\n".join(data))
            name, data, size = "message", [], 0
            continue
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"event":
            name = value.decode("utf-8", "replace")
        elif field == b"data":
            data.append(value)
            size += len(value) + 1
            if size > _MAX_EVENT_BYTES:
                raise Nonsense("Meshy's stream sends something too large to be a task.")


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Lines without their end, which is CR, LF or both, also across pieces."""
    rest, after_cr = b"", False
    for piece in filter(None, pieces):
        # The LF of a CR LF may come with the piece after: it ends no further line.
        text = piece.removeprefix(b"\n") if after_cr else piece
        after_cr = piece.endswith(b"\r")
        *lines, rest = _split(rest + text)
        yield from lines
        if len(rest) > _MAX_EVENT_BYTES:
            raise Nonsense("Meshy's stream sends something too large to be a task.")


def _split(text: bytes) -> list[bytes]:
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
