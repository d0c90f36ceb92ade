"""All tasks of the account, made here or elsewhere, newest first, fetched as far as one looks.

The service has a list for each endpoint and none of all: the lists are merged by time, and a list
is read on only when its next tasks could be among the ones to be shown. Nobody waits for the
slowest: each answer is shown as it comes, and the list that most likely has the newest is asked
before the others. Worker threads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from ..api.client import PAGE_SIZE
from ..api.endpoint import Endpoint
from ..api.endpoints import ENDPOINTS
from ..api.errors import MeshyError, NotFound
from ..api.tasks import Task
from .calls import Calls
from .history_entry import Entry, entry_of

_AT_ONCE = 20
"""Requests under way at a time, as many as Meshy takes in a second; the gate holds them to it."""
_HEAD_START_S = 0.1
"""For the first list: twenty answers at once would all come late on a thin line."""


class History:
    """Grows by `more`. Any thread, one call at a time: others wait."""

    def __init__(
        self,
        calls: Calls,
        endpoints: Iterable[Endpoint] = ENDPOINTS.values(),
        made_here: Callable[[], Iterable[Entry]] = tuple,
    ) -> None:
        """`made_here` tells what the journal knows of tasks; asked by the first `more`."""
        self._calls = calls
        self._lock = threading.Lock()
        self._lists = [_List(endpoint) for endpoint in _first_of_each_list(endpoints)]
        self._made_here: Callable[[], Iterable[Entry]] | None = made_here
        self._entries: dict[str, Entry] = {}
        self._shown = 0
        self.is_complete = False
        """Whether there's nothing more to fetch."""

    def more(
        self,
        count: int = PAGE_SIZE,
        so_far: Callable[[tuple[Entry, ...]], None] = lambda _: None,
    ) -> tuple[Entry, ...]:
        """All entries so far and the next `count`, newest first. Raises the errors of the API.

        With each answer `so_far` gets what is known by then: others may yet come in between, but
        none before what an earlier `more` gave. It's called in this thread.
        """
        with self._lock:
            wanted = self._shown + count
            self._begin(lambda: so_far(tuple(self._newest_first()[:wanted])))
            while len(settled := self._settled()) < wanted and (behind := self._behind(wanted)):
                self._fetch(behind, lambda: so_far(tuple(self._newest_first()[:wanted])))
            self._shown = min(wanted, len(settled))
            self.is_complete = self._shown == len(self._entries) and not self._behind(wanted + 1)
            return tuple(settled[: self._shown])

    def forget(self, task_id: str) -> None:
        """It was deleted."""
        with self._lock:
            if self._entries.pop(task_id, None):
                self._shown = max(0, self._shown - 1)

    def _settled(self) -> list[Entry]:
        """Those that nothing can come between any more."""
        limit = max((each.reached_ms for each in self._lists if not each.is_read), default=-1)
        return [entry for entry in self._newest_first() if entry.created_at_ms >= limit]

    def _newest_first(self) -> list[Entry]:
        return sorted(self._entries.values(), key=lambda entry: (-entry.created_at_ms, entry.id))

    def _behind(self, wanted: int) -> list[_List]:
        """The lists to read on before the first `wanted` entries are certain."""
        times = sorted((entry.created_at_ms for entry in self._entries.values()), reverse=True)
        last = times[wanted - 1] if len(times) >= wanted else -1
        return [each for each in self._lists if not each.is_read and each.reached_ms > last]

    def _begin(self, arrived: Callable[[], None]) -> None:
        """With what is known here already, without asking anybody."""
        if self._made_here:
            entries, self._made_here = self._made_here(), None
            self._entries = {entry.id: entry for entry in entries}
            if self._entries:
                arrived()

    def _fetch(self, lists: list[_List], arrived: Callable[[], None]) -> None:
        first, others = self._likeliest_first(lists)
        trouble: list[MeshyError] = []

        def take(of: _List, answer: Callable[[], list[Task]]) -> None:
            try:
                self._take(of, answer(), arrived)
            except MeshyError as error:  # the other lists' answers are none the worse for it
                trouble.append(error)

        with ThreadPoolExecutor(_AT_ONCE, "meshy history") as pool:
            has_come = threading.Event()

            def ask_others() -> dict[Future[list[Task]], _List]:
                if first:
                    has_come.wait(_HEAD_START_S)
                return {pool.submit(self._page, each): each for each in others}

            asking = pool.submit(ask_others)
            if first:  # here, where no other thread has to wake up for it
                take(first, lambda: self._page(first))
                has_come.set()
            asked = asking.result()
            for answer in as_completed(asked):
                take(asked[answer], answer.result)
        if trouble:
            raise trouble[0]

    def _likeliest_first(self, lists: list[_List]) -> tuple[_List | None, list[_List]]:
        """Which to ask before all others, if any; and those, the undocumented ones last."""
        others = sorted(lists, key=lambda each: not each.endpoint.documented_list)
        if len(others) == 1 or any(each.page for each in self._lists):
            return None, others
        newest = next(iter(self._newest_first()), None)
        first = next((each for each in others if newest and each.has(newest)), others[0])
        return first, [each for each in others if each is not first]

    def _take(self, of: _List, tasks: list[Task], arrived: Callable[[], None]) -> None:
        of.page += 1
        of.is_read = len(tasks) < PAGE_SIZE
        for task in tasks:
            known = self._entries.get(task.id)
            if known is None or known.is_only_here:
                self._entries[task.id] = entry_of(task, of.endpoint, known)
            of.reached_ms = min(of.reached_ms, task.created_at_ms)
        if tasks:
            arrived()

    def _page(self, of: _List) -> list[Task]:
        try:
            return self._calls.newest(of.endpoint, of.page + 1)
        except NotFound:
            if of.endpoint.documented_list:
                raise
            return []


@dataclass
class _List:
    """One of the service's lists, and how far it was read."""

    endpoint: Endpoint
    page: int = 0
    reached_ms: float = float("inf")
    is_read: bool = False

    def has(self, entry: Entry) -> bool:
        """Whether it's the list that such a task is in."""
        return ENDPOINTS[entry.endpoint].path == self.endpoint.path


def _first_of_each_list(endpoints: Iterable[Endpoint]) -> list[Endpoint]:
    by_path: dict[str, Endpoint] = {}
    for endpoint in endpoints:
        by_path.setdefault(endpoint.path, endpoint)
    return list(by_path.values())
