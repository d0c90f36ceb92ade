"""What the account has: counted on by jobs before they begin, and told to who wants to know."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

from ..api.errors import MeshyError, NotEnoughCredits
from .calls import Calls
from .crew import Crew, NoThread
from .events import BalanceTold, Event
from .gate import Cancelled

FRESH_S = 5.0
"""For how long an answer serves other jobs too."""
_AT_ONCE = 2
"""A question of jobs and one of the front end."""


class Funds:
    """Of the account that `calls`, which are nobody else's, ask. Any thread.

    It asks in threads of its own, so that a job that is cancelled needn't wait for the answer.
    `gone` is called by the last of them, after `close`.
    """

    def __init__(
        self, calls: Calls, tell: Callable[[Event], None], gone: Callable[[], None]
    ) -> None:
        self._calls = calls
        self._tell = tell
        self._lock = threading.Lock()
        self._crew: Crew[Callable[[], None]] = Crew(lambda work: work(), _AT_ONCE, gone)
        self._question: _Question | None = None
        self._left = 0.0
        self._fresh_until = -math.inf
        self._is_wanted = False

    @property
    def is_gone(self) -> bool:
        """Whether it's closed and its threads have ended."""
        return self._crew.is_gone

    def close(self) -> None:
        """Ask nothing any more. Returns at once."""
        self._crew.close()
        self._calls.cancel()

    def reserve(self, cost: int, calls: Calls) -> None:
        """Count on `cost` credits, asked for once by jobs that begin together.

        What kept us from an answer is passed on to the job that began to ask; others ask again.
        Raises NotEnoughCredits, but never by an earlier
        answer: what other jobs counted on may not have been spent. Raises Cancelled when the job's
        `calls` are.
        """
        while not self._take(cost):
            question, is_own = self._put()
            calls.wait_until(question.answered)
            if question.error is not None and not is_own:
                continue
            if (balance := question.balance()) < cost:
                raise NotEnoughCredits(
                    f"This job costs {cost} credits and the account has {balance:g}."
                )

    def tell(self) -> None:
        """Have the balance told. Returns at once; BalanceTold follows."""
        with self._lock:
            if self._is_wanted:
                return
            self._is_wanted = True
        try:
            self._crew.give(self._tell_balance)
        except NoThread as error:
            self._is_wanted = False
            self._tell(BalanceTold("", None, error))

    def _take(self, cost: int) -> bool:
        with self._lock:
            if self._left < cost or time.monotonic() >= self._fresh_until:
                return False
            self._left -= cost
            return True

    def _put(self) -> tuple[_Question, bool]:
        """The question that's under way, or a new one, and whether it's that. Raises NoThread."""
        with self._lock:
            if self._question is not None:
                return self._question, False
            question = _Question()
            self._crew.give(lambda: self._answer(question))
            self._question = question
            return question, True

    def _answer(self, question: _Question) -> None:
        try:
            question.answer = self._calls.balance()
        except Exception as error:  # noqa: BLE001 - raised again in those who wait
            question.error = error
        with self._lock:
            self._question = None
            if question.error is None:
                self._left = question.answer
                self._fresh_until = time.monotonic() + FRESH_S
        question.answered.set()
        self._calls.wake()

    def _tell_balance(self) -> None:
        self._is_wanted = False  # who asks from now on wants to know it anew
        try:
            credits = self._calls.balance()
        except Cancelled:
            return  # we are closed
        except MeshyError as error:
            self._tell(BalanceTold("", None, error))
        else:
            self._tell(BalanceTold("", None if math.isinf(credits) else int(credits)))


class _Question:
    """Asked once, for all who wait for its answer."""

    def __init__(self) -> None:
        self.answered = threading.Event()
        self.answer = 0.0
        self.error: Exception | None = None

    def balance(self) -> float:
        """Once it is answered. Raises what came instead of an answer."""
        if self.error is not None:
            raise self.error
        return self.answer
