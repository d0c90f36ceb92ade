"""Whose certificates are believed: those whom this machine believes, a company's among them.

requests alone knows only the list of certifi. A company that looks into its network's traffic puts
a certificate of its own into the operating system's store, and the browser works: so do we then.
"""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import certifi
from requests import Response
from requests.adapters import HTTPAdapter

from .errors import Unreachable

NAMED_BY_REQUESTS = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Variables that name certificates to be believed as well: a file, or a folder as of c_rehash."""
NAMED_BY_OPENSSL = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""Those that name the store itself, where it isn't in its usual place."""
STORES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Arch
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  # Fedora, Red Hat
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # Alpine; macOS keeps Apple's own there
)
"""Where Linux has its store. The Python in Blender's download was built elsewhere and looks only
where that machine had its own."""
KEYCHAIN = "/Library/Keychains/System.keychain"
SECURITY = "/usr/bin/security"
"""macOS: what an administrator or a company's profile added, and the tool that tells it."""
_TOOL_S = 10.0
_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


class TrustingAdapter(HTTPAdapter):
    """For https: believes what `trusted()` does, also behind a proxy.

    The store is read for the first request, whose error it is if that can't be done.
    """

    _context: ssl.SSLContext | None = None

    def init_poolmanager(self, *sizes: Any, **options: Any) -> None:
        self._pools = sizes, options
        super().init_poolmanager(*sizes, **options)

    def send(self, *args: Any, **options: Any) -> Response:
        if self._context is None:
            context = trusted()
            sizes, others = self._pools
            super().init_poolmanager(*sizes, **others, ssl_context=context)
            self._context = context
        return super().send(*args, **options)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        return super().proxy_manager_for(proxy, **options, ssl_context=self._context)

    def cert_verify(self, conn: Any, *_: object) -> None:
        """Nothing to add: the context holds it all, and it is not loaded for each connection."""
        conn.cert_reqs, conn.ca_certs, conn.ca_cert_dir = "CERT_REQUIRED", None, None


def trusted() -> ssl.SSLContext:
    """The context for connections to anybody. Takes some 40 ms the first time; any thread.

    Raises Unreachable when a variable names certificates that can't be read.
    """
    named = (*NAMED_BY_OPENSSL, *NAMED_BY_REQUESTS)
    return _context(tuple(os.environ.get(name, "") for name in named))


@lru_cache(maxsize=1)
def _context(_environment: tuple[str, ...]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # As browsers do: a company may have put in only its lower certificate. Not VERIFY_X509_STRICT,
    # which newer Pythons turn on: company certificates often lack what that one asks for.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    _add_system(context)
    context.load_verify_locations(certifi.where())
    for name in NAMED_BY_REQUESTS:
        if path := os.environ.get(name):
            _add_named(context, name, path)
    return context


def _add_system(context: ssl.SSLContext) -> None:
    """Windows: its store. Elsewhere what OpenSSL was built to read, or SSL_CERT_FILE names."""
    _add_windows_store(context)
    context.set_default_verify_paths()
    if sys.platform == "win32" or any(os.environ.get(name) for name in NAMED_BY_OPENSSL):
        return
    if sys.platform == "darwin":
        _add_each(context, keychain_certificates())
    elif not context.get_ca_certs():
        for path in filter(os.path.isfile, STORES):
            with suppress(OSError):
                context.load_verify_locations(path)
                return


def _add_windows_store(context: ssl.SSLContext) -> None:
    """What in it is to tell sites by, chosen as Python's own `ssl` does."""
    if sys.platform == "win32":
        for store in ("CA", "ROOT"):
            with suppress(PermissionError):
                found = ssl.enum_certificates(store)
                chosen = (each for each, kind, uses in found if _is_for_sites(kind, uses))
                _add_each(context, chosen)


def _is_for_sites(kind: str, uses: Container[str] | bool) -> bool:
    """By its encoding, and by the numbers of the uses that it's allowed for; True for all."""
    is_allowed = uses if isinstance(uses, bool) else ssl.Purpose.SERVER_AUTH.oid in uses
    return is_allowed and kind == "x509_asn"


def _add_each(context: ssl.SSLContext, certificates: Iterable[str | bytes]) -> None:
    """One by one, and without those that are broken.

    Python 3.11 loads Windows' store at once, and fails if there's a broken one in it.
    """
    for certificate in certificates:
        with suppress(ssl.SSLError):
            context.load_verify_locations(cadata=certificate)


def _add_named(context: ssl.SSLContext, name: str, path: str) -> None:
    try:
        if Path(path).is_dir():
            context.load_verify_locations(capath=path)
        else:
            context.load_verify_locations(path)
    except OSError as error:  # an SSLError too: no certificate is in it
        raise Unreachable(
            f"The certificates that {name} names can't be read ({path}).", sent=False
        ) from error


def keychain_certificates() -> Iterator[str]:
    """What macOS's system keychain holds and macOS itself believes as the root of a site's chain.

    That they lie there isn't enough: macOS may have been told not to believe one.
    """
    found = _security("find-certificate", "-a", "-p", KEYCHAIN)
    for part in found.split(_BEGIN)[1:]:
        certificate = _BEGIN + part.partition(_END)[0] + _END + "\n"
        if _is_believed(certificate):
            yield certificate


def _is_believed(certificate: str) -> bool:
    with tempfile.TemporaryDirectory(prefix="meshy-") as folder:
        file = Path(folder, "certificate.pem")
        file.write_text(certificate, "ascii")
        # -l: it's no site's own; -L: without asking the network.
        return "successful" in _security("verify-cert", "-l", "-L", "-p", "ssl", "-c", str(file))


def _security(*arguments: str) -> str:
    try:
        done = subprocess.run(
            [SECURITY, *arguments], capture_output=True, text=True, timeout=_TOOL_S, check=False
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return done.stdout if done.returncode == 0 else ""
