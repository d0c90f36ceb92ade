"""Streams are a convenience: whatever happens to one, the result arrives all the same."""

from __future__ import annotations

import json
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from meshy_addon.api import client
from meshy_addon.jobs import waiting
from meshy_addon.jobs.events import Interrupted
from tests.emulator.process import Emulator
from tests.unit.engine_driver import ONE_TASK, STREAM, Driver, accepted, driving, hurry
from tests.unit.meddler import Forward, Reply, meddling


@pytest.fixture
def driver(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Driver:
    monkeypatch.setattr(client, "_SILENCE_S", 0.2)
    return driver


def polls(emulator: Emulator) -> list[dict[str, Any]]:
    """The questions after one task."""
    asked = emulator.requests("GET", "/text-to-3d/")
    return [each for each in asked if not each["path"].endswith("/stream")]


def streams(emulator: Emulator) -> list[dict[str, Any]]:
    return emulator.requests("GET", "/stream")


def test_a_stream_that_works_makes_asking_unnecessary(driver: Driver) -> None:
    driver.ready(driver.submit(only_first=True))

    assert len(streams(driver.emulator)) == 1
    assert polls(driver.emulator) == []


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "cut_events", "events": 2},
        {"kind": "silent"},
        {"kind": "pings"},
        {"kind": "refuse", "status": 404, "message": "Not found"},
        {"kind": "refuse", "status": 500},
        {"kind": "refuse", "status": 429, "message": "RateLimitExceeded"},
        {"kind": "html"},
        {"kind": "lose_answer"},
        {"kind": "cut", "bytes": 10},
    ],
    ids=[
        "cut",
        "silent",
        "only pings",
        "404",
        "500",
        "429",
        "a web page",
        "closed",
        "cut in an event",
    ],
)
def test_without_streams_the_result_arrives_by_asking(
    driver: Driver, fault: dict[str, Any]
) -> None:
    struck = driver.emulator.fault(path=STREAM, times=0, **fault)
    job = driver.submit()
    driver.ready(job)

    assert driver.emulator.hits(struck)
    assert polls(driver.emulator)
    assert len(accepted(driver.emulator)) == 2
    assert driver.fractions(job) == sorted(driver.fractions(job))


def test_a_stream_that_was_cut_once_is_taken_up_again(driver: Driver) -> None:
    driver.emulator.fault("cut_events", path=STREAM, events=1)
    driver.ready(driver.submit(only_first=True))

    assert len(streams(driver.emulator)) == 2


def test_a_stream_that_came_too_soon_after_others_is_tried_again(driver: Driver) -> None:
    driver.emulator.fault("refuse", path=STREAM, status=429, message="RateLimitExceeded")
    # Longer than the pause after a 429: the task must still be under way when it ends.
    driver.ready(driver.submit(only_first=True, prompt="an owl [seconds:6]"))

    assert [each["status"] for each in streams(driver.emulator)][:2] == [429, 200]


def test_a_stream_that_is_not_to_be_had_is_not_asked_for_again(driver: Driver) -> None:
    driver.emulator.fault("refuse", path=STREAM, status=404, times=0)
    driver.ready(driver.submit(only_first=True))

    assert len(streams(driver.emulator)) == 1
    assert len(polls(driver.emulator)) > 1


def test_a_stream_that_reports_an_error_is_not_believed_about_the_task(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    data = b'event: error\ndata: {"status_code": 404, "message": "Task not found"}\n\n'
    error = Reply(200, "text/event-stream", data)
    with (
        meddling(emulator, "GET", STREAM, lambda forward: error) as url,
        driving(emulator, tmp_path / "state", url=url) as driver,
    ):
        driver.ready(driver.submit(only_first=True))

    assert polls(emulator)


def test_a_stream_may_end_on_a_message_without_the_results(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    with (
        meddling(emulator, "GET", STREAM, without_results) as url,
        driving(emulator, tmp_path / "state", url=url) as driver,
    ):
        # The first question after it fails, too.
        fault = emulator.fault("refuse", method="GET", path=ONE_TASK, status=503)
        driver.ready(driver.submit(only_first=True))

    assert emulator.hits(fault)


def without_results(forward: Forward) -> Reply:
    events = forward().body.split(b"\n\n")
    final = json.loads(events[-2].partition(b"data: ")[2])
    brief = {key: final[key] for key in ("id", "status", "progress")}
    data = f"event: message\ndata: {json.dumps(brief)}\n\n".encode()
    return Reply(200, "text/event-stream", data)


def test_a_service_that_is_away_for_a_while_is_waited_for(driver: Driver) -> None:
    away = driver.emulator.fault("refuse", path=r"/text-to-3d/", status=503, times=8)
    driver.ready(driver.submit(only_first=True))

    assert driver.emulator.hits(away) == 8


def test_a_service_that_stays_away_interrupts_the_job_and_leaves_its_task(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "PATIENCE_S", 0.1)
    driver.emulator.fault("refuse", path=r"/text-to-3d/", status=503, times=0)
    job = driver.submit(only_first=True)
    event = driver.outcome(job)
    assert isinstance(event, Interrupted)

    driver.emulator.clear_faults()
    assert [record.job.id for record in driver.engine.unfinished()] == [job.id]
    assert driver.engine.resume(job.id)
    driver.ready(job)
    assert len(driver.emulator.creates()) == 1


def test_a_night_that_the_computer_slept_does_not_count_against_the_service(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a clock as Windows has it, which goes on meanwhile."""
    nights: list[float] = []

    def after_a_night(forward: Forward) -> Reply:
        if len(nights) == 6:
            return forward()
        nights.append(10 * 3600.0)
        return Reply(503, "application/json", b"{}")

    hurry(monkeypatch)
    clock = SimpleNamespace(monotonic=lambda: time.monotonic() + sum(nights))
    monkeypatch.setattr(waiting, "time", clock)
    with (
        meddling(emulator, "GET", rf"{STREAM}|{ONE_TASK}", after_a_night) as url,
        driving(emulator, tmp_path / "state", url=url) as driver,
    ):
        driver.ready(driver.submit(only_first=True))

    assert len(nights) == 6


def test_a_task_that_is_not_found_once_is_not_given_up(driver: Driver) -> None:
    driver.emulator.fault("refuse", path=STREAM, status=404, times=0)
    driver.emulator.fault("refuse", path=ONE_TASK, method="GET", status=404, skip=1)
    driver.ready(driver.submit(only_first=True))
    assert len(driver.emulator.creates()) == 1
