"""What the service's answers mean: their JSON, and their errors as our tree."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from .account import KEYS_PAGE
from .errors import (
    Forbidden,
    KeyRefused,
    MeshyError,
    Nonsense,
    NotEnoughCredits,
    NotFound,
    ParameterRefused,
    QueueFull,
    RateLimited,
    Refused,
    ServerFault,
)
from .wording import one_line, whole

_HALF = re.compile(rb"\\u[dD][89a-fA-F]|\xed[\xa0-\xbf]")
"""What may be half a character: most answers have none, and needn't be gone through."""


def decoded(content: bytes) -> Any:
    """The JSON in `content`, its texts made whole. Raises Nonsense for anything else, such as a
    login page.
    """
    try:
        value = json.loads(content)
        return _whole(value) if _HALF.search(content) else value
    except (ValueError, RecursionError) as error:
        raise _not_json(content) from error


def error_for(status: int, content: bytes, headers: Mapping[str, str]) -> MeshyError:
    """The error that an answer with this HTTP `status` (not 2xx) stands for."""
    said = _message(content)
    if status == 401:
        return KeyRefused(f"Meshy doesn't accept this API key: make or copy one at {KEYS_PAGE}.")
    if status == 402:
        return NotEnoughCredits(
            _sentence("Meshy wants more credits than the account has{said}.", said)
        )
    if status == 403:
        return Forbidden(_sentence("Meshy forbids this{said}.", said))
    if status == 404:
        # A create names the task in a parameter: it may well be there, but of another kind.
        is_named = "task_id" in said
        if is_named:
            return NotFound(_sentence("Meshy can't use this task{said}.", said))
        return NotFound(_sentence("Meshy doesn't know this task (any more){said}.", said))
    if status == 429:
        return _too_many(said, _retry_after_s(headers))
    if status in (400, 422):
        return ParameterRefused(_sentence("Meshy refused the request{said}.", said), status)
    if 300 <= status < 400:
        return Nonsense("Meshy's address leads elsewhere (a redirect): check MESHY_API_URL.")
    # 408 and 425: it may have been too slow with us after it had read the request.
    if status >= 500 or status in (408, 425):
        return ServerFault(
            _sentence("Meshy's service has a fault (HTTP {status}){said}.", said, status)
        )
    return Refused(_sentence("Meshy refused the request (HTTP {status}){said}.", said, status))


def _whole(value: Any) -> Any:
    match value:
        case str():
            return whole(value)
        case dict():
            return {whole(key): _whole(item) for key, item in value.items()}
        case list():
            return [_whole(item) for item in value]
    return value


def _message(content: bytes) -> str:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    message = answer.get("message") if isinstance(answer, dict) else None
    return one_line(message) if isinstance(message, str) else ""


def _sentence(ours: str, said: str, status: int = 0) -> str:
    """Ours with the service's own words at its end, if there are any: one text to translate."""
    return ours.format(said=f": {said.rstrip('.')}" if said else "", status=status)


def _too_many(said: str, retry_after_s: float | None) -> RateLimited | QueueFull:
    if "NoMore" in said:
        return QueueFull(
            "Meshy is already working on as many tasks as the plan allows.", retry_after_s
        )
    return RateLimited("Meshy gets too many requests at once.", retry_after_s)


def _retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds; the header's other form, a date, is not worth trusting two clocks for."""
    try:
        return max(0.0, min(float(headers.get("Retry-After", "")), 600.0))
    except ValueError:
        return None


def _not_json(content: bytes) -> Nonsense:
    if content.lstrip()[:1] == b"<":
        return Nonsense(
            "A web page came back instead of Meshy's answer: "
            "a login page of this network or a proxy may be in between."
        )
    return Nonsense("Meshy's answer can't be read: it isn't JSON.")
