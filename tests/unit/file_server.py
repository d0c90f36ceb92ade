"""A file server on this machine that can be told to misbehave, one request at a time."""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """How one request is answered; by default with the content, whole or the part asked for."""

    status: int = 200
    body: bytes | None = None
    cut_after: int | None = None
    """Bytes of the body after which the connection is closed."""
    knows_ranges: bool = True
    etag: str | None = '"one"'
    headers: tuple[tuple[str, str], ...] = ()
    shift: int = 0
    """By how much a part begins later than was asked for."""
    longest_part: int = 10**9
    heeds_if_range: bool = True
    length: int | None = None
    """What Content-Length says, where that isn't true; -1 for none (chunks)."""


@dataclass
class Request:
    path: str
    headers: dict[str, str]

    @property
    def start(self) -> int:
        """The first byte that was asked for."""
        found = re.fullmatch(r"bytes=(\d+)-", self.headers.get("range", ""))
        return int(found[1]) if found else 0


class _Server(ThreadingTCPServer):
    """Not an HTTPServer: that one begins by asking the network for this machine's name."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what these tests are about."""


@dataclass
class FileServer:
    """`content` under every path; the next requests get `replies`, all others `normal`."""

    content: bytes = b""
    normal: Reply = Reply()
    replies: deque[Reply] = field(default_factory=deque)
    requests: list[Request] = field(default_factory=list)
    tunnels: list[str] = field(default_factory=list)
    """Hosts that somebody wanted to reach through this server as a proxy."""
    url: str = ""

    @contextmanager
    def running(self) -> Iterator[FileServer]:
        files = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                request = Request(self.path, headers)
                files.requests.append(request)
                reply = files.replies.popleft() if files.replies else files.normal
                files._answer(self, request, reply)

            def do_CONNECT(self) -> None:
                files.tunnels.append(self.path)
                self.send_error(502)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = _Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{server.server_address[1]}/model.glb?Signature=secret"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def _answer(self, handler: BaseHTTPRequestHandler, request: Request, reply: Reply) -> None:
        body, status = self.content if reply.body is None else reply.body, reply.status
        fresh = not reply.heeds_if_range or request.headers.get("if-range") == reply.etag
        extra = list(reply.headers)
        if status == 200 and reply.body is None and reply.knows_ranges and request.start and fresh:
            start = request.start + reply.shift
            if start >= len(body):
                status, body = 416, b""
            else:
                end = min(len(body), start + reply.longest_part)
                extra.append(("Content-Range", f"bytes {start}-{end - 1}/{len(body)}"))
                status, body = 206, body[start:end]
        handler.send_response(status)
        for name, value in extra:
            handler.send_header(name, value)
        if reply.etag is not None and status < 300:
            handler.send_header("ETag", reply.etag)
        chunked = reply.length == -1
        if chunked:
            handler.send_header("Transfer-Encoding", "chunked")
        else:
            length = len(body) if reply.length is None else reply.length
            handler.send_header("Content-Length", str(length))
        handler.end_headers()
        sent = body if reply.cut_after is None else body[: reply.cut_after]
        if chunked:
            sent = b"%x\r\n" % len(sent) + sent + b"\r\n"
            sent += b"" if reply.cut_after is not None else b"0\r\n\r\n"
        handler.wfile.write(sent)
        handler.close_connection = reply.cut_after is not None or len(body) != len(sent)
