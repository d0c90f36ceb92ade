"""A server on this machine that answers with prepared bytes and keeps what it was sent."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import StreamRequestHandler, ThreadingTCPServer


def answer(status: int, body: bytes = b"", *headers: str, length: int | None = None) -> bytes:
    """An HTTP answer as bytes; `length` is what it says of its body, where that isn't true."""
    lines = (
        f"HTTP/1.1 {status} Whatever",
        f"Content-Length: {len(body) if length is None else length}",
        "Connection: close",
        *headers,
    )
    return "\r\n".join((*lines, "", "")).encode("latin-1") + body


@contextmanager
def nobody() -> Iterator[str]:
    """An address where nobody listens, and nobody else will meanwhile."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@dataclass
class PlainServer:
    """Answers each connection with `reply` and closes it."""

    reply: bytes = b""
    requests: list[str] = field(default_factory=list)
    """Request line and headers of each request."""
    bodies: list[bytes] = field(default_factory=list)
    url: str = ""
    host: str = "127.0.0.1"

    @contextmanager
    def running(self) -> Iterator[PlainServer]:
        plain = self

        class Handler(StreamRequestHandler):
            def handle(self) -> None:
                lines = []
                while line := self.rfile.readline().rstrip():
                    lines.append(line.decode("latin-1"))
                plain.requests.append("\n".join(lines))
                length = [line[15:] for line in lines if line.lower().startswith("content-length:")]
                plain.bodies.append(self.rfile.read(int(length[0]) if length else 0))
                self.wfile.write(plain.reply)

        class Server(ThreadingTCPServer):
            daemon_threads = True
            address_family = socket.AF_INET6 if ":" in plain.host else socket.AF_INET

            def handle_error(self, request: object, client_address: object) -> None:
                """A client that went away is what these tests are about."""

        server = Server((plain.host, 0), Handler)
        host = f"[{plain.host}]" if ":" in plain.host else plain.host
        self.url = f"http://{host}:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
