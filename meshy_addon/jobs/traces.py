"""Removes from data what must not stay on the disk: signed URLs and embedded files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from ..api.wording import whole

_URL = re.compile(r"\b(?:https?://|data:[\w.+-]+/)[^\s\"'<>]*", re.IGNORECASE)


_DROPPED = "?…"
"""Stands where an address had a signature or a password."""


def without_urls(value: Any) -> Any:
    """A copy of JSON-like `value` in which URLs and data URIs are empty strings.

    Those inside a longer text become an ellipsis.
    """
    return _replaced(value, _silenced)


def as_note(error: str) -> str:
    """`error` as it may be written down."""
    return whole(_silenced(error))


def without_secrets(value: Any) -> Any:
    """A copy in which URLs have lost their query (a signature) and data URIs their data."""
    return _replaced(value, _harmless)


def _replaced(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _replaced(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(item, change) for item in value]
    return value


def _silenced(text: str) -> str:
    return "" if _is_url(text) or _is_data(text) else _URL.sub("…", text)


def is_dropped(value: Any) -> bool:
    """Whether something that was sent isn't in `value` any more, so that it can't be sent again."""
    if isinstance(value, str):
        is_empty = _is_data(value) and value.rstrip().endswith(",")
        return is_empty or (_is_url(value) and value.endswith(_DROPPED))
    if isinstance(value, list | tuple):
        return any(is_dropped(item) for item in value)
    return False


def _harmless(text: str) -> str:
    if _is_data(text):
        return text[: text.find(",") + 1]
    if not _is_url(text):
        return text
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    host = parts.netloc.rpartition("@")[2]
    had_more = parts.query or host != parts.netloc
    return urlunsplit((parts.scheme, host, parts.path, "", "")) + (_DROPPED if had_more else "")


def _is_url(text: str) -> bool:
    return text.lstrip()[:8].lower().startswith(("https://", "http://"))


def _is_data(text: str) -> bool:
    return text.lstrip()[:5].lower() == "data:"
