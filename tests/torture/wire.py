"""A server between the engine and the emulator's API that does what no well-made server does."""

from __future__ import annotations

import gzip
import http.client
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.emulator.process import Emulator


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    body: bytes
    date: str
    """By the service's clock; this process's may be off, as a fault."""


@dataclass
class Fault:
    """What happens to the next request that matches, once or as often as `times`."""

    method: str
    pattern: str
    act: Callable[[Handler], None]
    times: int = 1
    hits: int = 0


Greet = Callable[[socket.socket], socket.socket]
"""Makes an encrypted connection of a plain one, or fails to."""


class Wire:
    """Serves until `close`, encrypted by `greet`. Faults are armed from any thread."""

    def __init__(self, emulator: Emulator, greet: Greet) -> None:
        self.upstream = urlsplit(emulator.api)
        self._greet = greet
        self._greetings: list[tuple[Fault, Greet]] = []
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        wire = self

        class Bound(Handler):
            owner = wire

        self._handler = Bound
        self._server = self._listen(0)
        self.port: int = self._server.server_port

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def arm(self, fault: Fault) -> Fault:
        with self._lock:
            self._faults.append(fault)
        return fault

    def arm_greeting(self, greet: Greet) -> Fault:
        """The next connection is greeted in this way."""
        fault = Fault("", "", Handler.reset)
        with self._lock:
            self._greetings.append((fault, greet))
        return fault

    def greeted(self, plain: socket.socket) -> socket.socket:
        with self._lock:
            fault, greet = self._greetings.pop() if self._greetings else (None, self._greet)
            if fault:
                fault.hits += 1
        return greet(plain)

    def striking(self, method: str, path: str) -> Fault | None:
        """The fault whose turn it is; counts it."""
        with self._lock:
            for fault in self._faults:
                is_its = fault.method in ("", method) and re.search(fault.pattern, path)
                if is_its and fault.hits < fault.times:
                    fault.hits += 1
                    return fault
        return None

    def refuse_for(self, seconds: float) -> None:
        """Nobody listens for a while."""
        self._server.shutdown()
        self._server.server_close()
        threading.Event().wait(seconds)
        self._server = self._listen(self.port)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _listen(self, port: int) -> ThreadingHTTPServer:
        wire = self

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def get_request(self) -> tuple[socket.socket, Any]:
                plain, address = super().get_request()
                return wire.greeted(plain), address

            def handle_error(self, request: object, client_address: object) -> None:
                """A client that went away, or that doesn't believe us, is what this is about."""

        server = Server(("127.0.0.1", port), self._handler)
        serve = {"poll_interval": 0.05}
        threading.Thread(target=server.serve_forever, kwargs=serve, daemon=True).start()
        return server


class Handler(BaseHTTPRequestHandler):
    """One request a connection, so that a fault strikes nobody else."""

    owner: Wire
    body: bytes = b""

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _handle(self) -> None:
        self.close_connection = True
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.owner.striking(self.command, self.path)
        with suppress(OSError, http.client.HTTPException):
            if fault:
                fault.act(self)
            else:
                self.pass_on()

    do_GET = do_POST = do_DELETE = _handle  # noqa: N815

    @contextmanager
    def forwarded(self) -> Iterator[http.client.HTTPResponse]:
        """The emulator's answer, its body still to be read."""
        upstream = self.owner.upstream
        connection = http.client.HTTPConnection(upstream.hostname or "", upstream.port, timeout=60)
        names = ("Authorization", "Content-Type", "Accept")
        headers = {name: self.headers[name] for name in names if name in self.headers}
        with closing(connection):
            connection.request(self.command, self.path, self.body or None, headers)
            with connection.getresponse() as got:
                yield got

    def whole(self) -> Answer:
        """The emulator's answer; the request was handled."""
        with self.forwarded() as got:
            told = got.headers
            return Answer(got.status, told.get("Content-Type", ""), got.read(), told["Date"])

    def pass_on(self) -> None:
        """As if nobody were in between, streams too."""
        with self.forwarded() as got:
            self.send_response_only(got.status)
            for name in ("Content-Type", "Content-Length", "Retry-After", "Date"):
                if name in got.headers:
                    self.send_header(name, got.headers[name])
            self.send_header("Connection", "close")
            self.end_headers()
            while chunk := got.read1(65536):
                self.wfile.write(chunk)
                self.wfile.flush()

    def answer(
        self, body: bytes, status: int = 200, kind: str = "application/json", **headers: str
    ) -> None:
        self.send_response_only(status)
        headers.setdefault("Date", self.date_time_string())
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def reset(self) -> None:
        """The connection ends without a goodbye."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


# --- what can happen; those with `handled` let the service do its work first ---------------------


def reset(handler: Handler) -> None:
    handler.reset()


def handled_and_reset(handler: Handler) -> None:
    handler.whole()
    handler.reset()


def raw(content: bytes) -> Callable[[Handler], None]:
    """These bytes instead of an answer."""

    def act(handler: Handler) -> None:
        handler.wfile.write(content)
        handler.wfile.flush()

    return act


def body(content: bytes, status: int = 200, **headers: str) -> Callable[[Handler], None]:
    """An answer with this body; the service hears nothing."""
    return lambda handler: handler.answer(content, status, **headers)


def handled_body(content: bytes, status: int = 200) -> Callable[[Handler], None]:
    """The service does its work, and somebody else answers."""

    def act(handler: Handler) -> None:
        handler.whole()
        handler.answer(content, status)

    return act


def changed(change: Callable[[bytes], bytes]) -> Callable[[Handler], None]:
    """The service's answer, changed."""

    def act(handler: Handler) -> None:
        got = handler.whole()
        handler.answer(change(got.body), got.status, got.content_type, Date=got.date)

    return act


def too_long(handler: Handler) -> None:
    """It announces more than it sends."""
    got = handler.whole()
    handler.send_response(got.status)
    handler.send_header("Content-Length", str(len(got.body) + 100))
    handler.end_headers()
    handler.wfile.write(got.body)


def dripping(handler: Handler) -> None:
    """The first bytes come one by one."""
    got = handler.whole()
    start = b"HTTP/1.1 %d OK\r\nContent-Type: %s\r\n" % (got.status, got.content_type.encode())
    for byte in start:
        handler.wfile.write(bytes((byte,)))
        threading.Event().wait(0.01)
    handler.wfile.write(b"Content-Length: %d\r\n\r\n" % len(got.body) + got.body)


def bomb(handler: Handler) -> None:
    """200 MB of zeros in 200 KB."""
    content = gzip.compress(b"0" * 200_000_000, 1)
    handler.answer(content, Content_Encoding="gzip")
