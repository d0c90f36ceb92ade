"""Encrypted connections: whose certificates are believed, and what is said of the others."""

from __future__ import annotations

import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import StreamRequestHandler
from typing import Any

import pytest

from meshy_addon.api import trust
from meshy_addon.api.account import Account
from meshy_addon.api.client import Client
from meshy_addon.api.endpoints import ENDPOINTS
from meshy_addon.api.errors import Unreachable
from meshy_addon.jobs import download as downloading
from meshy_addon.jobs.asset_session import asset_session
from meshy_addon.jobs.doctor import Subject, Verdict, examine
from meshy_addon.jobs.download import download
from meshy_addon.jobs.kinds import Kind
from tests.unit.certificates import Authority, authority, encrypted, needs_openssl
from tests.unit.plain_server import answer

pytestmark = needs_openssl

PREVIEW = ENDPOINTS["text-to-3d-preview"]
HERE = "REQUESTS_CA_BUNDLE"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("company") / "authority")


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the machine that runs the tests, and no waiting."""
    for name in (*trust.NAMED_BY_OPENSSL, *trust.NAMED_BY_REQUESTS):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(downloading, "WAIT_S", 0.01)


def says(content: bytes) -> Callable[[StreamRequestHandler], None]:
    """Reads a request's head and gives one answer."""

    def act(handler: StreamRequestHandler) -> None:
        while handler.rfile.readline().strip():
            pass
        handler.wfile.write(content)

    return act


RICH = says(answer(200, b'{"balance": 7}'))


def ask(port: int) -> int:
    return Client(Account(f"https://localhost:{port}", "msy_for_tests_only", "a test")).balance()


def trouble_of(port: int, said: str) -> Unreachable:
    with pytest.raises(Unreachable, match=said) as caught:
        ask(port)
    return caught.value


@pytest.mark.parametrize("name", [*trust.NAMED_BY_REQUESTS, "SSL_CERT_FILE"])
def test_a_companys_certificate_is_believed_where_a_variable_names_its_file(
    company: Authority, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, str(company.file))
    with encrypted(RICH, _greeted(company.server())) as port:
        assert ask(port) == 7


@pytest.mark.parametrize("name", ["SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"])
def test_a_companys_certificate_is_believed_where_a_variable_names_its_folder(
    company: Authority, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / company.hashed_name).write_bytes(company.file.read_bytes())
    monkeypatch.setenv(name, str(tmp_path))
    with encrypted(RICH, _greeted(company.server())) as port:
        assert ask(port) == 7


@pytest.fixture
def another_store() -> Iterator[None]:
    """What was read of the machine's isn't known, and what is read isn't remembered."""
    trust._context.cache_clear()
    yield
    trust._context.cache_clear()


@pytest.mark.usefixtures("another_store")
def test_the_systems_store_is_found_by_a_python_that_was_built_elsewhere(
    company: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssl.SSLContext, "set_default_verify_paths", lambda self: None)
    monkeypatch.setattr(trust, "STORES", ("/no/such/file", str(company.file)))
    with encrypted(RICH, _greeted(company.server())) as port:
        assert ask(port) == 7


