"""How many tasks at a time each account's plan allows, remembered from one session to the next.

Only what Meshy said: where it told an account that its queue is full. Then no later session has to
find out by creates that are sent in vain.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
from pathlib import Path

from ..api.account import Account

_FILE = "plans.json"

log = logging.getLogger(__name__)


class KnownPlan:
    """Of `account`, in a small file in the folder `state`. Any thread.

    Nothing depends on it but speed, so a file that can't be read or written is passed over.
    """

    def __init__(self, account: Account, state: Path) -> None:
        self._path = state / _FILE
        # Which key it is can't be told from this, nor can the key.
        told = f"{account.url} {account.key}".encode()
        self._account = hashlib.sha256(told).hexdigest()[:16]
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
            new = self._path.with_suffix(f".{os.getpid()}")
            try:
                new.write_text(json.dumps(known), "utf-8")
                new.replace(self._path)
            except OSError as error:
                log.info("the plan's limit could not be kept: %s", error)

    def _read(self) -> dict[str, object]:
        try:
            known = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}
