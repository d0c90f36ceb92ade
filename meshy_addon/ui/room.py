"""Memory for what is going to be appended, taken a little at a time while jobs run.

A third of what it takes to append a large model goes into memory that the system hands out anew,
and a system that rested is slow to: now and then it took 60 ms and more. What this thread had a
moment ago and gave back, the append gets without asking. Main thread.
"""

from __future__ import annotations

import time

PIECE_BYTES, MOST_BYTES = 2**16, 40 * 2**20
"""A model of 300,000 triangles with three large textures takes 35 MB."""
_A_TURN_S = 0.001
_STAYING = 112
"""One piece of so many stays meanwhile: jemalloc, of which Blender has its memory on Linux, returns
what is free in one stretch of 8 MB or more to the system at once (its `oversize_threshold`).
"""


class Room:
    """What was taken, and is to be given to an append."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._staying: list[bytes] = []

    @property
    def size(self) -> int:
        """Bytes that are held."""
        return sum(map(len, self._pieces)) + sum(map(len, self._staying))

    def take_some(self) -> None:
        """As much as comes within a millisecond, until there's enough."""
        self._staying.clear()
        until = time.monotonic() + _A_TURN_S
        while len(self._pieces) * PIECE_BYTES < MOST_BYTES:
            self._pieces.append(b"\1" * PIECE_BYTES)  # written to, or it would only be promised
            if time.monotonic() >= until:
                return

    def give(self) -> None:
        """To whatever this thread does next."""
        self._staying += self._pieces[_STAYING - 1 :: _STAYING]
        self._pieces.clear()

    def leave(self) -> None:
        """Hold nothing any more."""
        self._pieces.clear()
        self._staying.clear()


ROOM = Room()
"""One, as there's one main thread."""
