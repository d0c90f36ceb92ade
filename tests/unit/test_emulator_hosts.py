"""The emulator's two hosts: keys, balance, signed URLs, ranges."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
import requests

from tests.emulator.client import Client, download
from tests.emulator.options import TEST_MODE_KEY
from tests.emulator.process import Emulator

TEXT = "/openapi/v2/text-to-3d"


@pytest.fixture
def client(emulator: Emulator) -> Client:
    return Client(emulator)


@pytest.fixture
def url(client: Client) -> str:
    task = client.run(TEXT, mode="preview", prompt="an owl", target_formats=["glb"])
    return str(task["model_urls"]["glb"])


@pytest.mark.parametrize("header", [None, "Bearer msy_wrong", "msy_emulator", "Basic msy_emulator"])
def test_only_the_key_as_bearer_opens_the_api(emulator: Emulator, header: str | None) -> None:
    headers = {"Authorization": header} if header else {}
    answer = requests.get(f"{emulator.api}/openapi/v1/balance", headers=headers)
    assert (answer.status_code, answer.json()) == (401, {"message": "Invalid credentials"})


def test_a_browser_is_refused(emulator: Emulator, client: Client) -> None:
    client.session.headers["Origin"] = "https://example.com"
    assert client.get("/openapi/v1/balance").status_code == 403


def test_an_unknown_path_is_answered_in_json(client: Client) -> None:
    answer = client.get("/openapi/v1/text-to-voxel")
    assert answer.status_code == 404
    assert answer.json()["message"]


def test_the_catalogue_needs_no_key_and_has_the_documented_animations(emulator: Emulator) -> None:
    answer = requests.get(f"{emulator.api}/web/public/animations/resources").json()["result"]
    by_id = {entry["id"]: entry for entry in answer["list"]}
    assert answer["total"] == len(by_id) == 680
    assert min(by_id) == -2
    assert {i: by_id[i]["key"] for i in (0, 14, 28, 30, 92, 466)} == {
        0: "Idle",
        14: "Run_02",
        28: "Big_Wave_Hello",
        30: "Casual_Walk",
        92: "Double_Combo_Attack",
        466: "Regular_Jump",
    }
    assert len({entry["key"] for entry in answer["list"]}) == 680
    assert {entry["category"] for entry in answer["list"]} == {
        "WalkAndRun",
        "BodyMovements",
        "DailyActions",
        "Fighting",
        "Dancing",
    }


def test_the_assets_are_on_another_host_that_refuses_the_key(client: Client, url: str) -> None:
    assert urlsplit(url).netloc != urlsplit(client.emulator.api).netloc
    assert url.startswith(client.emulator.assets)
    assert client.session.get(url).status_code == 400
    answer = download(url)
    assert answer.status_code == 200
    assert answer.content.startswith(b"glTF")
    assert int(answer.headers["Content-Length"]) == len(answer.content)


@pytest.mark.parametrize("tampering", ["no query", "expires", "signature", "other file"])
def test_a_url_works_only_as_it_was_signed(url: str, tampering: str) -> None:
    expires = url.split("Expires=")[1].split("&")[0]
    tampered = {
        "no query": url.split("?")[0],
        "expires": url.replace(expires, str(int(expires) + 1)),
        "signature": url.replace("Signature=", "Signature=A"),
        "other file": url.replace("model.glb", "preview.png"),
    }[tampering]
    answer = download(tampered)
    assert answer.status_code == 403
    assert "<Code>AccessDenied</Code>" in answer.text


def test_an_expired_url_is_refused_and_a_fresh_get_signs_again(client: Client) -> None:
    client.emulator.settings(url_seconds=-1)
    task = client.run(TEXT, mode="preview", prompt="an owl")
    assert download(task["model_urls"]["glb"]).status_code == 403
    client.emulator.settings(url_seconds=60)
    again = client.get(f"{TEXT}/{task['id']}").json()
    assert download(again["model_urls"]["glb"]).status_code == 200


def test_a_file_comes_in_ranges(url: str) -> None:
    whole = download(url)
    size = len(whole.content)
    assert whole.headers["Accept-Ranges"] == "bytes"
    for wanted, first, last in (
        ("bytes=0-9", 0, 9),
        ("bytes=10-", 10, size - 1),
        ("bytes=-5", size - 5, size - 1),
        (f"bytes=10-{size * 2}", 10, size - 1),
    ):
        part = download(url, Range=wanted)
        assert part.status_code == 206
        assert part.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
        assert part.content == whole.content[first : last + 1]


def test_a_range_behind_the_end_is_416_and_a_strange_one_is_ignored(url: str) -> None:
    size = len(download(url).content)
    beyond = download(url, Range=f"bytes={size}-")
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{size}")
    assert download(url, Range="lines=1-2").status_code == 200


def test_a_range_is_served_only_while_the_file_is_the_same(url: str) -> None:
    tag = download(url).headers["ETag"]
    assert download(url, **{"Range": "bytes=5-", "If-Range": tag}).status_code == 206
    assert download(url, **{"Range": "bytes=5-", "If-Range": '"other"'}).status_code == 200


def test_head_tells_the_size_without_the_file(url: str) -> None:
    answer = requests.head(url)
    assert int(answer.headers["Content-Length"]) == len(download(url).content)


def test_the_files_go_with_the_task(client: Client, url: str) -> None:
    task_id = url.split("/tasks/")[1].split("/")[0]
    assert client.delete(f"{TEXT}/{task_id}").status_code == 200
    assert download(url).status_code == 404


def test_test_mode_costs_nothing_and_gives_the_same_model_for_every_prompt(
    emulator: Emulator,
) -> None:
    client = Client(emulator, TEST_MODE_KEY)
    before = client.get("/openapi/v1/balance").json()
    first, second = (
        client.run(TEXT, mode="preview", prompt=prompt, target_formats=["glb"])
        for prompt in ("a chair", "a robot")
    )
    models = [download(task["model_urls"]["glb"]).content for task in (first, second)]
    assert models[0] == models[1]
    assert first["consumed_credits"] == 0
    assert client.get("/openapi/v1/balance").json() == before


def test_accounts_are_apart(emulator: Emulator, client: Client) -> None:
    emulator.set_credits(50, "msy_other")
    other = Client(emulator, "msy_other")
    task_id = client.create(TEXT, mode="preview", prompt="an owl")
    assert other.get(f"{TEXT}/{task_id}").status_code == 404
    assert other.get(TEXT).json() == []
    assert other.get("/openapi/v1/balance").json() == {"balance": 50}
