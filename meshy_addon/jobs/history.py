"""All tasks of the account, made here or elsewhere, newest first, fetched as far as one looks.

The service has a list for each endpoint and none of all: the lists are merged by time, and a list
is read on only when its next tasks could be among the ones to be shown. Worker threads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import Any

from ..api.client import PAGE_SIZE
from ..api.endpoint import Endpoint
from ..api.endpoints import ENDPOINTS, KINDS
from ..api.errors import NotFound
from ..api.tasks import Status, Task
from .calls import Calls

_AT_ONCE = 8
"""Requests under way at a time; the gate holds them to what the plan allows."""
_KEPT_MS = 3 * 24 * 3600 * 1000
"""docs.meshy.ai/api/asset-retention, where a task doesn't say."""
_PROMPTS = ("prompt", "text", "texture_prompt", "text_style_prompt", "name")


@dataclass(frozen=True, slots=True)
class Entry:
    """One task as a list shows it."""

    id: str
    endpoint: str
    """Our name for it, or of its list's first where its type is new to us."""
    type: str
    """The service's own word, for what we don't know."""
    title: str
    """What it is, for a person."""
    prompt: str
    status: Status
    created_at_ms: int
    expires_at_ms: int
    credits: int
    picture_url: str = field(repr=False)
    """Signed: never to be written down. Empty without a picture."""
    is_known: bool = True

    def has(self, text: str) -> bool:
        """Whether its prompt, kind or id says `text`, in whatever case; everything has none."""
        sought = text.strip().lower()
        return sought in f"{self.prompt}\n{self.title}\n{self.type}\n{self.id}".lower()

    def is_of(self, kind: str) -> bool:
        """Whether a job of this `kind` makes such tasks; everything is of the kind ""."""
        return not kind or any(part.endpoint.name == self.endpoint for part in KINDS[kind].parts)

    def age_in_words(self, now: float) -> str:
        """E.g. "3 h ago"; `now` in seconds since the Unix epoch."""
        seconds = max(0.0, now - self.created_at_ms / 1000)
        for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
            if seconds >= size:
                return f"{int(seconds // size)} {unit} ago"
        return "now"

    def days_left(self, now: float) -> float:
        """How long the service keeps its files; `now` in seconds since the Unix epoch."""
        return max(0.0, (self.expires_at_ms / 1000 - now) / 86400)


class History:
    """Grows by `more`. Any thread, one call at a time: others wait."""

    def __init__(self, calls: Calls, endpoints: Iterable[Endpoint] = ENDPOINTS.values()) -> None:
        self._calls = calls
        self._lock = threading.Lock()
        self._lists = [_List(endpoint) for endpoint in _first_of_each_list(endpoints)]
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

    def _fetch(self, lists: list[_List], arrived: Callable[[], None]) -> None:
        with ThreadPoolExecutor(min(_AT_ONCE, len(lists)), "meshy history") as pool:
            asked = {pool.submit(self._page, each): each for each in lists}
            for answer in as_completed(asked):
                each, tasks = asked[answer], answer.result()
                each.page += 1
                each.is_read = len(tasks) < PAGE_SIZE
                for task in tasks:
                    self._entries.setdefault(task.id, _entry(task, each.endpoint))
                    each.reached_ms = min(each.reached_ms, task.created_at_ms)
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


def _first_of_each_list(endpoints: Iterable[Endpoint]) -> list[Endpoint]:
    by_path: dict[str, Endpoint] = {}
    for endpoint in endpoints:
        by_path.setdefault(endpoint.path, endpoint)
    return list(by_path.values())


def _entry(task: Task, of: Endpoint) -> Entry:
    known = next((e for e in ENDPOINTS.values() if e.path == of.path and e.type == task.type), None)
    endpoint = known or of
    expires = task.raw.get("expires_at")
    return Entry(
        task.id,
        endpoint.name,
        task.type,
        _title(endpoint) if known else task.type.replace("-", " ").capitalize() or "Unknown",
        _first_text(task.raw),
        task.status,
        task.created_at_ms,
        expires if isinstance(expires, int) and expires else task.created_at_ms + _KEPT_MS,
        task.credits,
        _picture(task.raw),
        known is not None,
    )


def _title(endpoint: Endpoint) -> str:
    """The kind's name, with the stage where a kind has several."""
    for kind in KINDS.values():
        parts = [part.endpoint for part in kind.parts]
        if endpoint in parts:
            stage = endpoint.name.rpartition("-")[2].capitalize()
            return kind.title if len(parts) == 1 else f"{kind.title}, {stage}"
    return endpoint.name


def _first_text(raw: Any) -> str:
    found = (raw.get(name) for name in _PROMPTS)
    return next((text for text in found if isinstance(text, str) and text), "")


def _picture(raw: Any) -> str:
    pictures = raw.get("image_urls")
    first = pictures[0] if isinstance(pictures, list) and pictures else None
    url = raw.get("thumbnail_url") or first
    return url if isinstance(url, str) else ""
