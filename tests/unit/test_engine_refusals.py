"""What Meshy refuses, and tasks that fail: one sentence each, and nothing paid for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from meshy_addon.api.account import TEST_MODE_KEY
from meshy_addon.api.errors import (
    InvalidParameter,
    KeyRefused,
    NotEnoughCredits,
    ParameterRefused,
    TaskFailed,
    Unreachable,
)
from meshy_addon.jobs.events import Failed, Interrupted
from meshy_addon.jobs.job import Stage
from tests.emulator.process import Emulator
from tests.unit.engine_driver import CREATE, ONE_TASK, STREAM, Driver, accepted, driving
from tests.unit.plain_server import nobody


def failure(driver: Driver, **values: object) -> Exception:
    """How a job fails; it's over then, and the journal tells why."""
    job = driver.submit(**values)  # type: ignore[arg-type]
    event = driver.outcome(job)
    assert isinstance(event, Failed), event
    assert driver.stage(job) is Stage.FAILED
    assert driver.record(job).error
    assert driver.engine.unfinished() == []
    return event.error


def test_without_a_connection_the_job_waits_for_a_better_time(
    emulator: Emulator, tmp_path: Path
) -> None:
    with nobody() as gone, driving(emulator, tmp_path / "state", url=gone) as driver:
        job = driver.submit()
        event = driver.outcome(job)
        assert isinstance(event, Interrupted)
        assert isinstance(event.error, Unreachable)
        assert str(event.error).count(".") <= 1
        assert driver.journal.tasks(job.id) == ()

    with driving(emulator, tmp_path / "state") as driver:
        assert driver.engine.resume(job.id)
        driver.ready(job)
    assert len(accepted(emulator)) == 2


def test_a_key_that_is_refused_ends_the_job(emulator: Emulator, tmp_path: Path) -> None:
    with driving(emulator, tmp_path / "state", key="msy_other") as driver:
        error = failure(driver)

    assert isinstance(error, KeyRefused)
    assert "msy_other" not in str(error)
    assert accepted(emulator) == []


def test_a_job_that_could_be_paid_in_part_only_is_not_begun(driver: Driver) -> None:
    driver.emulator.set_credits(25)

    error = failure(driver)

    assert isinstance(error, NotEnoughCredits)
    assert driver.journal.jobs()[0].error == str(error)
    assert str(error) == "This job costs 30 credits and the account has 25."
    assert driver.emulator.creates() == []
    assert driver.emulator.credits() == 25


def test_credits_that_just_suffice_are_enough(driver: Driver) -> None:
    driver.emulator.set_credits(30)

    driver.ready(driver.submit())

    assert driver.emulator.credits() == 0


def test_credits_are_asked_for_once_in_a_job(driver: Driver) -> None:
    driver.ready(driver.submit())

    assert len(driver.emulator.requests(path="/balance")) == 1


def test_a_balance_that_can_not_be_had_keeps_no_job_from_running(driver: Driver) -> None:
    driver.emulator.fault("refuse", path="/balance", status=500, times=0)

    driver.ready(driver.submit())


def test_a_preview_alone_needs_its_own_credits_only(driver: Driver) -> None:
    driver.emulator.set_credits(25)

    driver.ready(driver.submit(only_first=True))

    assert driver.emulator.credits() == 5


def test_without_credits_a_single_task_is_refused_by_the_service(driver: Driver) -> None:
    driver.emulator.set_credits(3)

    assert isinstance(failure(driver, only_first=True), NotEnoughCredits)
    assert driver.emulator.credits() == 3


def test_test_mode_costs_nothing_and_needs_no_credits(emulator: Emulator, tmp_path: Path) -> None:
    emulator.set_credits(0, TEST_MODE_KEY)
    with driving(emulator, tmp_path / "state", key=TEST_MODE_KEY) as driver:
        driver.ready(driver.submit())
    assert emulator.requests(path="/balance") == []


