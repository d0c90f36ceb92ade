"""Work that waits for the disk, done off the main thread; the pump brings what came of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TypeVar

from ..api.errors import MeshyError
from ..api.late_log import LateLogger
from ..jobs.crew import Crew, NoThread
from .turns import TURNS

_AT_ONCE = 32
"""Far more than there are, as a rule: some wait for the network, and none is to wait for those."""

_T = TypeVar("_T")
log = LateLogger(__name__)


class Errands:
    """`run` and `deliver` are for the main thread."""

    def __init__(self) -> None:
        self._done: deque[Callable[[], None]] = deque()
        self._crew = _crew()
        self._out: set[Callable[[], None]] = set()

    @property
    def is_any_out(self) -> bool:
        """Whether one is still under way, or back and not delivered."""
        return bool(self._out or self._done)

    def run(
        self,
        work: Callable[[], _T],
        then: Callable[[_T], None] = lambda _: None,
        otherwise: Callable[[MeshyError], None] = lambda _: None,
    ) -> None:
        """Call `work` in a thread, and afterwards `then`, or `otherwise`, in the main thread.

        Where no thread can be started that is what went wrong.
        """

        def fail(error: MeshyError) -> None:
            log.info("%s", error)
            self._done.append(lambda: otherwise(error))

        def errand() -> None:
            try:
                outcome = work()
            except MeshyError as error:
                fail(error)
            except Exception:
                log.exception("errand")
            else:
                self._done.append(lambda: then(outcome))
            finally:
                self._out.discard(errand)

        self._out.add(errand)
        TURNS.keep(short=True)  # from now on; the pump sees when that is over
        try:
            self._crew.give(errand)
        except NoThread as error:
            self._out.discard(errand)
            fail(error)

    def tell(self, news: Callable[[], None]) -> None:
        """Have `news` called in the main thread. Any thread: for work that is under way."""
        self._done.append(news)

    def deliver(self) -> None:
        """Call what the errands that are done were sent for."""
        while self._done:
            self._done.popleft()()

    def end(self) -> None:
        """Keep no thread that has nothing to do; the extension was disabled."""
        self._crew.close(drop_waiting=False)
        self._crew = _crew()


def _crew() -> Crew[Callable[[], None]]:
    return Crew(lambda errand: errand(), _AT_ONCE, idle_s=None)


ERRANDS = Errands()
"""One, because there's one pump that delivers."""
