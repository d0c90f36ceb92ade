"""Server-sent events, read from the bytes of a stream (WHATWG HTML, "Server-sent events")."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .errors import Nonsense, Unreachable

_MAX_EVENT_BYTES = 4 * 1024 * 1024
"""A task's description is a few kilobytes."""


@dataclass(frozen=True)
class Event:
    name: str
    data: bytes


def live_events(
    pieces: Iterable[bytes], silence_s: float, go_on: Callable[[], None]
) -> Iterator[Event]:
    """`read_events` of a stream that tells something at least every `silence_s`.

    Comments tell nothing: a proxy goes on sending them when the service behind it is gone. Whatever
    was read, `go_on` is asked before more is waited for. Raises Unreachable, and what that raises.
    """
    heard_at = time.monotonic()

    def watched() -> Iterator[bytes]:
        for piece in pieces:
            yield piece
            go_on()
            if time.monotonic() - heard_at > silence_s:
                raise Unreachable("Meshy's stream tells nothing any more.")

    for event in read_events(watched()):
        yield event
        heard_at = time.monotonic()


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
