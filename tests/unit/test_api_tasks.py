"""A task is read in whatever form the service describes it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshy_addon.api.answers import decoded
from meshy_addon.api.errors import MeshyError, Nonsense, TaskFailed
from meshy_addon.api.remedies import REMEDIES_BY_CODE
from meshy_addon.api.tasks import Status, Task, read_task

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
KEYS = [
    "id",
    "type",
    "status",
    "progress",
    "consumed_credits",
    "created_at",
    "preceding_tasks",
    "task_error",
]
ODD_NUMBERS = [10**400, -(10**400), float("nan"), float("inf"), "1e999", "12", "½", "٣", ""]
STATUSES = st.sampled_from([*Status]) | JSON


@given(
    JSON
    | st.fixed_dictionaries(
        {"id": st.text() | JSON, "status": STATUSES},
        optional=dict.fromkeys(KEYS[3:], JSON | st.sampled_from(ODD_NUMBERS)),
    )
)
def test_any_answer_is_a_task_or_nonsense(answer: Any) -> None:
    task = read(answer)
    if task is None:
        assert not isinstance(answer, dict) or not isinstance(answer.get("id"), str)
        return
    assert 0 <= task.progress <= 100
    assert min(task.credits, task.created_at_ms, task.preceding_tasks) >= 0
    outcome = failure(task)
    assert (outcome is not None) == (task.status.is_final and task.status is not Status.SUCCEEDED)
    assert outcome is None or str(outcome).isprintable()


def read(answer: object) -> Task | None:
    try:
        return read_task(answer)
    except Nonsense:
        return None


def failure(task: Task) -> TaskFailed | None:
    try:
        task.raise_for_failure()
    except TaskFailed as error:
        return error
    return None


@given(st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_json_or_nonsense(content: bytes) -> None:
    try:
        decoded(content)
    except MeshyError as error:
        assert isinstance(error, Nonsense)  # noqa: PT017


def test_json_deeper_than_any_task_is_nonsense() -> None:
    with pytest.raises(Nonsense, match="isn't JSON"):
        decoded(b"[" * 100_000)


def test_a_status_from_a_newer_service_is_waited_for() -> None:
    task = read_task({"id": "1", "status": "QUEUED_FOR_REVIEW"})
    assert task.status is Status.UNKNOWN
    assert not task.status.is_final
    task.raise_for_failure()


@pytest.mark.parametrize(
    ("said", "progress"),
    [("99", 99), (250, 100), (-1, 0), (None, 0), (49.9, 49), ([50], 0), (True, 0), ("many", 0)],
)
def test_progress_is_a_percentage_whatever_is_said(said: object, progress: int) -> None:
    assert read_task({"id": "1", "status": "IN_PROGRESS", "progress": said}).progress == progress


@pytest.mark.parametrize("code", REMEDIES_BY_CODE)
def test_every_code_of_a_failure_comes_with_what_to_do_about_it(code: str) -> None:
    error = failed({"type": "invalid_input", "code": code, "message": "It went wrong."})
    assert str(error) == f"It went wrong. {REMEDIES_BY_CODE[code].advice}"
    assert (error.type, error.code, error.task_id) == ("invalid_input", code, "1")


@pytest.mark.parametrize(
    ("type", "advice", "worth_retrying"),
    [
        ("invalid_input", "Check the picture or model", False),
        ("timeout", "Try again", True),
        ("service_unavailable", "wait a moment and try again", True),
        ("server_error", "Try again", True),
    ],
)
def test_a_failure_without_a_code_is_advised_on_by_its_type(
    type: str, advice: str, worth_retrying: bool
) -> None:
    error = failed({"type": type, "message": "It went wrong."})
    assert advice in str(error)
    assert error.remedy.worth_retrying is worth_retrying


@pytest.mark.parametrize("task_error", [None, {}, "oops", {"message": ""}, {"message": 7}])
def test_a_failure_that_is_not_explained_is_still_told(task_error: object) -> None:
    assert str(failed(task_error)) == "The task failed on Meshy's side."


def test_a_newer_type_of_failure_is_told_as_it_is() -> None:
    error = failed({"type": "solar_storm", "code": "x_class", "message": "A solar storm"})
    assert str(error) == "A solar storm."
    assert not error.remedy.worth_retrying


def test_what_the_service_says_of_a_failure_becomes_one_line() -> None:
    error = failed({"type": "server_error", "message": "a\x1b[31m\n\nb" + "x" * 10_000})
    assert str(error).isprintable()
    assert len(str(error)) < 500


@pytest.mark.parametrize(("status", "word"), [("CANCELED", "cancelled"), ("EXPIRED", "removed")])
def test_a_task_that_was_ended_elsewhere_says_so(status: str, word: str) -> None:
    with pytest.raises(TaskFailed, match=f"was {word} on Meshy's side"):
        read_task({"id": "1", "status": status}).raise_for_failure()


def failed(task_error: object) -> TaskFailed:
    with pytest.raises(TaskFailed) as failure:
        read_task({"id": "1", "status": "FAILED", "task_error": task_error}).raise_for_failure()
    return failure.value
