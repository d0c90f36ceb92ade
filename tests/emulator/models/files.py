"""The files of one result, each made when it's first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from threading import RLock


class Files(Mapping[str, bytes]):
    """File name → bytes. Costs nothing until a file is read; any thread may read."""

    def __init__(self, makers: Mapping[str, Callable[[], bytes]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, bytes] = {}
        self._lock = RLock()

    def __getitem__(self, name: str) -> bytes:
        with self._lock:
            if name not in self._made:
                self._made[name] = self._makers[name]()
            return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)
