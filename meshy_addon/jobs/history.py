"""All tasks of the account, made here or elsewhere, newest first, fetched as far as one looks.

The service has a list for each endpoint and none of all: the lists are merged by time, and a list
is read on only when its next tasks could be among the ones to be shown. Nobody waits for the
slowest: each answer is shown as it comes. The list that most likely has the newest is asked before
the others, and of one that seems little used a few tasks are enough to know that. Worker threads.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from queue import SimpleQueue

from ..api.client import PAGE_SIZE
from ..api.endpoint import Endpoint
from ..api.endpoints import ENDPOINTS
from ..api.errors import NotFound
from ..api.tasks import Task
from .calls import Calls
from .crew import beside
from .history_entry import Entry, entry_of
from .in_order import InOrder

GLANCE = 15
"""So many tasks are asked of a list that seems to have few of the newest: the answer is small, and
tells as well as a whole page that none come in between."""
_HEAD_START_S = 0.02
"""For the first list: all answers at once would all come late on a thin line."""
_SAME_PAGES = 2
"""One after the other, and a list knows no pages: it would be asked for the next for ever."""


class History:
    """Grows by `more`. Any thread, one call at a time: others wait."""

    def __init__(
        self,
        calls: Calls,
        endpoints: Iterable[Endpoint] = ENDPOINTS.values(),
        made_here: Callable[[], Iterable[Entry]] = tuple,
        earlier: History | None = None,
    ) -> None:
        """`made_here` tells what the journal knows of tasks; asked by the first `more`.

        An `earlier` look at the account tells which lists are in use.
        """
        self._calls = calls
        self._lock = threading.Lock()
        self._lists = [_List(endpoint) for endpoint in _first_of_each_list(endpoints)]
        self._made_here: Callable[[], Iterable[Entry]] | None = made_here
        self._entries = InOrder()
        self._in_use = earlier.in_use() if earlier else Counter()
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

            def arrived() -> None:
                so_far(self._entries.newest(wanted))

            self._begin(arrived)
            while self._settled() < wanted and (behind := self._behind(wanted)):
                self._fetch(behind, arrived)
            self._remove_lost()
            self._shown = min(wanted, self._settled())
            self.is_complete = self._shown == len(self._entries) and not self._behind(wanted + 1)
            return self._entries.newest(self._shown)

    def in_use(self) -> Counter[str]:
        """How many of the newest are in each list, by its path; of a first page."""
        return Counter(map(_path, self._entries.newest(PAGE_SIZE)))

    def forget(self, task_id: str) -> None:
        """It was deleted: those behind it in its list have moved up, and must not be missed."""
        with self._lock:
            if entry := self._entries.remove(task_id):
                self._shown = max(0, self._shown - 1)
                for each in self._lists:
                    if each.path == _path(entry) and not each.is_read:
                        each.page = max(0, each.page - 1)

    def lost(self, task_id: str) -> None:
        """Meshy says that it hasn't got it: it stays as long as its files are here."""
        entry = self._entries.get(task_id)
        self.forget(task_id)
        if entry and entry.has_files:
            with self._lock:
                self._entries.put(entry.as_gone())
                self._shown += 1

    @property
    def shown(self) -> tuple[Entry, ...]:
        """What the last `more` gave, without what is gone since."""
        with self._lock:
            return self._entries.newest(self._shown)

    def _settled(self) -> int:
        """How many of the newest nothing can come between any more."""
        limit = max((each.reached_ms for each in self._lists if not each.is_read), default=-1)
        return self._entries.since(limit)

    def _behind(self, wanted: int) -> list[_List]:
        """The lists to read on before the first `wanted` entries are certain."""
        last = self._entries.time_of(wanted)
        return [each for each in self._lists if not each.is_read and each.reached_ms > last]

    def _begin(self, arrived: Callable[[], None]) -> None:
        """With what is known here already, without asking anybody."""
        if self._made_here:
            entries, self._made_here = self._made_here(), None
            for entry in entries:
                self._entries.put(entry)
            self._in_use += self.in_use()
            if self._entries:
                arrived()

    def _fetch(self, lists: list[_List], arrived: Callable[[], None]) -> None:
        """Ask all at once, as soon as the gate lets them; raises the first trouble at the end.

        The other lists' answers are none the worse for it.
        """
        first, *others = asked = self._likeliest_first(lists)
        sizes = {each.path: self._size(each, is_first=each is first) for each in asked}
        answers: SimpleQueue[tuple[_List, list[Task] | Exception]] = SimpleQueue()
        has_come = threading.Event()

        def ask(of: _List) -> None:
            answers.put((of, self._answer(of, sizes[of.path])))

        def ask_others() -> None:
            has_come.wait(0 if first.is_begun else _HEAD_START_S)
            for each in others:
                beside(ask, each)

        if others:
            beside(ask_others)
        ask(first)  # here, where no other thread has to wake up for it
        has_come.set()
        trouble: list[Exception] = []
        for _ in asked:
            of, answer = answers.get()
            if isinstance(answer, Exception):
                trouble.append(answer)
            elif self._take(of, answer, sizes[of.path]):
                arrived()
        if trouble:
            raise trouble[0]

    def _likeliest_first(self, lists: list[_List]) -> list[_List]:
        """Those in use before the others, and the one of the newest task before all."""
        newest = {_path(entry) for entry in self._entries.newest(1)}
        return sorted(lists, key=lambda each: (each.path not in newest, -self._in_use[each.path]))

    def _size(self, of: _List, *, is_first: bool) -> int:
        """How many of its tasks to ask for."""
        is_likely = is_first or self._in_use[of.path] >= GLANCE
        return PAGE_SIZE if of.is_begun or is_likely else GLANCE

    def _answer(self, of: _List, size: int) -> list[Task] | Exception:
        """The next tasks of a list, or why there are none, for the thread that waits for it."""
        try:
            return self._calls.look(of.endpoint, of.page + 1, size)
        except NotFound as error:
            return error if of.endpoint.documented_list else []
        except Exception as error:  # noqa: BLE001 - raised there
            return error

    def _take(self, of: _List, tasks: list[Task], size: int) -> bool:
        """Whether they were any."""
        if size == PAGE_SIZE:  # after a mere glance the list is read from its beginning
            of.page += 1
        of.is_read = len(tasks) < size or of.repeats(tasks)
        for task in tasks:
            known = self._entries.get(task.id)
            if known is None or known.is_only_here:
                self._entries.put(entry_of(task, of.endpoint, known))
            of.reached_ms = min(of.reached_ms, task.created_at_ms)
        return bool(tasks)

    def _remove_lost(self) -> None:
        """Keep of what is only here, though its list would tell of it, what can yet be placed.

        Meshy has removed those tasks, or they are another account's.
        """
        told = {each.path: -1.0 if each.is_read else each.reached_ms for each in self._lists}
        for entry in self._entries.only_here():
            if not entry.is_gone and entry.created_at_ms > told[_path(entry)]:
                if entry.has_files:
                    self._entries.put(entry.as_gone())
                else:
                    self._entries.remove(entry.id)