def test_a_parameter_that_the_service_refuses_ends_the_job_in_its_own_words(
    driver: Driver,
) -> None:
    message = "Invalid parameter: prompt: must not speak of owls"
    driver.emulator.fault("refuse", path=CREATE, status=400, message=message)

    error = failure(driver)

    assert isinstance(error, ParameterRefused)
    assert "must not speak of owls" in str(error)
    assert len(driver.emulator.creates()) == 1
    assert driver.emulator.credits() == 1000


def test_a_picture_that_is_gone_by_the_time_it_is_sent_ends_the_job(
    driver: Driver, tmp_path: Path
) -> None:
    error = failure(driver, kind="image_to_3d", image_url=str(tmp_path / "gone.png"))

    assert isinstance(error, InvalidParameter)
    assert "gone.png" in str(error)
    assert driver.emulator.creates() == []


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("image_too_complex", "one simple object"),
        ("moderation_blocked", "other words"),
        ("timeout", "something simpler"),
        ("service_unavailable", "wait a moment"),
        ("server_error", "Try again"),
        ("format_conversion_failed", "another file format"),
        ("model_missing_uv", "Unwrap"),
    ],
)
def test_a_task_that_fails_says_what_can_be_done_and_is_refunded(
    driver: Driver, code: str, advice: str
) -> None:
    error = failure(driver, prompt=f"an owl [fail:{code}]")

    assert isinstance(error, TaskFailed)
    assert advice in str(error)
    assert code in (error.code, error.type)
    assert driver.emulator.credits() == 1000


def test_a_refine_that_fails_leaves_the_preview_paid_and_its_id_known(driver: Driver) -> None:
    driver.emulator.fault("fail_task", path=CREATE, skip=1)
    job = driver.submit()
    event = driver.outcome(job)

    assert isinstance(event, Failed)
    preview, refine = driver.journal.tasks(job.id)
    assert preview.status == "SUCCEEDED"
    assert preview.task_id in str(event.error)
    assert refine.status == "FAILED"
    assert driver.emulator.credits() == 980


def test_a_failed_job_is_not_taken_up_again(driver: Driver) -> None:
    job = driver.submit(prompt="an owl [fail:timeout]")
    driver.outcome(job)

    assert not driver.engine.resume(job.id)
    assert len(driver.emulator.creates()) == 1


def test_a_key_that_is_withdrawn_while_a_task_runs_leaves_the_task_for_a_better_one(
    driver: Driver,
) -> None:
    driver.emulator.fault("cut", path=STREAM, bytes=0, times=0)
    driver.emulator.fault("refuse", method="GET", path=ONE_TASK, status=401, times=0)
    job = driver.submit(only_first=True)
    event = driver.outcome(job)

    assert isinstance(event, Interrupted)
    assert "key" in str(event.error)
    assert driver.stage(job) is Stage.WAITING
    driver.emulator.clear_faults()
    assert driver.engine.resume(job.id)
    driver.ready(job)
    assert len(driver.emulator.creates()) == 1


def test_a_key_that_is_withdrawn_before_the_download_gives_no_result_up(driver: Driver) -> None:
    driver.emulator.fault("expired_urls", path=STREAM, times=0)
    driver.emulator.fault("refuse", method="GET", path=ONE_TASK, status=401, times=0)
    job = driver.submit(only_first=True)
    event = driver.outcome(job)

    assert isinstance(event, Interrupted)
    assert driver.stage(job) is Stage.DOWNLOADING
    driver.emulator.clear_faults()
    assert driver.engine.resume(job.id)
    driver.ready(job)


def test_a_task_that_meshy_deleted_meanwhile_ends_the_job(driver: Driver) -> None:
    driver.emulator.fault("cut", path=STREAM, bytes=0, times=0)
    driver.emulator.fault("refuse", method="GET", path=ONE_TASK, status=404, times=0)

    assert "three days" in str(failure(driver, only_first=True))
