"""What goes wrong between us and the service becomes one sentence of the right kind."""

from __future__ import annotations

import json

import pytest

from meshy_addon.api.answers import decoded, error_for
from meshy_addon.api.errors import (
    Forbidden,
    KeyRefused,
    MeshyError,
    Nonsense,
    NotEnoughCredits,
    NotFound,
    ParameterRefused,
    QueueFull,
    RateLimited,
    Refused,
    ServerFault,
)

PAGE = b"\n <!doctype html><html><h1>Sign in to the network</h1></html>"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, Nonsense),
        (307, Nonsense),
        (400, ParameterRefused),
        (401, KeyRefused),
        (402, NotEnoughCredits),
        (403, Forbidden),
        (404, NotFound),
        (405, Refused),
        (413, Refused),
        (422, ParameterRefused),
        (429, RateLimited),
        (500, ServerFault),
        (502, ServerFault),
        (503, ServerFault),
        (599, ServerFault),
    ],
)
@pytest.mark.parametrize(
    "content", [b'{"message": "because"}', PAGE, b"", b"[1]", b'{"message": 7}']
)
def test_each_status_is_an_error_of_its_own_kind(
    status: int, kind: type[MeshyError], content: bytes
) -> None:
    error = error_for(status, content, {})
    assert type(error) is kind
    assert str(error).isprintable()
    assert str(error).endswith(".")
    assert "<" not in str(error)


def test_the_service_s_own_words_are_passed_on() -> None:
    error = error_for(402, b'{"message": "Insufficient credits."}', {})
    assert str(error) == ("Meshy wants more credits than the account has: Insufficient credits.")


def test_a_task_of_another_kind_is_not_called_unknown() -> None:
    error = error_for(
        404, b'{"message": "Invalid input_task_id: a preview can\'t be used here"}', {}
    )
    assert str(error) == (
        "Meshy can't use this task: Invalid input_task_id: a preview can't be used here."
    )


def test_words_become_one_line_of_bearable_length() -> None:
    content = json.dumps({"message": "no\r\n\x1b]0;pwned\x07\u202e such" + "!" * 10_000}).encode()
    error = error_for(400, content, {})
    assert str(error).isprintable()
    assert len(str(error)) < 400


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("RateLimitExceeded", RateLimited),
        ("NoMoreConcurrentTasks", QueueFull),
        ("NoMorePendingTasks", QueueFull),
        ("", RateLimited),
    ],
)
@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("5", 5.0),
        ("0", 0.0),
        ("-3", 0.0),
        ("86400", 600.0),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
        ("soon", None),
        ("", None),
    ],
)
def test_too_many_requests_and_too_many_tasks_are_told_apart(
    message: str, kind: type[MeshyError], header: str | None, seconds: float | None
) -> None:
    content = json.dumps({"message": message}).encode()
    error = error_for(429, content, {} if header is None else {"Retry-After": header})
    assert type(error) is kind
    assert isinstance(error, RateLimited | QueueFull)
    assert error.retry_after_s == seconds


@pytest.mark.parametrize("header", ["nan", "inf"])
def test_a_wait_that_is_no_number_is_no_wait_without_end(header: str) -> None:
    error = error_for(429, b"", {"Retry-After": header})
    assert isinstance(error, RateLimited)
    assert error.retry_after_s is None or 0 <= error.retry_after_s <= 600


def test_a_web_page_in_place_of_an_answer_is_called_one() -> None:
    with pytest.raises(Nonsense, match="A web page came back instead of Meshy's answer"):
        decoded(PAGE)


@pytest.mark.parametrize("content", [b"", b"{", b'{"a": 1', b"\xff\xfe", b"9" * 5000, b"OK"])
def test_broken_json_is_nonsense(content: bytes) -> None:
    with pytest.raises(Nonsense, match="it isn't JSON"):
        decoded(content)
