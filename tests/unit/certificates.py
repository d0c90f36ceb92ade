"""Certificates for a server on this machine, made by the `openssl` command, and such a server."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

import pytest

needs_openssl = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="the openssl command makes the certificates"
)


@dataclass(frozen=True)
class Authority:
    """Signs for whom it likes; `file` is what its believers need."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "authority.pem"

    @property
    def hashed_name(self) -> str:
        """The file's name where OpenSSL looks for it in a folder."""
        told = _openssl("x509", "-in", self.file, "-noout", "-hash")
        return f"{told.strip()}.0"

    def server(self, names: str = "DNS:localhost,IP:127.0.0.1", days: int = 2) -> ssl.SSLContext:
        """The server's side of a connection, under a certificate for `names`."""
        key, request, signed = (self.folder / f"server.{end}" for end in ("key", "csr", "pem"))
        _openssl(
            *("req", "-new", *_NEW_KEY, "-keyout", key, "-out", request),
            *("-subj", "/CN=server", "-addext", f"subjectAltName={names}"),
        )
        _openssl(
            *("x509", "-req", "-in", request, "-CA", self.file, "-CAcreateserial"),
            *("-CAkey", self.folder / "authority.key", "-copy_extensions", "copy"),
            *("-days", str(days), "-out", signed),
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(signed, key)
        return context


def authority(folder: Path) -> Authority:
    """One that nobody knows yet. Its key never leaves `folder`."""
    folder.mkdir(parents=True)
    made = Authority(folder)
    _openssl(
        *("req", "-x509", *_NEW_KEY, "-keyout", folder / "authority.key", "-out", made.file),
        *("-subj", "/CN=A company", "-days", "2"),
    )
    return made


_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


def _openssl(*arguments: str | Path) -> str:
    done = subprocess.run(["openssl", *arguments], check=True, capture_output=True, text=True)
    return done.stdout


@contextmanager
def encrypted(
    answer: Callable[[StreamRequestHandler], object],
    greet: Callable[[Any], Any],
    host: str = "127.0.0.1",
) -> Iterator[int]:
    """A server's port; each connection is greeted (as by `SSLContext.wrap_socket`) and answered."""

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            answer(self)

    class Server(ThreadingTCPServer):
        daemon_threads = True

        def get_request(self) -> tuple[Any, Any]:
            plain, address = super().get_request()
            return greet(plain), address

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that went away is what these tests are about."""

    with Server((host, 0), Handler) as server:
        serve = {"poll_interval": 0.01}
        thread = threading.Thread(target=server.serve_forever, kwargs=serve)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
