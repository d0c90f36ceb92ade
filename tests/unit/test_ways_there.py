"""The ways to a server: by either family of addresses, and through a proxy."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from socketserver import StreamRequestHandler

import pytest

from meshy_addon.api.account import Account
from meshy_addon.api.client import Client
from meshy_addon.api.endpoints import ENDPOINTS
from meshy_addon.api.errors import Unreachable
from meshy_addon.jobs import download as downloading
from meshy_addon.jobs.asset_session import asset_session
from meshy_addon.jobs.download import download
from meshy_addon.jobs.kinds import Kind
from tests.unit.certificates import authority, encrypted, needs_openssl
from tests.unit.plain_server import PlainServer, answer, nobody

PREVIEW = ENDPOINTS["text-to-3d-preview"]
BODY = {"mode": "preview", "prompt": "an owl"}
RICH = answer(200, b'{"balance": 7}')
AWAY = "https://meshy.invalid"
"""Only a proxy could know it."""


def _has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


needs_ipv6 = pytest.mark.skipif(not _has_ipv6(), reason="this machine has no IPv6")


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(downloading, "WAIT_S", 0.01)


def client_of(url: str) -> Client:
    return Client(Account(url, "msy_test", "a test"))


def create_in_vain(said: str, url: str = AWAY) -> None:
    """A create that certainly never reached the service, and what is said of it."""
    with pytest.raises(Unreachable, match=said) as caught:
        client_of(url).create(PREVIEW, BODY)
    assert not caught.value.sent


@needs_ipv6
def test_the_newer_family_of_addresses_will_do(tmp_path: Path) -> None:
    with PlainServer(RICH, host="::1").running() as server:
        assert client_of(server.url).balance() == 7
        server.reply = answer(200, b"whatever")
        with asset_session() as session:
            target, never = tmp_path / "file", threading.Event()
            download(session, server.url, target, expect=Kind.ANY, cancelled=never)


@pytest.mark.parametrize("host", ["127.0.0.1", pytest.param("::1", marks=needs_ipv6)])
def test_a_name_with_both_families_is_reached_where_one_listens(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [
        (family, socket.SOCK_STREAM, 6, "", address)
        for family, address in (
            (socket.AF_INET6, ("::1", 0, 0, 0)),
            (socket.AF_INET, ("127.0.0.1", 0)),
        )
    ]

    def resolve(name: str, port: int, *_: object) -> list[object]:
        return [(*each[:4], (each[4][0], port, *each[4][2:])) for each in both]

    with PlainServer(RICH, host=host).running() as server:
        port = server.url.rpartition(":")[2]
        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        assert client_of(f"http://localhost:{port}").balance() == 7


@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "all_proxy"])
def test_what_a_proxy_did_not_let_through_was_not_sent(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PlainServer(answer(502)).running() as proxy:
        monkeypatch.setenv(name, proxy.url)
        create_in_vain("the proxy doesn't let it through")
    assert proxy.requests[0].startswith("CONNECT meshy.invalid:443")
    assert "msy_test" not in proxy.requests[0]


def test_a_proxy_that_wants_a_password_is_told_and_gets_the_one_in_its_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with PlainServer(answer(407)).running() as proxy:
        monkeypatch.setenv("https_proxy", proxy.url.replace("//", "//owl:feather@"))
        create_in_vain("wants a name and a password, which HTTPS_PROXY can hold")
    assert "Proxy-Authorization: Basic " in proxy.requests[0]


@pytest.mark.parametrize("url", [AWAY, "https://407.invalid"])
def test_a_proxy_that_is_not_there_is_told(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with nobody() as gone:
        monkeypatch.setenv("https_proxy", gone)
        create_in_vain("the proxy doesn't let it through", url)


@needs_openssl
def test_what_a_proxy_let_through_and_got_no_answer_to_may_have_been_handled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company, asked = authority(tmp_path / "company"), list[bytes]()
    context = company.server("DNS:meshy.invalid")

    def tunnel(plain: socket.socket) -> socket.socket:
        while not plain.recv(4096).endswith(b"\r\n\r\n"):
            pass
        plain.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        return context.wrap_socket(plain, server_side=True)

    def hang_up(handler: StreamRequestHandler) -> None:
        asked.append(handler.rfile.readline())

    monkeypatch.setenv("SSL_CERT_FILE", str(company.file))
    with encrypted(hang_up, tunnel) as port:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
        with pytest.raises(Unreachable) as caught:
            client_of(AWAY).create(PREVIEW, BODY)
    assert asked[0].startswith(b"POST /openapi/")
    assert caught.value.sent


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "http://"])
def test_a_proxy_of_another_kind_is_told(
    proxy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", proxy)
    create_in_vain("is not one for HTTP")
    never = threading.Event()
    with asset_session() as session, pytest.raises(Unreachable, match="is not one for HTTP"):
        download(session, f"{AWAY}/x", tmp_path / "x", expect=Kind.ANY, cancelled=never)


def test_the_proxy_of_the_systems_settings_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows and macOS have them; elsewhere Python knows the environment's alone."""
    with PlainServer(answer(502)).running() as proxy:
        monkeypatch.setattr("requests.utils.getproxies", lambda: {"https": proxy.url})
        create_in_vain("the proxy doesn't let it through")
    assert proxy.requests[0].startswith("CONNECT meshy.invalid:443")


def test_a_host_that_needs_no_proxy_is_asked_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with PlainServer(answer(502)).running() as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "meshy.invalid")
        create_in_vain("is this machine online")
    assert proxy.requests == []
