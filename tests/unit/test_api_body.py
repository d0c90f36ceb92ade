"""A request with files inside is sent in pieces, and arrives as if it had been sent at once."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import requests

from meshy_addon.api.account import Account
from meshy_addon.api.attachments import attached
from meshy_addon.api.body import Body
from meshy_addon.api.client import Client
from meshy_addon.api.endpoints import ENDPOINTS
from meshy_addon.api.errors import InvalidParameter
from meshy_addon.api.parameters import Parameter
from tests.unit.plain_server import PlainServer, answer

REMESH = ENDPOINTS["remesh"]
PICTURES = ENDPOINTS["multi-image-to-3d"].parameter("image_urls")
MODEL = REMESH.parameter("model_url")
PIECE = 96 * 1024
SIZES = [1, 2, 3, 4, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 2]


def file_of(path: Path, size: int, head: bytes = b"\x89PNG\r\n\x1a\n") -> Path:
    path.write_bytes((head + bytes(range(256)) * (size // 256 + 1))[:size])
    return path


def content(folder: Path, size: int, attach: Any) -> dict[str, Any]:
    """A request with two files in a list and one beside it, around them what JSON has to escape."""
    pictures = [file_of(folder / f"{name}.png", size + 20) for name in "ab"]
    model = file_of(folder / "owl.glb", size, b"")
    return {
        "prompt": 'an "owl" \\ Käuzchen 🦉',
        "image_urls": [attach(PICTURES, picture, "image/png") for picture in pictures],
        "model_url": attach(MODEL, model, "application/octet-stream"),
        "nested": {"height": 1.7, "none": None, "yes": True},
    }


def streamed(parameter: Parameter, path: Path, mime: str) -> object:
    return attached(parameter, str(path))


def whole(parameter: Parameter, path: Path, mime: str) -> object:
    return f"data:{mime};base64,{base64.b64encode(path.read_bytes()).decode()}"


@pytest.mark.parametrize("size", SIZES)
def test_the_bytes_are_those_of_a_body_that_is_made_at_once(tmp_path: Path, size: int) -> None:
    body = Body(content(tmp_path, size, streamed))
    naive = requests.Request("POST", "http://x", json=content(tmp_path, size, whole)).prepare().body
    assert b"".join(body) == naive
    assert len(body) == len(naive)
    assert b"".join(body) == naive, "it can be read again"
    assert body.sha256() == hashlib.sha256(naive).hexdigest()
    assert max(map(len, body)) <= 128 * 1024


def test_a_body_without_files_is_plain_json() -> None:
    assert b"".join(Body({"prompt": "an owl", "texts": []})) == b'{"prompt": "an owl", "texts": []}'


def test_the_service_is_told_the_length_and_gets_it_all(tmp_path: Path) -> None:
    made = content(tmp_path, 300_000, streamed)
    with PlainServer(answer(202, b'{"result": "task"}')).running() as server:
        assert Client(Account(server.url, "msy_test", "a test")).create(REMESH, made) == "task"
    headers = server.requests[0].lower().splitlines()
    assert f"content-length: {len(Body(made))}" in headers
    assert "content-type: application/json" in headers
    assert not any(line.startswith("transfer-encoding") for line in headers)
    assert json.loads(server.bodies[0]) == content(tmp_path, 300_000, whole)


@pytest.mark.parametrize("size", [0, 99_999, 100_001], ids=["emptied", "shorter", "longer"])
def test_a_file_that_changes_before_it_is_sent_ends_the_request(tmp_path: Path, size: int) -> None:
    made = content(tmp_path, 100_000, streamed)
    file_of(tmp_path / "owl.glb", size, b"")
    with PlainServer(answer(202, b'{"result": "task"}')).running() as server:
        client = Client(Account(server.url, "msy_test", "a test"))
        with pytest.raises(InvalidParameter, match=r"model_url: owl\.glb was changed"):
            client.create(REMESH, made)
        client.close()


def test_a_file_that_is_gone_when_it_is_sent_is_named(tmp_path: Path) -> None:
    made = content(tmp_path, 10, streamed)
    (tmp_path / "owl.glb").unlink()
    with pytest.raises(InvalidParameter, match="model_url: there is no file"):
        list(Body(made))
