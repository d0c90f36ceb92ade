"""The emulator's faults do what they say."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.emulator.client import Client, download
from tests.emulator.process import Emulator
from tests.unit.engine_driver import eventually

TEXT = "/openapi/v2/text-to-3d"
PREVIEW = {"mode": "preview", "prompt": "an owl", "target_formats": ["glb"]}


@pytest.fixture
def client(emulator: Emulator) -> Client:
    return Client(emulator)


@pytest.fixture
def url(client: Client) -> str:
    return str(client.run(TEXT, **PREVIEW)["model_urls"]["glb"])


def until_it_breaks(answer: requests.Response) -> Iterator[bytes]:
    """What arrives before the connection is closed too early."""
    with contextlib.suppress(requests.RequestException):
        yield from answer.iter_content(100)


def test_a_refusal_strikes_the_matching_requests_only(client: Client, emulator: Emulator) -> None:
    fault = emulator.fault("refuse", method="POST", path="text-to-3d", status=503, times=2)
    assert client.get("/openapi/v1/balance").status_code == 200
    answers = [client.post(TEXT, PREVIEW) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 202]
    assert answers[0].json() == {"message": "Internal server error"}
    assert emulator.hits(fault) == 2


def test_a_refusal_can_come_later_and_say_when_to_come_again(
    client: Client, emulator: Emulator
) -> None:
    emulator.fault("refuse", status=429, message="RateLimitExceeded", retry_after="7", skip=1)
    assert client.get("/openapi/v1/balance").status_code == 200
    answer = client.get("/openapi/v1/balance")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
    assert answer.json() == {"message": "RateLimitExceeded"}


def test_a_captive_portal_answers_html_to_everything(client: Client, emulator: Emulator) -> None:
    emulator.fault("html", times=0)
    for answer in (client.get("/openapi/v1/balance"), client.post(TEXT, PREVIEW)):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html")
    emulator.clear_faults()
    assert client.get("/openapi/v1/balance").json() == {"balance": 1000}


def test_a_lost_answer_belongs_to_a_task_that_was_made(client: Client, emulator: Emulator) -> None:
    emulator.fault("lose_answer", method="POST")
    with pytest.raises(requests.ConnectionError):
        client.post(TEXT, PREVIEW)
    (task,) = client.get(TEXT).json()
    assert task["prompt"] == "an owl"
    assert emulator.credits() == 980
    assert len(emulator.creates()) == 1


def test_a_slow_answer_outlasts_the_client_but_the_task_is_made(
    client: Client, emulator: Emulator
) -> None:
    emulator.fault("delay", method="POST", seconds=30)
    with pytest.raises(requests.ReadTimeout):
        client.session.post(emulator.api + TEXT, json=PREVIEW, timeout=0.2)
    assert len(client.get(TEXT).json()) == 1


def test_a_stream_is_cut_after_some_events(client: Client, emulator: Emulator) -> None:
    emulator.fault("cut_events", path="/stream", events=2)
    task_id = client.create(TEXT, **PREVIEW)
    with pytest.raises(requests.RequestException):
        list(client.events(f"{TEXT}/{task_id}"))
    assert client.finished(TEXT, task_id)["status"] == "SUCCEEDED"


def test_a_silent_stream_says_nothing(client: Client, emulator: Emulator) -> None:
    emulator.fault("silent", path="/stream")
    task_id = client.create(TEXT, **PREVIEW)
    url = f"{emulator.api}{TEXT}/{task_id}/stream"
    with client.session.get(url, stream=True, timeout=0.5) as answer:
        assert answer.status_code == 200
        with pytest.raises(requests.RequestException):
            next(answer.iter_content(1))


def test_a_stream_can_be_refused_while_polling_works(client: Client, emulator: Emulator) -> None:
    emulator.fault("refuse", path="/stream", status=404, message="Not Found", times=0)
    task_id = client.create(TEXT, **PREVIEW)
    assert client.get(f"{TEXT}/{task_id}/stream").status_code == 404
    assert client.get(f"{TEXT}/{task_id}").status_code == 200


def test_a_download_breaks_off(emulator: Emulator, url: str) -> None:
    emulator.fault("cut", host="assets", bytes=1000)
    with requests.get(url, stream=True) as answer:
        assert int(answer.headers["Content-Length"]) > 1000
        received = b"".join(until_it_breaks(answer))
    assert len(received) == 1000
    rest = download(url, Range="bytes=1000-")
    assert received + rest.content == download(url).content


def test_a_file_is_short_and_claims_to_be_whole(emulator: Emulator, url: str) -> None:
    whole = download(url).content
    emulator.fault("truncate", host="assets", bytes=1000)
    answer = download(url)
    assert (answer.headers["Content-Length"], answer.content) == ("1000", whole[:1000])


def test_a_slow_download_arrives_whole(emulator: Emulator, url: str) -> None:
    whole = download(url).content
    emulator.fault("slow", host="assets", bytes_per_second=len(whole) * 4)
    with requests.get(url, stream=True) as answer:
        pieces = list(iter(lambda: answer.raw.read1(len(whole)), b""))
    assert len(pieces) > 2
    assert b"".join(pieces) == whole


def test_html_comes_instead_of_the_file(emulator: Emulator, url: str) -> None:
    emulator.fault("html", host="assets")
    answer = download(url)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


def test_a_host_can_be_without_ranges(emulator: Emulator, url: str) -> None:
    emulator.fault("no_range", host="assets")
    assert download(url, Range="bytes=10-").status_code == 200


def test_urls_are_expired_when_they_are_handed_out(client: Client, emulator: Emulator) -> None:
    task_id = client.run(TEXT, **PREVIEW)["id"]
    emulator.fault("expired_urls", method="GET", path=task_id)
    expired = client.get(f"{TEXT}/{task_id}").json()["model_urls"]["glb"]
    fresh = client.get(f"{TEXT}/{task_id}").json()["model_urls"]["glb"]
    assert (download(expired).status_code, download(fresh).status_code) == (403, 200)


def test_a_task_fails_as_it_is_told(client: Client, emulator: Emulator) -> None:
    failure = {"type": "timeout", "code": "timeout", "message": "Too slow."}
    emulator.fault("fail_task", failure=failure)
    task = client.run(TEXT, **PREVIEW)
    assert task["status"] == "FAILED"
    assert {key: task["task_error"][key] for key in failure} == failure
    assert client.run(TEXT, **PREVIEW)["status"] == "SUCCEEDED"


def test_one_task_can_take_longer_than_the_others(client: Client, emulator: Emulator) -> None:
    emulator.fault("task_seconds", seconds=60)
    slow = client.create(TEXT, **PREVIEW)
    client.run(TEXT, **PREVIEW)
    assert client.get(f"{TEXT}/{slow}").json()["status"] != "SUCCEEDED"


def test_a_fault_for_creates_is_not_used_up_by_others(client: Client, emulator: Emulator) -> None:
    emulator.fault("fail_task", failure={"code": "moderation_blocked"})
    client.get("/openapi/v1/balance")
    task = client.run(TEXT, **PREVIEW)
    assert task["task_error"]["code"] == "moderation_blocked"
    assert "safety" in task["task_error"]["message"]


def test_an_unknown_fault_is_refused(emulator: Emulator) -> None:
    answer = requests.post(f"{emulator.api}/_emulator/faults", json={"kind": "refuse", "oops": 1})
    assert answer.status_code == 422


def test_the_log_hides_nothing_but_length(client: Client, emulator: Emulator) -> None:
    client.post(TEXT, {"mode": "preview", "prompt": "x" * 700})
    (entry,) = emulator.requests("POST")
    assert entry["headers"]["authorization"] == f"Bearer {emulator.key}"
    assert entry["body"]["mode"] == "preview"
    assert entry["body"]["prompt"]["characters"] == 700
    assert (entry["host"], entry["path"], entry["status"]) == ("api", TEXT, 400)


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "delay", "path": TEXT, "seconds": 300},
        {"kind": "silent"},
        {"kind": "pings"},
        {"kind": "slow", "host": "assets", "bytes_per_second": 100},
    ],
    ids=lambda fault: fault["kind"],
)
def test_a_reset_hangs_up_on_whoever_waits(
    client: Client, emulator: Emulator, url: str, fault: dict[str, Any]
) -> None:
    task = client.create(TEXT, **PREVIEW)
    asked = url if fault.get("host") else f"{emulator.api}{TEXT}/{task}/stream"
    session = requests if fault.get("host") else client.session
    held_up = emulator.fault(**fault)
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(session.get, asked, timeout=30)
        eventually(lambda: emulator.hits(held_up))
        emulator.reset()
        error = answer.exception()
    assert isinstance(error, requests.RequestException)
    assert not isinstance(error, requests.Timeout)
