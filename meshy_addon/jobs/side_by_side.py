"""A few things at once for one job, and on with it when all are done. Worker threads."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeVar

from .crew import NoThread, start_thread

_T = TypeVar("_T")


def side_by_side(works: Mapping[str, Callable[[], _T]], most: int) -> dict[str, _T]:
    """What each of `works` gives, at most so many of them at once; also in the caller's thread.

    After one failed none is begun, and the error of the first in order is raised when those that
    were under way have ended. Each should end soon when its job is cancelled.
    """
    waiting = deque(works)
    given: dict[str, _T] = {}
    raised: dict[str, Exception] = {}
    ended = threading.Semaphore(0)

    def run() -> None:
        try:
            while not raised:
                name = waiting.popleft()
                try:
                    given[name] = works[name]()
                except Exception as error:  # noqa: BLE001 - raised again in the caller
                    raised[name] = error
        except IndexError:
            pass  # all are begun
        finally:
            ended.release()

    hands = 0
    with suppress(NoThread):  # fewer do it
        for _ in range(min(most, len(works)) - 1):
            start_thread(run)
            hands += 1
    run()
    for _ in range(hands + 1):
        ended.acquire()
    for name in works:
        if name in raised:
            raise raised[name]
    return {name: given[name] for name in works}
