"""How soon Blender's main thread gets the interpreter back from our worker threads.

By default a thread that computes keeps it for 5 ms, and several take turns: an artist waits for
them, if a panel is drawn just then.
"""

from __future__ import annotations

import sys

_SHORT_S = 0.0005


class Turns:
    """Main thread."""

    def __init__(self) -> None:
        self._before_s: float | None = None

    def keep(self, *, short: bool) -> None:
        """Short turns while workers are at work; afterwards as it was, unless others changed it."""
        if short and self._before_s is None:
            self._before_s = sys.getswitchinterval()
            sys.setswitchinterval(min(_SHORT_S, self._before_s))
        elif not short and self._before_s is not None:
            if sys.getswitchinterval() <= _SHORT_S * 1.01:  # it is kept in whole microseconds
                sys.setswitchinterval(self._before_s)
            self._before_s = None


TURNS = Turns()
"""One, as there's one interpreter."""
