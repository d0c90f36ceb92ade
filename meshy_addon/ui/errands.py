"""Work that waits for the disk, done off the main thread; the pump brings what came of it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from ..api.errors import MeshyError
from ..api.late_log import LateLogger

_T = TypeVar("_T")
log = LateLogger(__name__)


class Errands:
    """`run` and `deliver` are for the main thread."""

    def __init__(self) -> None:
        self._done: deque[Callable[[], None]] = deque()
        self._out: set[threading.Thread] = set()

    @property
    def is_any_out(self) -> bool:
        """Whether one is still under way."""
        return any(errand.is_alive() for errand in self._out)

    def run(
        self,
        work: Callable[[], _T],
        then: Callable[[_T], None] = lambda _: None,
        otherwise: Callable[[MeshyError], None] = lambda _: None,
    ) -> None:
        """Call `work` in a thread, and afterwards `then`, or `otherwise`, in the main thread."""

        def errand() -> None:
            try:
                outcome = work()
            except MeshyError as error:
                log.info("%s", error)
                told = error
                self._done.append(lambda: otherwise(told))
            except Exception:
                log.exception("errand")
            else:
                self._done.append(lambda: then(outcome))

        self._out = {other for other in self._out if other.is_alive()}
        thread = threading.Thread(target=errand, name="meshy errand", daemon=True)
        self._out.add(thread)
        thread.start()

    def tell(self, news: Callable[[], None]) -> None:
        """Have `news` called in the main thread. Any thread: for work that is under way."""
        self._done.append(news)

    def deliver(self) -> None:
        """Call what the errands that are done were sent for."""
        while self._done:
            self._done.popleft()()


ERRANDS = Errands()
"""One, because there's one pump that delivers."""
