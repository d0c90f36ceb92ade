"""The Range header, as far as downloads use it: one range of bytes (RFC 9110)."""

from __future__ import annotations

import re

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class Unsatisfiable(Exception):
    """The range lies outside the file: answer 416."""


def requested_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for; None for a header that is to be ignored."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.group() == "bytes=-":
        return None
    first_text, last_text = match.groups()
    if not first_text:
        suffix = int(last_text)
        if not suffix or not size:
            raise Unsatisfiable
        return max(size - suffix, 0), size - 1
    first, last = int(first_text), int(last_text) if last_text else size - 1
    if last < first and last_text:
        return None
    if first >= size:
        raise Unsatisfiable
    return first, min(last, size - 1)
