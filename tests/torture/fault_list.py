"""The kinds of fault that the torture mixes, by where they strike."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.torture import wire

CREATE, GET_ONE, LIST = r"^/openapi/.*[a-z23]d?$", r"/[0-9a-f-]{36}$", r"page_num="
STREAM = r"/stream$"
BALANCE = r"/balance$"
ASSET = {"host": "assets", "method": "GET"}
_POST = {"host": "api", "method": "POST", "path": "^/openapi/"}
_ONE = {"host": "api", "method": "GET", "path": GET_ONE}
_STREAM = {"host": "api", "method": "GET", "path": STREAM}
_BALANCE = {"host": "api", "method": "GET", "path": BALANCE}

EMULATOR: dict[str, dict[str, Any]] = {
    "create: answer lost": {"kind": "lose_answer", **_POST},
    "create: cut before the answer": {"kind": "cut", "bytes": 0, **_POST},
    "create: cut in the answer": {"kind": "cut", "bytes": 12, **_POST},
    "create: answered after 2 s": {"kind": "delay", "seconds": 2.0, **_POST},
    "create: login page": {"kind": "html", **_POST},
    **{
        f"create: HTTP {status}": {"kind": "refuse", "status": status, **_POST}
        for status in (408, 500, 502, 503, 504)
    },
    "create: 429, too fast": {"kind": "refuse", "status": 429, "message": "RateLimit", **_POST},
    "create: 429, come again in 1 s": {
        "kind": "refuse",
        "status": 429,
        "message": "RateLimit",
        "retry_after": "1",
        **_POST,
    },
    "create: 429, queue full": {
        "kind": "refuse",
        "status": 429,
        "message": "NoMoreConcurrentTasks",
        **_POST,
    },
    "balance: HTTP 500": {"kind": "refuse", "status": 500, **_BALANCE},
    "balance: login page": {"kind": "html", **_BALANCE},
    "balance: 429": {"kind": "refuse", "status": 429, "message": "RateLimit", **_BALANCE},
    "task: HTTP 503": {"kind": "refuse", "status": 503, **_ONE},
    "task: 404 once": {"kind": "refuse", "status": 404, **_ONE},
    "task: 401 once": {"kind": "refuse", "status": 401, **_ONE},
    "task: login page": {"kind": "html", **_ONE},
    "task: cut": {"kind": "cut", "bytes": 40, **_ONE},
    "task: expired addresses": {"kind": "expired_urls", **_ONE},
    "stream: cut after one event": {"kind": "cut_events", "events": 1, **_STREAM},
    "stream: silent": {"kind": "silent", **_STREAM},
    "stream: HTTP 500": {"kind": "refuse", "status": 500, **_STREAM},
    "stream: 404": {"kind": "refuse", "status": 404, **_STREAM},
    "stream: 429": {"kind": "refuse", "status": 429, "message": "RateLimit", **_STREAM},
    "stream: login page": {"kind": "html", **_STREAM},
    "file: cut after 5,000 bytes": {"kind": "cut", "bytes": 5000, **ASSET},
    "file: cut at once": {"kind": "cut", "bytes": 0, **ASSET},
    "file: shorter than it was": {"kind": "truncate", "bytes": 3000, **ASSET},
    "file: empty": {"kind": "truncate", "bytes": 0, **ASSET},
    "file: slow": {"kind": "slow", "bytes_per_second": 150_000, **ASSET},
    "file: late": {"kind": "delay", "seconds": 1.0, **ASSET},
    "file: login page": {"kind": "html", **ASSET},
    **{
        f"file: HTTP {status}": {"kind": "refuse", "status": status, **ASSET}
        for status in (403, 404, 429, 500, 503)
    },
    **{
        f"task fails: {code}": {"kind": "fail_task", "failure": {"code": code}, **_POST}
        for code in ("timeout", "moderation_blocked")
    },
}


def _wrong_types(content: bytes) -> bytes:
    """A task that talks otherwise: a status nobody knows, its progress as a text."""
    try:
        told = json.loads(content)
    except ValueError:
        return content
    if isinstance(told, dict) and "status" in told:
        told.update(status="FINALIZING", progress="99", preceding_tasks=None, task_error=[])
    return json.dumps(told).encode()


def _absurd_numbers(content: bytes) -> bytes:
    told = json.loads(content)
    told.update(status="IN_PROGRESS", progress=250, created_at=-1, consumed_credits="many")
    return json.dumps(told).encode()


_ELSEWHERE = {"Location": "http://[::1]:9/"}
_DEEP = b"[" * 50_000 + b"]" * 50_000
WIRE: dict[str, tuple[str, str, Callable[[wire.Handler], None]]] = {
    "create: reset, never handled": ("POST", "", wire.reset),
    "create: handled and reset": ("POST", "", wire.handled_and_reset),
    "create: answer is no HTTP": ("POST", "", wire.raw(b"\x00\x01\xff nonsense \r\n\r\n")),
    "create: half a header": ("POST", "", wire.raw(b"HTTP/1.1 202 Acc")),
    "create: handled, answer null": ("POST", "", wire.handled_body(b"null", 202)),
    "create: handled, answer a list": ("POST", "", wire.handled_body(b"[1, 2]", 202)),
    "create: handled, answer empty": ("POST", "", wire.handled_body(b"", 202)),
    "create: handled, answer 1 MB": ("POST", "", wire.handled_body(b'"' + b"x" * 10**6 + b'"')),
    "create: sent elsewhere (302)": ("POST", "", wire.body(b"", 302, **_ELSEWHERE)),
    "balance: sent elsewhere (301)": ("GET", BALANCE, wire.body(b"", 301, **_ELSEWHERE)),
    "task: sent elsewhere (307)": ("GET", GET_ONE, wire.body(b"", 307, **_ELSEWHERE)),
    "stream: sent elsewhere (308)": ("GET", STREAM, wire.body(b"", 308, **_ELSEWHERE)),
    "task: reset": ("GET", GET_ONE, wire.reset),
    "task: more announced than sent": ("GET", GET_ONE, wire.too_long),
    "task: byte by byte": ("GET", GET_ONE, wire.dripping),
    "task: 200 MB in 200 KB": ("GET", GET_ONE, wire.bomb),
    "task: JSON too deep": ("GET", GET_ONE, wire.body(_DEEP)),
    "task: unknown status, progress a text": ("GET", GET_ONE, wire.changed(_wrong_types)),
    "task: progress of 250": ("GET", GET_ONE, wire.changed(_absurd_numbers)),
    "stream: reset": ("GET", STREAM, wire.reset),
    "stream: garbage": ("GET", STREAM, wire.body(b"\xff\xfe\x00" * 1000)),
    "stream: events of nonsense": (
        *("GET", STREAM),
        wire.body(b"event: message\ndata: {]\n\n", kind="text/event-stream"),
    ),
    "balance: reset": ("GET", BALANCE, wire.reset),
    "balance: other types": ("GET", BALANCE, wire.body(b'{"balance": {"of": "yours"}}')),
}

MACHINE = (
    "disk_full",
    "flush_fails",
    "file_locked",
    "no_dns",
    "clock_forward",
    "clock_backward",
    "folder_gone",
    "journal_busy",
    "asleep",
)
"""See `machine.py`."""
REFUSED = "network: nobody listens for 1 s"
"""By `Wire.refuse_for`."""
