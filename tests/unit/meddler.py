"""A server between the engine and the emulator that changes chosen answers of the API."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.emulator.process import Emulator


@dataclass(frozen=True)
class Reply:
    status: int
    content_type: str
    body: bytes
    date: str = ""
    """Of the answer, by a clock that is another one than this machine's."""


_PART_BYTES = 64 * 1024

Forward = Callable[[], Reply]
"""Passes the request on to the emulator and brings its whole answer."""


def _unchanged(forward: Forward) -> Reply:
    return forward()


@contextmanager
def meddling(
    emulator: Emulator,
    method: str,
    pattern: str,
    answer: Callable[[Forward], Reply] = _unchanged,
    amid: Callable[[], None] = lambda: None,
) -> Iterator[str]:
    """The URL of an API whose answers to these requests are made by `answer`.

    `amid` is called when a part of such a request's body has come. What doesn't come as a whole is
    answered by nobody.
    """

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def _handle(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            is_chosen = self.command == method and re.search(pattern, self.path)
            content = self.rfile.read(min(length, _PART_BYTES))
            if is_chosen:
                amid()
            content += self.rfile.read(length - len(content))
            if len(content) < length:
                self.close_connection = True
                return
            change = answer if is_chosen else _unchanged
            try:
                reply = change(lambda: self._forward(content or None))
            except OSError:  # the emulator hung up, as it was told to
                self.close_connection = True
                return
            self.send_response_only(reply.status)
            self.send_header("Date", reply.date or self.date_time_string())
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do_DELETE = _handle  # noqa: N815

        def _forward(self, content: bytes | None) -> Reply:
            names = ("Authorization", "Content-Type", "Accept")
            headers = {name: self.headers[name] for name in names if name in self.headers}
            request = Request(emulator.api + self.path, content, headers, method=self.command)
            try:
                with urlopen(request) as got:
                    return Reply(got.status, got.headers.get("Content-Type", ""), got.read())
            except HTTPError as error:
                with error:
                    return Reply(error.code, "application/json", error.read())

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
