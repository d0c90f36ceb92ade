"""Thousands of history entries that stay sorted while more come in between. Any thread, one a time.

Sorting them anew with each answer would hold the interpreter for milliseconds that Blender's main
thread may want.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort

from .history_entry import Entry


class InOrder:
    """The newest first; of the same moment by their ids."""

    def __init__(self) -> None:
        self._by_id: dict[str, Entry] = {}
        self._sorted: list[Entry] = []
        self._only_here: dict[str, Entry] = {}

    def __len__(self) -> int:
        return len(self._sorted)

    def get(self, task_id: str) -> Entry | None:
        return self._by_id.get(task_id)

    def put(self, entry: Entry) -> None:
        """Instead of the one of this id, if there is one."""
        self.remove(entry.id)
        self._by_id[entry.id] = entry
        insort(self._sorted, entry, key=_place)
        if entry.is_only_here:
            self._only_here[entry.id] = entry

    def remove(self, task_id: str) -> Entry | None:
        """The one that was there."""
        entry = self._by_id.pop(task_id, None)
        if entry:
            self._only_here.pop(task_id, None)
            del self._sorted[bisect_left(self._sorted, _place(entry), key=_place)]
        return entry

    def newest(self, count: int) -> tuple[Entry, ...]:
        return tuple(self._sorted[:count])

    def only_here(self) -> tuple[Entry, ...]:
        """Those that the service hasn't told of."""
        return tuple(self._only_here.values())

    def since(self, limit_ms: float) -> int:
        """How many were made at `limit_ms` or later."""
        return bisect_right(self._sorted, -limit_ms, key=lambda entry: -entry.created_at_ms)

    def time_of(self, number: int) -> int:
        """When the `number`th newest was made; -1 if there are fewer."""
        return self._sorted[number - 1].created_at_ms if number <= len(self._sorted) else -1


def _place(entry: Entry) -> tuple[int, str]:
    return -entry.created_at_ms, entry.id
