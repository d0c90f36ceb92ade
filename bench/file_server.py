"""A server as fast as this machine allows: GET gives a file out, POST takes anything and says 202.

`python file_server.py FILE` prints its URL and serves until it's ended.
"""

from __future__ import annotations

import os
import socket
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        with open(sys.argv[1], "rb") as file:  # noqa: PTH123
            size = os.fstat(file.fileno()).st_size
            start = int(self.headers.get("Range", "bytes=0-")[6:].split("-")[0])
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(size - start))
            self.send_header("ETag", '"the one"')
            if start:
                self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
            self.end_headers()
            while start < size:
                start += os.sendfile(self.connection.fileno(), file.fileno(), start, size - start)

    def do_POST(self) -> None:
        left = int(self.headers["Content-Length"])
        taken = bytearray(1024 * 1024)
        while left:
            left -= self.rfile.readinto(memoryview(taken)[: min(left, len(taken))])
        answer = b'{"result": "018a210d-8ba4-705c-b111-1f1776f7f578"}'
        self.send_response(202)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that went away."""

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        super().server_bind()


server = Server(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
server.serve_forever()