@pytest.mark.usefixtures("another_store")
def test_a_broken_certificate_in_windows_store_costs_none_of_the_others(
    company: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a stand-in for the store, as this Python reads it on Windows."""
    good, for_mail = (_as_in_a_store(each) for each in (company, authority(tmp_path / "mail")))
    broken = (good[:-9], "x509_asn", True)
    store = {
        "ROOT": [broken, (good, "x509_asn", {ssl.Purpose.SERVER_AUTH.oid})],
        "CA": [(for_mail, "x509_asn", {"1.3.6.1.5.5.7.3.4"}), (b"several", "pkcs_7_asn", True)],
    }
    with monkeypatch.context() as on_windows:
        on_windows.setattr(sys, "platform", "win32")
        on_windows.setattr(ssl, "enum_certificates", store.__getitem__, raising=False)
        believed = trust.trusted().get_ca_certs(binary_form=True)
    assert good in believed
    assert for_mail not in believed
    with encrypted(RICH, _greeted(company.server())) as port:
        assert ask(port) == 7


def _as_in_a_store(company: Authority) -> bytes:
    return ssl.PEM_cert_to_DER_cert(company.file.read_text("ascii"))


def test_the_usual_authorities_are_believed_beside_a_companys(
    company: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(company.file))
    assert len(trust.trusted().get_ca_certs()) > 50


def test_certificates_that_can_not_be_read_are_told_by_the_name_of_their_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty.pem").touch()
    for path in ("gone.pem", "empty.pem"):
        monkeypatch.setenv(HERE, str(tmp_path / path))
        assert not trouble_of(1, f"certificates that {HERE} names can't be read").sent


@pytest.mark.parametrize(
    ("server", "said"),
    [
        ({}, "isn't trusted here; .* or name its file in REQUESTS_CA_BUNDLE"),
        ({"days": -1}, "has expired, or this machine's clock"),
        ({"names": "DNS:elsewhere.invalid"}, "is for another host; a login page"),
    ],
)
def test_a_certificate_that_is_not_believed_says_why_and_nothing_was_sent(
    company: Authority, server: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if server:
        monkeypatch.setenv(HERE, str(company.file))
    with encrypted(RICH, _greeted(company.server(**server))) as port:
        assert not trouble_of(port, said).sent
        with pytest.raises(Unreachable, match=f"localhost can't be reached safely: .*{said}"):
            fetch(f"https://localhost:{port}/x", Path("/nowhere"))


def test_a_server_that_does_not_encrypt_is_told(company: Authority) -> None:
    """That it broke off before the request can't be told from a break later on."""

    def refuse(handler: StreamRequestHandler) -> None:
        handler.connection.recv(1)
        handler.wfile.write(b"HTTP/1.0 400 Bad Request\r\n\r\n")

    with encrypted(refuse, lambda plain: plain) as port:
        assert trouble_of(port, "broke off; a proxy or a firewall").sent


def test_a_server_that_hangs_up_while_greeting_is_told(company: Authority) -> None:
    def hang_up(plain: socket.socket) -> socket.socket:
        plain.recv(1)
        plain.close()
        raise OSError

    with encrypted(RICH, hang_up) as port:
        trouble_of(port, "broke off; a proxy or a firewall|was cut")


def test_a_connection_that_breaks_after_a_create_was_sent_is_uncertain(
    company: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the encryption after the request: the service may have made the task."""
    arrived = threading.Event()

    def breaks(handler: StreamRequestHandler) -> None:
        while handler.rfile.readline().strip():
            pass
        arrived.set()
        plain = socket.socket(fileno=handler.connection.detach())
        plain.sendall(b"\x17\x03\x03\x00\x20" + b"x" * 32)  # a record that can't be decrypted
        plain.close()

    monkeypatch.setenv(HERE, str(company.file))
    with encrypted(breaks, _greeted(company.server())) as port:
        client = Client(Account(f"https://localhost:{port}", "msy_for_tests_only", "a test"))
        with pytest.raises(Unreachable) as caught:
            client.create(PREVIEW, {"mode": "preview", "prompt": "an owl"})
    assert arrived.is_set()
    assert caught.value.sent


def test_a_file_comes_from_a_host_that_a_company_vouches_for(
    company: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(company.file))
    with encrypted(says(answer(200, b"whatever")), _greeted(company.server())) as port:
        fetch(f"https://localhost:{port}/x", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"whatever"


def test_the_keychain_is_read_without_what_macos_does_not_believe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a stand-in for the tool: what is shown is what is asked of it, and made of its answers."""
    good, bad = authority(tmp_path / "good"), authority(tmp_path / "bad")
    tool = tmp_path / "security"
    tool.write_text(
        "#!/bin/sh\n"
        f'if [ "$1" = find-certificate ]; then cat "{good.file}" "{bad.file}"; exit; fi\n'
        f'for last; do :; done; cmp -s "$last" "{good.file}" || exit 1\n'
        "echo ...certificate verification successful.\n"
    )
    tool.chmod(0o755)
    monkeypatch.setattr(trust, "SECURITY", str(tool))
    assert list(trust.keychain_certificates()) == [good.file.read_text("ascii")]
    monkeypatch.setattr(trust, "SECURITY", str(tmp_path / "gone"))
    assert list(trust.keychain_certificates()) == []


def test_the_doctor_says_whom_this_machine_trusts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HERE, str(tmp_path / "gone.pem"))
    environment = {"MESHY_API_URL": "https://localhost:1", HERE: str(tmp_path / "gone.pem")}
    told = {each.subject: each for each in examine(environment, tmp_path / "state", "")}
    assert told[Subject.CERTIFICATES].verdict is Verdict.BAD
    assert HERE in told[Subject.CERTIFICATES].said
    monkeypatch.delenv(HERE)
    told = {each.subject: each for each in examine(environment, tmp_path / "state", "")}
    assert told[Subject.CERTIFICATES].verdict is Verdict.GOOD


def fetch(url: str, path: Path) -> None:
    with asset_session() as session:
        download(session, url, path, expect=Kind.ANY, cancelled=threading.Event())


def _greeted(context: ssl.SSLContext) -> Callable[[Any], Any]:
    return lambda plain: context.wrap_socket(plain, server_side=True)
