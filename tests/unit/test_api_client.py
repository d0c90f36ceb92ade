"""The calls of the API over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import pytest

from meshy_addon.api.account import Account
from meshy_addon.api.client import Client
from meshy_addon.api.endpoints import ENDPOINTS
from meshy_addon.api.errors import (
    KeyRefused,
    MeshyError,
    Nonsense,
    NotEnoughCredits,
    NotFound,
    ParameterRefused,
    QueueFull,
    RateLimited,
    ServerFault,
    TaskFailed,
    Unreachable,
)
from meshy_addon.api.tasks import Status, Task
from tests.emulator.process import Emulator
from tests.unit.plain_server import PlainServer, answer, nobody

PREVIEW = ENDPOINTS["text-to-3d-preview"]
PROTOTYPE = ENDPOINTS["creative-lab-lamp-prototype"]
BODY = {"mode": "preview", "prompt": "an owl"}
UNKNOWN = "018a210d-8ba4-705c-b111-1f1776f7f578"


@pytest.fixture
def client(emulator: Emulator) -> Iterator[Client]:
    client = Client(Account(emulator.api, emulator.key, "a test"))
    yield client
    client.close()


@contextmanager
def answering(reply: bytes) -> Iterator[Client]:
    with PlainServer(reply).running() as server:
        client = Client(Account(server.url, "msy_test", "a test"))
        yield client
        client.close()


def test_a_task_is_created_followed_and_found_again(client: Client, emulator: Emulator) -> None:
    task_id = client.create(PREVIEW, BODY)
    seen = list(client.stream(PREVIEW, task_id))
    assert seen[-1].status is Status.SUCCEEDED
    assert [task.progress for task in seen] == sorted(task.progress for task in seen)
    task = client.get(PREVIEW, task_id)
    assert (task.id, task.type, task.status) == (task_id, PREVIEW.type, Status.SUCCEEDED)
    assert task.progress == 100
    assert task.credits == 20
    assert task.created_at_ms > 0
    assert task.raw["model_urls"]["glb"].startswith(emulator.assets)
    assert emulator.creates()[0]["body"] == BODY


def test_the_list_begins_with_the_newest_and_has_pages(client: Client) -> None:
    ids = [client.create(PREVIEW, BODY) for _ in range(3)]
    assert [task.id for task in client.newest(PREVIEW)] == ids[::-1]
    assert [task.id for task in client.newest(PREVIEW, page=2, size=2)] == ids[:1]


def test_deleting_a_task_makes_it_unknown(client: Client) -> None:
    task_id = client.create(PREVIEW, BODY)
    client.delete(PREVIEW, task_id)
    with pytest.raises(NotFound):
        client.get(PREVIEW, task_id)
    with pytest.raises(NotFound):
        client.delete(PREVIEW, task_id)


def test_deleting_a_task_that_can_only_be_cancelled_cancels_it(
    client: Client, emulator: Emulator
) -> None:
    emulator.settings(task_seconds=120)
    task_id = client.create(PROTOTYPE, {"text": "owls"})
    client.delete(PROTOTYPE, task_id)
    with pytest.raises(TaskFailed, match="cancelled"):
        client.get(PROTOTYPE, task_id).raise_for_failure()
    with pytest.raises(ParameterRefused, match="already CANCELED"):
        client.delete(PROTOTYPE, task_id)


def test_the_balance_goes_down_by_what_a_task_costs(client: Client) -> None:
    assert client.balance() == 1000
    client.create(PREVIEW, BODY)
    assert client.balance() == 980


def test_the_catalogue_of_actions_is_read_whole(client: Client) -> None:
    animations = client.animations()
    assert len(animations) > 600
    assert len({animation.id for animation in animations}) == len(animations)
    assert all(animation.name and animation.category for animation in animations)


def test_a_stream_that_is_cut_ends_in_an_error_that_says_it_was_cut(
    client: Client, emulator: Emulator
) -> None:
    emulator.settings(task_seconds=120)
    task_id = client.create(PREVIEW, BODY)
    emulator.fault("cut_events", path="/stream", events=1)
    stream = client.stream(PREVIEW, task_id)
    assert not next(stream).status.is_final
    with pytest.raises(Unreachable, match="was cut") as cut:
        next(stream)
    assert cut.value.sent


def test_a_stream_may_end_before_its_task_does() -> None:
    event = b'event: message\ndata: {"id": "1", "status": "IN_PROGRESS"}\n\n'
    with answering(answer(200, event, "Content-Type: text/event-stream")) as client:
        assert [task.status for task in client.stream(PREVIEW, "1")] == [Status.IN_PROGRESS]


def test_a_stream_of_an_unknown_task_says_so(client: Client) -> None:
    with pytest.raises(NotFound):
        list(client.stream(PREVIEW, UNKNOWN))


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (b'event: error\ndata: {"status_code": 404}\n\n', NotFound),
        (b'event: error\ndata: {"status_code": 500, "message": "down"}\n\n', MeshyError),
        (b'event: error\ndata: {"status_code": 500, "message": "msy_test"}\n\n', MeshyError),
        (b'event: error\ndata: {"oops": 1}\n\n', Nonsense),
        (b"event: error\ndata: [500]\n\n", Nonsense),
        (b"data: <html>\n\n", Nonsense),
        (b"data: {}\n\n", Nonsense),
        (b"data:\n\n", Nonsense),
    ],
)
def test_what_a_stream_says_besides_tasks_is_an_error(event: bytes, kind: type[MeshyError]) -> None:
    reply = answer(200, event, "Content-Type: text/event-stream; charset=utf-8")
    with answering(reply) as client, pytest.raises(kind) as error:
        list(client.stream(PREVIEW, "1"))
    assert str(error.value).isprintable()
    assert "msy_test" not in str(error.value)


def test_a_page_in_place_of_a_stream_is_nonsense() -> None:
    reply = answer(200, b"<html>Sign in</html>", "Content-Type: text/html")
    with answering(reply) as client, pytest.raises(Nonsense, match="not a stream"):
        list(client.stream(PREVIEW, "1"))


def test_leaving_a_stream_early_leaves_the_client_usable(
    client: Client, emulator: Emulator
) -> None:
    emulator.settings(task_seconds=120)
    task_id = client.create(PREVIEW, BODY)
    stream = client.stream(PREVIEW, task_id)
    first = next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert isinstance(first, Task)
    assert client.balance() == 980


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ParameterRefused),
        (401, KeyRefused),
        (402, NotEnoughCredits),
        (404, NotFound),
        (500, ServerFault),
        (503, ServerFault),
    ],
)
def test_a_refused_request_raises_the_error_of_its_status(
    client: Client, emulator: Emulator, status: int, kind: type[MeshyError]
) -> None:
    emulator.fault("refuse", status=status, message="because", times=2)
    with pytest.raises(kind):
        client.create(PREVIEW, BODY)
    with pytest.raises(kind):
        list(client.stream(PREVIEW, UNKNOWN))
    assert emulator.credits() == 1000


def test_a_create_is_sent_once_whatever_happens_to_it(client: Client, emulator: Emulator) -> None:
    client.balance()
    emulator.fault("lose_answer", method="POST")
    with pytest.raises(Unreachable) as lost:
        client.create(PREVIEW, BODY)
    assert lost.value.sent
    emulator.fault("refuse", method="POST", status=503)
    with pytest.raises(ServerFault):
        client.create(PREVIEW, BODY)
    assert len(emulator.creates()) == 2
    assert emulator.credits() == 980


def test_a_queue_that_is_full_and_a_rate_that_is_too_high_are_told_apart(
    client: Client, emulator: Emulator
) -> None:
    emulator.fault("refuse", status=429, message="NoMoreConcurrentTasks", retry_after="7")
    with pytest.raises(QueueFull) as full:
        client.create(PREVIEW, BODY)
    assert full.value.retry_after_s == 7
    emulator.fault("refuse", status=429, message="RateLimitExceeded")
    with pytest.raises(RateLimited) as rate:
        client.balance()
    assert rate.value.retry_after_s is None


def test_an_answer_that_is_cut_was_sent(client: Client, emulator: Emulator) -> None:
    emulator.fault("cut", path="balance", bytes=5)
    with pytest.raises(Unreachable, match="was cut") as cut:
        client.balance()
    assert cut.value.sent


def test_a_server_that_hangs_up_without_a_word_may_have_heard_us() -> None:
    with answering(b"") as client, pytest.raises(Unreachable) as gone:
        client.create(PREVIEW, BODY)
    assert gone.value.sent


def test_a_server_that_is_not_there_was_sent_nothing() -> None:
    with nobody() as gone, pytest.raises(Unreachable, match="can't be reached") as nowhere:
        Client(Account(gone, "msy_test", "a test")).create(PREVIEW, BODY)
    assert not nowhere.value.sent


def test_html_with_status_200_is_no_answer(client: Client, emulator: Emulator) -> None:
    emulator.fault("html", times=4)
    for call in (
        client.balance,
        client.animations,
        lambda: client.create(PREVIEW, BODY),
        lambda: client.delete(PREVIEW, UNKNOWN),
    ):
        with pytest.raises(Nonsense, match="web page"):
            call()


@pytest.mark.parametrize(
    ("body", "is_one"),
    [
        (b'{"balance": 7}', True),
        (b"<html>Sign in</html>", False),
        (b'{"balance": {"of": "yours"}}', False),
    ],
    ids=["Meshy", "a login page", "another service"],
)
def test_the_time_is_believed_where_the_answer_is_one(body: bytes, is_one: bool) -> None:
    reply = answer(200, body, "Date: Thu, 01 Jan 1970 00:01:40 GMT")
    with answering(reply) as client:
        with nullcontext() if is_one else pytest.raises(Nonsense):
            client.balance()
        told = client.service_time()
    assert (told is not None and 100 <= told < 200) == is_one


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"result": null, "balance": "many"}',
        b'{"result": {"list": 7}, "balance": true}',
        b'{"result": ""}',
        b'{"result": 1, "id": 2}',
        b"[[1]]",
        b"[" * 100_000,
    ],
)
def test_json_of_another_kind_is_nonsense(body: bytes) -> None:
    with answering(answer(200, body)) as client:
        for call in (
            client.balance,
            client.animations,
            lambda: client.create(PREVIEW, BODY),
            lambda: client.get(PREVIEW, "1"),
        ):
            with pytest.raises(Nonsense):
                call()


def test_a_list_of_something_else_is_nonsense() -> None:
    for body in (b"{}", b"[7]", b'[{"id": 7}]'):
        with answering(answer(200, body)) as client, pytest.raises(Nonsense):
            client.newest(PREVIEW)


def test_an_answer_without_end_is_not_read_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("meshy_addon.api.client._MAX_ANSWER_BYTES", 1000)
    reply = answer(200, b'{"balance": 1}'.ljust(1001), length=10**12)
    with answering(reply) as client, pytest.raises(Nonsense, match="too large"):
        client.balance()


def test_an_error_may_be_of_any_length() -> None:
    body = b'{"message": "' + b"x" * 2_000_000 + b'"}'
    with answering(answer(400, body)) as client, pytest.raises(ParameterRefused) as error:
        client.balance()
    assert len(str(error.value)) < 400
