"""Where the key and the address come from, and what becomes of the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from meshy_addon.api.account import find_account, is_loopback, save_key, saved_key, service_url
from meshy_addon.api.errors import KeyRefused, MeshyError


def test_the_environment_wins_over_the_key_that_was_saved(tmp_path: Path) -> None:
    save_key(tmp_path, "msy_saved")
    account = find_account({"MESHY_API_KEY": "msy_environment"}, tmp_path)
    assert account.key == "msy_environment"
    assert account.source == "the environment (MESHY_API_KEY)"
    account = find_account({"MESHY_API_KEY": " "}, tmp_path)
    assert account.key == "msy_saved"
    assert account.source == "the preferences"


def test_without_a_key_it_is_said_where_to_put_one(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused, match="set MESHY_API_KEY, or paste a key"):
        find_account({}, tmp_path)


def test_an_empty_key_removes_the_one_that_was_saved(tmp_path: Path) -> None:
    save_key(tmp_path, "msy_saved")
    save_key(tmp_path, "  ")
    save_key(tmp_path, "")
    assert saved_key(tmp_path) == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b" \n"])
def test_a_file_without_a_key_in_it_is_no_key(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    assert saved_key(tmp_path) == ""


def test_a_folder_in_place_of_the_file_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "key").mkdir()
    assert saved_key(tmp_path) == ""


def test_a_key_may_have_been_pasted_with_a_line_end(tmp_path: Path) -> None:
    assert find_account({"MESHY_API_KEY": "  msy_pasted\r\n"}, tmp_path).key == "msy_pasted"


@pytest.mark.parametrize("key", ["msy two", "msy\ntwo", "msy\x00two", "schlüssel", "msy…two"])
def test_what_cannot_be_a_key_is_refused_without_being_shown(tmp_path: Path, key: str) -> None:
    with pytest.raises(KeyRefused, match="characters that no key has") as refusal:
        find_account({"MESHY_API_KEY": key}, tmp_path)
    assert key not in str(refusal.value)


def test_the_account_does_not_show_its_key(tmp_path: Path) -> None:
    account = find_account({"MESHY_API_KEY": "msy_hidden"}, tmp_path)
    assert "msy_hidden" not in f"{account!r} {account}"


def test_the_address_is_meshy_s_unless_another_is_given() -> None:
    assert service_url({}) == "https://api.meshy.ai"
    assert service_url({"MESHY_API_URL": ""}) == "https://api.meshy.ai"
    assert service_url({"MESHY_API_URL": " https://proxy.example/meshy/ "}) == (
        "https://proxy.example/meshy"
    )


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "127.0.0.2"])
def test_this_machine_may_be_spoken_to_in_the_clear(host: str) -> None:
    assert service_url({"MESHY_API_URL": f"http://{host}"}) == f"http://{host}"


@pytest.mark.parametrize(
    "url",
    [
        "http://api.meshy.ai",
        "http://10.0.0.1",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://localhost@example.com",
        "http://127.0.0.1:80@example.com",
        "HTTP://example.com",
    ],
)
def test_no_other_machine_may_be_spoken_to_in_the_clear(url: str) -> None:
    with pytest.raises(MeshyError, match=r"https://|not the address"):
        service_url({"MESHY_API_URL": url})


@pytest.mark.parametrize(
    "url", ["api.meshy.ai", "ftp://api.meshy.ai", "https://", "https://[::1", "file:///etc/passwd"]
)
def test_what_is_no_address_of_a_web_service_is_refused(url: str) -> None:
    with pytest.raises(MeshyError, match="not the address of a web service"):
        service_url({"MESHY_API_URL": url})


@pytest.mark.parametrize(
    "url", ["http://example.com\\@localhost", "http://example.com\\@127.0.0.1"]
)
def test_an_address_that_can_be_read_in_two_ways_is_not_this_machine(url: str) -> None:
    with pytest.raises(MeshyError):
        service_url({"MESHY_API_URL": url})


def test_only_addresses_of_this_machine_are_loopback() -> None:
    assert is_loopback("http://meshy.localhost/x")
    assert not is_loopback("https://api.meshy.ai")
    assert not is_loopback("nonsense")
