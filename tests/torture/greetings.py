"""How a server greets those who want an encrypted connection, well and otherwise."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.torture.wire import Greet
from tests.unit.certificates import authority

UNKNOWN, EXPIRED, OTHER_HOST, HANGS_UP, PLAIN, NONSENSE = (
    "greeting: certificate of nobody known",
    "greeting: certificate expired",
    "greeting: certificate of another host",
    "greeting: hangs up",
    "greeting: answers unencrypted",
    "greeting: nonsense",
)
KINDS = (UNKNOWN, EXPIRED, OTHER_HOST, HANGS_UP, PLAIN, NONSENSE)


@contextmanager
def believed(folder: Path) -> Iterator[tuple[Greet, dict[str, Greet]]]:
    """The right greeting, and the wrong ones by their names. This process believes the right one.

    Needs the openssl command.
    """
    company = authority(folder / "company")
    stranger = authority(folder / "stranger")
    wrong = {
        UNKNOWN: _by(stranger.server()),
        EXPIRED: _by(company.server(days=-1)),
        OTHER_HOST: _by(company.server("DNS:elsewhere.invalid")),
        HANGS_UP: _ends_with(b""),
        PLAIN: _ends_with(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
        NONSENSE: _ends_with(b"\x16\x03\x03\x00\x04abcd"),
    }
    before = os.environ.get("SSL_CERT_FILE")
    os.environ["SSL_CERT_FILE"] = str(company.file)
    try:
        yield _by(company.server()), wrong
    finally:
        if before is None:
            del os.environ["SSL_CERT_FILE"]
        else:
            os.environ["SSL_CERT_FILE"] = before


def _by(context: ssl.SSLContext) -> Greet:
    # The greeting itself comes with the first byte that is read, in the connection's own thread.
    return lambda plain: context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)


def _ends_with(content: bytes) -> Greet:
    def greet(plain: socket.socket) -> socket.socket:
        with plain, suppress(OSError):
            plain.recv(4096)
            plain.sendall(content)
        raise ConnectionAbortedError

    return greet
