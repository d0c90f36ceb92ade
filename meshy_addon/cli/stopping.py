"""Ctrl-C ends a command as any other thing does that can be told about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..api.errors import MeshyError


class Stopped(MeshyError):
    """Somebody pressed Ctrl-C. A job that was begun stays, to be gone on with."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Ctrl-C inside the `with` raises Stopped."""
    try:
        yield
    except KeyboardInterrupt:
        raise Stopped("Interrupted.") from None
