"""What the emulator refuses though the request is right: no credits, too many, too fast."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.emulator.client import Client
from tests.emulator.process import Emulator, running_emulator

TEXT = "/openapi/v2/text-to-3d"


@pytest.fixture(scope="module")
def pro() -> Iterator[Emulator]:
    """An account of the smallest plan, whose tasks don't end, and every 429 says when."""
    with running_emulator(plan="pro", task_seconds=60, retry_after="always") as running:
        yield running


@pytest.fixture
def client(pro: Emulator) -> Client:
    pro.reset()
    return Client(pro)


def test_credits_are_taken_when_the_task_is_made(client: Client, pro: Emulator) -> None:
    client.create(TEXT, mode="preview", prompt="an owl")
    assert client.get("/openapi/v1/balance").json() == {"balance": 980}
    client.create(TEXT, mode="preview", prompt="an owl", ai_model="meshy-5")
    assert pro.credits() == 975


def test_without_credits_nothing_is_made(client: Client, pro: Emulator) -> None:
    pro.set_credits(19)
    answer = client.post(TEXT, {"mode": "preview", "prompt": "an owl"})
    assert answer.status_code == 402
    assert "credits" in answer.json()["message"]
    assert (client.get(TEXT).json(), pro.credits()) == ([], 19)


def test_a_full_queue_takes_no_more(client: Client, pro: Emulator) -> None:
    for _ in range(10):
        client.create(TEXT, mode="preview", prompt="an owl")
    answer = client.post(TEXT, {"mode": "preview", "prompt": "an owl"})
    assert answer.status_code == 429
    assert answer.json() == {"message": "NoMoreConcurrentTasks"}
    assert answer.headers["Retry-After"] == "1"
    assert pro.credits() == 800


def test_a_full_queue_has_another_name_sometimes(client: Client, pro: Emulator) -> None:
    pro.settings(queue_message="NoMorePendingTasks")
    answers = [client.post(TEXT, {"mode": "preview", "prompt": "an owl"}) for _ in range(11)]
    assert answers[-1].json() == {"message": "NoMorePendingTasks"}


def test_too_many_requests_in_a_second_are_refused(client: Client) -> None:
    with ThreadPoolExecutor(10) as at_once:
        answers = list(at_once.map(lambda _: client.get("/openapi/v1/balance"), range(60)))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert refused[0].json() == {"message": "RateLimitExceeded"}
    assert sum(answer.status_code == 200 for answer in answers) >= 20


def test_retry_after_is_sent_only_sometimes(emulator: Emulator) -> None:
    emulator.settings(task_seconds=60)
    client = Client(emulator)
    for _ in range(50):
        client.create(TEXT, mode="preview", prompt="an owl", ai_model="meshy-5")
    answers = [client.post(TEXT, {"mode": "preview", "prompt": "an owl"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [429] * 4
    assert sum("Retry-After" in answer.headers for answer in answers) == 2
