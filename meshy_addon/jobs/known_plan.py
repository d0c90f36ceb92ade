"""How many tasks at a time each account's plan allows, remembered from one session to the next.

Only what Meshy said: where it told an account that its queue is full. Then no later session has to
find out by creates that are sent in vain.
"""

from __future__ import annotations

import threading
from pathlib import Path

from ..api.account import Account
from .accounts import mark_of
from .remembered import recall, remember

_FILE = "plans.json"


class KnownPlan:
    """Of `account`, in a small file in the folder `state`. Any thread.

    Nothing depends on it but speed, so a file that can't be read or written is passed over.
    """

    def __init__(self, account: Account, state: Path) -> None:
        self._path = state / _FILE
        self._account = mark_of(account)
        self._lock = threading.Lock()

    @property
    def places(self) -> int | None:
        """Tasks at a time; None if Meshy never said."""
        places = self._read().get(self._account)
        return places if isinstance(places, int) and places > 0 else None

    def learn(self, places: int | None) -> None:
        """Meshy has said it, or has taken more than what it said: None."""
        with self._lock:
            known = self._read()
            if known.get(self._account) == places:
                return
            known[self._account] = places
            remember(self._path, known)

    def _read(self) -> dict[str, object]:
        known = recall(self._path)
        return known if isinstance(known, dict) else {}
