"""The outermost layer of both hosts: writes requests down and lets the faults strike."""

from __future__ import annotations

import asyncio
import contextlib
import json
import traceback
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.emulator.faults import Fault
from tests.emulator.request_log import Entry, readable
from tests.emulator.service import Service

CONTROL = "/_emulator"
CAPTIVE_PORTAL = (
    b"<!doctype html><html><title>Welcome</title><h1>Sign in to the network</h1></html>"
)

_SLICE_S = 0.05


class _Gone(OSError):
    """The connection was closed on purpose."""


class FaultInjection:
    """ASGI middleware. Must sit directly below the server: it closes the server's connection."""

    def __init__(self, app: ASGIApp, service: Service, host: str) -> None:
        self._app = app
        self._service = service
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(CONTROL):
            await self._app(scope, receive, send)
            return
        body = await _whole_body(receive)
        method, path = scope["method"], scope["path"]
        query = scope["query_string"].decode()
        logged = await asyncio.to_thread(readable, body) if body else None
        entry = self._service.log.add(
            self._host, method, path, query, _headers(scope), logged, len(body)
        )
        faults = self._service.faults.striking(self._host, method, path)
        entry.faults = [fault.id for fault in faults]
        scope["faults"] = faults
        exchange = _Exchange(entry, faults, body, receive, send)
        with self._service.under_way(exchange.hang_up):
            await exchange.run(self._app, scope)


class _Exchange:
    """One request and its answer, with what the faults make of it."""

    def __init__(
        self, entry: Entry, faults: list[Fault], body: bytes, receive: Receive, send: Send
    ) -> None:
        self._entry = entry
        self._faults = {fault.kind: fault for fault in faults}
        self._body: bytes | None = body
        self._receive = receive
        self._send = send
        self._sent_bytes = 0
        self._sent_events = 0
        self._closed = False

    async def run(self, app: ASGIApp, scope: Scope) -> None:
        if "refuse" in self._faults or "html" in self._faults:
            await self._answer_instead()
            return
        try:
            await app(scope, self._next, self._pass)
        except asyncio.CancelledError:
            return  # the emulator is ended
        except Exception:
            if not self._closed:
                traceback.print_exc()
                raise
        if "lose_answer" in self._faults:
            await self._delay()
            self.hang_up()
        if self._closed:
            await self._until_disconnected()

    def hang_up(self) -> None:
        """Close the connection under the answer. ASGI has no word for it, hence the transport."""
        self._closed = True
        cycle: Any = getattr(self._send, "__self__")  # noqa: B009
        cycle.transport.close()

    async def _next(self) -> Message:
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        return await self._receive()

    async def _pass(self, message: Message) -> None:
        if self._closed:
            raise _Gone
        if "lose_answer" in self._faults:
            return
        if message["type"] == "http.response.start":
            await self._start(message)
        elif message["type"] == "http.response.body":
            await self._content(message)

    async def _start(self, message: Message) -> None:
        await self._delay()
        truncate = self._faults.get("truncate")
        if truncate is not None:
            _shorten(message, truncate.bytes)
        self._entry.status = message["status"]
        await self._send(message)

    async def _content(self, message: Message) -> None:
        content: bytes = message.get("body", b"")
        more = message.get("more_body", False)
        if "silent" in self._faults:
            if not more:
                await self._until_disconnected()
            return
        if "pings" in self._faults:
            await self._ping()
        truncate, cut = self._faults.get("truncate"), self._faults.get("cut")
        if truncate is not None:
            content = content[: max(truncate.bytes - self._sent_bytes, 0)]
        if cut is not None and self._sent_bytes + len(content) >= cut.bytes:
            await self._deliver(content[: cut.bytes - self._sent_bytes], True)
            self.hang_up()
            raise _Gone
        await self._deliver(content, more)
        await self._count_events(content)

    async def _deliver(self, content: bytes, more: bool) -> None:
        slow = self._faults.get("slow")
        step = len(content) if slow is None else max(int(slow.bytes_per_second * _SLICE_S), 1)
        for start in range(0, len(content), max(step, 1)):
            part = content[start : start + step]
            self._sent_bytes += len(part)
            await self._send({"type": "http.response.body", "body": part, "more_body": True})
            if slow is not None:
                await asyncio.sleep(_SLICE_S)
            if self._closed:
                raise _Gone
        if not more:
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _count_events(self, content: bytes) -> None:
        cut = self._faults.get("cut_events")
        self._sent_events += content.count(b"event: ")
        if cut is not None and self._sent_events >= cut.events:
            self.hang_up()
            raise _Gone

    async def _answer_instead(self) -> None:
        html = self._faults.get("html")
        refuse = self._faults.get("refuse")
        headers = [(b"content-type", b"text/html; charset=utf-8")]
        status, content = 200, CAPTIVE_PORTAL
        if refuse is not None:
            status = refuse.status
            if html is None:
                headers = [(b"content-type", b"application/json")]
                content = json.dumps({"message": refuse.message}).encode()
            if refuse.retry_after is not None:
                headers.append((b"retry-after", refuse.retry_after.encode()))
        headers.append((b"content-length", str(len(content)).encode()))
        self._entry.status = status
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": content})

    async def _delay(self) -> None:
        """Hold the answer back, unless the client goes away before."""
        delay = self._faults.get("delay")
        if delay is None:
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._until_disconnected(), delay.seconds)
            self._closed = True
            raise _Gone

    async def _ping(self) -> None:
        """Say no more than that the connection is open, until the client goes away."""
        ping: Message = {"type": "http.response.body", "body": b": ping\n\n", "more_body": True}
        while True:
            await self._send(ping)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._until_disconnected(), _SLICE_S)
                self._closed = True
                raise _Gone

    async def _until_disconnected(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass


async def _whole_body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return b"".join(parts)


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def _shorten(message: Message, size_bytes: int) -> None:
    message["headers"] = [
        (name, str(min(int(value), size_bytes)).encode() if name == b"content-length" else value)
        for name, value in message["headers"]
    ]
