"""The API as one job calls it: through the gate, a 429 waited out, every wait cancellable."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from typing import Any, TypeVar

from ..api.account import TEST_MODE_KEY
from ..api.client import Client
from ..api.endpoint import Endpoint
from ..api.errors import MeshyError, NotFound, RateLimited, Refused
from ..api.tasks import Task
from .gate import Cancelled, Gate, Slot

DOUBTS_S = (1.0, 2.0)
"""Pauses before a task is asked for again that is said not to be there."""

CLOCKS_S = 5.0
"""How far the clocks of the service's machines may be apart, and what is lost by rounding."""
OWN_CLOCK_S = 120.0
"""How far our clock may be off, where the service doesn't tell its own."""

_T = TypeVar("_T")


class Calls:
    """For the job's worker thread. Each call raises Cancelled besides the errors of the API."""

    def __init__(self, client: Client, gate: Gate, cancelled: threading.Event) -> None:
        self._client = client
        self._gate = gate
        self._turn = gate.turn()
        self.cancelled = cancelled

    def cancel(self) -> None:
        """Raise Cancelled in whoever waits."""
        self._gate.cancel(self.cancelled)

    def wait_until(self, happened: threading.Event) -> None:
        """Wait for what somebody sets who then calls `wake`, on whichever calls."""
        self._gate.wait_until(happened.is_set, self.cancelled)

    def wake(self) -> None:
        """Something has happened that others may wait for."""
        self._gate.wake()

    def slot(self, *, running: bool) -> AbstractContextManager[Slot]:
        """A place in the plan's queue for one of the job's tasks; see `Gate.slot`."""
        return self._gate.slot(self.cancelled, self._turn, running=running)

    def create(self, endpoint: Endpoint, body: Mapping[str, Any]) -> str:
        """The new task's id. Only a RateLimited create is sent again: that one was refused.

        Cancelled as long as it isn't there as a whole; then the answer is waited for.
        """
        return self._patiently(
            lambda: self._client.create(endpoint, body, self._go_on), urgent=True
        )

    def balance(self) -> float:
        """Credits on the account; endless in test mode, where nothing costs any."""
        if self._client.account.key == TEST_MODE_KEY:
            return math.inf
        return self._patiently(self._client.balance)

    def get(self, endpoint: Endpoint, task_id: str) -> Task:
        """The task. That it isn't there is believed when it's said again: it was paid for."""
        for pause_s in DOUBTS_S:
            try:
                return self.look_at(endpoint, task_id)
            except NotFound:
                if self.cancelled.wait(pause_s):
                    raise Cancelled from None
        return self.look_at(endpoint, task_id)

    def look_at(self, endpoint: Endpoint, task_id: str) -> Task:
        """The task, where it may well be gone and nobody waits for it."""
        return self._patiently(lambda: self._client.get(endpoint, task_id))

    def newest(self, endpoint: Endpoint, page: int = 1) -> list[Task]:
        return self._patiently(lambda: self._client.newest(endpoint, page=page))

    def look(self, endpoint: Endpoint, page: int, size: int) -> list[Task]:
        """A page of its list, for somebody who only looks: every job's request goes before."""
        return self._patiently(
            lambda: self._client.newest(endpoint, page=page, size=size), leisurely=True
        )

    def know_the_time(self, endpoint: Endpoint) -> None:
        """Have the service tell its clock, unless it has: by ours a lost task may be missed, and
        one from before be taken for it.

        Asks for the endpoint's list. Raises ServiceTrouble: then a lost task couldn't be looked for
        either.
        """
        if self._client.service_time() is None:
            with suppress(Refused):  # the create itself will tell as well
                self._patiently(lambda: self._client.newest(endpoint, size=1))

    def earliest_date(self) -> float:
        """No task that is made from now on is dated before this. Seconds since the Unix epoch."""
        now = self._client.service_time()
        return time.time() - OWN_CLOCK_S if now is None else now - CLOCKS_S

    def delete(self, endpoint: Endpoint, task_id: str) -> None:
        self._patiently(lambda: self._client.delete(endpoint, task_id))

    def stream(self, endpoint: Endpoint, task_id: str) -> Iterator[Task]:
        self._gate.request(self.cancelled)
        try:
            yield from self._client.stream(endpoint, task_id, self._go_on)
        except RateLimited as error:
            # No reason to do without a stream: it may be asked for again, later.
            self._gate.slow_down(error.retry_after_s)

    def _go_on(self) -> None:
        if self.cancelled.is_set():
            raise Cancelled

    def _patiently(
        self, call: Callable[[], _T], *, urgent: bool = False, leisurely: bool = False
    ) -> _T:
        while True:
            self._gate.request(self.cancelled, urgent=urgent, leisurely=leisurely)
            try:
                outcome = call()
            except RateLimited as error:
                self._gate.slow_down(error.retry_after_s)
                continue
            except MeshyError:
                self._gate.succeeded()
                raise
            self._gate.succeeded()
            return outcome
