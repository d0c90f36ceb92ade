"""The key goes to the API in a header, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meshy_addon.api.account import Account
from meshy_addon.api.client import Client
from meshy_addon.api.endpoints import ENDPOINTS
from meshy_addon.api.errors import KeyRefused, MeshyError, Nonsense
from tests.emulator.process import Emulator
from tests.unit.plain_server import PlainServer, answer

KEY = "msy_for_tests_only"
PREVIEW = ENDPOINTS["text-to-3d-preview"]


@pytest.fixture
def server() -> Iterator[PlainServer]:
    with PlainServer().running() as server:
        yield server


@pytest.fixture
def elsewhere() -> Iterator[PlainServer]:
    with PlainServer(answer(200, b"{}")).running() as server:
        yield server


def client_of(server: PlainServer) -> Client:
    return Client(Account(server.url, KEY, "a test"))


def use_everything(client: Client) -> Iterator[Exception]:
    """Every call; the errors they raise, of which there must be one for each."""
    for call in (
        client.balance,
        client.animations,
        lambda: client.create(PREVIEW, {"prompt": "an owl"}),
        lambda: client.get(PREVIEW, "1"),
        lambda: client.newest(PREVIEW),
        lambda: client.delete(PREVIEW, "1"),
        lambda: list(client.stream(PREVIEW, "1")),
    ):
        with pytest.raises(MeshyError) as error:
            call()
        yield error.value


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(server: PlainServer, elsewhere: PlainServer, status: int) -> None:
    server.reply = answer(status, b"", f"Location: {elsewhere.url}/openapi/v1/balance")
    for error in use_everything(client_of(server)):
        assert isinstance(error, Nonsense)
        assert "redirect" in str(error)
    assert len(server.requests) == 7
    assert elsewhere.requests == []


def test_the_key_is_in_the_authorization_header_and_nowhere_else(emulator: Emulator) -> None:
    client = Client(Account(emulator.api, emulator.key, "a test"))
    task_id = client.create(PREVIEW, {"mode": "preview", "prompt": "an owl"})
    list(client.stream(PREVIEW, task_id))
    client.get(PREVIEW, task_id)
    client.newest(PREVIEW)
    client.balance()
    client.animations()
    client.delete(PREVIEW, task_id)
    seen = emulator.requests()
    assert len(seen) == 7
    for request in seen:
        assert request["headers"].pop("authorization") == f"Bearer {emulator.key}"
        assert emulator.key not in str(request)


def test_a_password_kept_for_the_host_does_not_replace_the_key(
    server: PlainServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only the proxy, which is here, knows a host of this name.
    netrc = tmp_path / "netrc"
    netrc.write_text("machine meshy.invalid\nlogin owl\npassword feather\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("http_proxy", server.url)
    server.reply = answer(200, b'{"balance": 7}')
    assert Client(Account("http://meshy.invalid", KEY, "a test")).balance() == 7
    assert f"Authorization: Bearer {KEY}" in server.requests[0]


def test_a_proxy_never_sees_what_is_meant_for_this_machine(
    server: PlainServer, elsewhere: PlainServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, elsewhere.url)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server.reply = answer(200, b'{"balance": 7}')
    assert client_of(server).balance() == 7
    assert elsewhere.requests == []


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"not HTTP at all\r\n\r\n",
        answer(200, b"{", length=100),
        answer(200, b"<html>"),
        answer(400, b'{"message": "what is msy_for_tests_only?"}'),
        answer(403, b'{"message": "Bearer msy_for_tests_only may not"}'),
        answer(500, b'{"message": "msy_for_tests_only"}'),
        answer(404, b'{"message": "Bearer msy_for_tests_only"}'),
    ],
)
def test_no_error_shows_the_key(server: PlainServer, reply: bytes) -> None:
    server.reply = reply
    for error in use_everything(client_of(server)):
        for each in chain(error):
            assert KEY not in f"{each} {each!r} {each.args}"


def test_neither_account_nor_client_shows_the_key(server: PlainServer) -> None:
    client = client_of(server)
    server.reply = answer(401, b'{"message": "Invalid credentials"}')
    with pytest.raises(KeyRefused):
        client.balance()
    assert KEY not in f"{client!r} {client.account!r} {client.account}"


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error with everything that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
