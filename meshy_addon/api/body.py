"""A request's body as it goes over the wire: JSON, the files in it read while they are sent."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .attachments import Attachment


class Body:
    """The JSON of `content`, in which an `Attachment` stands for its data URI.

    What requests wants of a body that it doesn't hold: a length, and bytes as often as it asks.
    The same bytes as `json=` would send. Any thread; raises InvalidParameter while it's read, if a
    file has changed meanwhile, and what `go_on` raises, which is asked before each piece: whoever
    reads has no whole body then.
    """

    def __init__(
        self, content: Mapping[str, Any], go_on: Callable[[], None] = lambda: None
    ) -> None:
        self._go_on = go_on
        mark = secrets.token_hex()
        self._attachments: list[Attachment] = []

        def held_back(value: object) -> str:
            if not isinstance(value, Attachment):
                raise TypeError(f"{value!r} can't be sent")
            self._attachments.append(value)
            return mark

        text = json.dumps(content, default=held_back, allow_nan=False)
        self._texts = [part.encode() for part in text.split(mark)]

    def __len__(self) -> int:
        return sum(map(len, self._texts)) + sum(map(len, self._attachments))

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces():
            self._go_on()
            yield piece

    def sha256(self) -> str:
        """Reads the files, piece by piece."""
        sha256 = hashlib.sha256()
        for piece in self:
            sha256.update(piece)
        return sha256.hexdigest()

    def _pieces(self) -> Iterator[bytes]:
        first, *others = self._texts
        yield first
        for attachment, text in zip(self._attachments, others, strict=True):
            yield from attachment
            yield text