@dataclass
class _List:
    """One of the service's lists, and how far it was read."""

    endpoint: Endpoint
    page: int = 0
    reached_ms: float = float("inf")
    is_read: bool = False
    last_page: tuple[str, ...] = ()
    """The ids of its tasks."""
    same: int = 0
    """How many pages before were the same."""

    def repeats(self, page: Sequence[Task]) -> bool:
        """Whether the list tells the same whichever page it's asked for; takes note of this one.

        Once may be chance: where a page of new tasks came in between, the others have moved by one.
        """
        ids = tuple(task.id for task in page)
        self.same = self.same + 1 if ids == self.last_page else 0
        self.last_page = ids
        return self.same == _SAME_PAGES

    @property
    def path(self) -> str:
        return self.endpoint.path

    @property
    def is_begun(self) -> bool:
        """Whether it has told of any task."""
        return self.reached_ms < float("inf")


def _path(entry: Entry) -> str:
    """Of the list that such a task is in."""
    return ENDPOINTS[entry.endpoint].path


def _first_of_each_list(endpoints: Iterable[Endpoint]) -> list[Endpoint]:
    by_path: dict[str, Endpoint] = {}
    for endpoint in endpoints:
        by_path.setdefault(endpoint.path, endpoint)
    return list(by_path.values())
