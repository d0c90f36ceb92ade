"""A day's limit holds whoever asks, and counts what is asked for and not paid yet."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from meshy_addon.jobs.events import Failed, JobCancelled, TaskProgressed
from meshy_addon.jobs.job import Job
from meshy_addon.jobs.spending import Limits, OverLimit
from tests.unit.engine_driver import Driver, a_job, driving

PREVIEW = 20
"""Credits for one."""
FOR_ONE = Limits(per_day=PREVIEW + 10)


@pytest.fixture
def driver(driver: Driver) -> Driver:
    driver.emulator.settings(task_seconds=60)
    return driver


def previews(count: int = 1) -> list[Job]:
    return [a_job(only_first=True, prompt=f"owl {number}") for number in range(count)]


def refused(driver: Driver, *jobs: Job) -> str:
    with pytest.raises(OverLimit) as error:
        driver.engine.submit(*jobs, limits=FOR_ONE)
    assert [driver.journal.job(job.id) for job in jobs] == [None] * len(jobs)
    return str(error.value)


def test_of_two_presses_in_a_row_the_second_counts_what_the_first_will_take(driver: Driver) -> None:
    driver.engine.submit(*previews(), limits=FOR_ONE)
    said = refused(driver, *previews())
    assert said == "This costs 20 credits; 20 of the 30 that are allowed per day are spent already."


def test_the_same_where_nobody_waits_for_the_disk(driver: Driver) -> None:
    first, second = previews(2)
    for job in (first, second):
        driver.engine.submit_soon(job, limits=FOR_ONE)
    failed = driver.outcome(second)
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, OverLimit)
    assert driver.journal.job(second.id) is None
    driver.wait_for(TaskProgressed, first)
    assert driver.prompts_paid() == [first.name]


def test_what_one_press_asks_for_is_begun_as_a_whole_or_not_at_all(driver: Driver) -> None:
    refused(driver, *previews(2))
    driver.engine.submit(*previews(), limits=FOR_ONE)


def test_another_blender_on_the_same_list_counts_too(driver: Driver) -> None:
    with driving(driver.emulator, driver.state) as other:
        other.engine.submit(*previews())
        refused(driver, *previews())


def test_what_was_cancelled_counts_no_more(driver: Driver) -> None:
    (first,) = previews()
    driver.emulator.fault("delay", path="/balance", seconds=1)
    driver.engine.submit(first, limits=FOR_ONE)
    driver.engine.cancel(first.id)
    assert isinstance(driver.outcome(first), JobCancelled)
    driver.engine.submit(*previews(), limits=FOR_ONE)


def test_what_was_left_lying_for_days_counts_once_somebody_works_on_it(driver: Driver) -> None:
    left = replace(previews()[0], created_at=time.time() - 3 * 86400)
    driver.journal.add(left)
    (job,) = previews()
    driver.engine.submit(job, limits=FOR_ONE)
    driver.engine.cancel(job.id)
    driver.outcome(job)

    assert driver.engine.resume(left.id)
    refused(driver, *previews())


def test_a_running_task_is_not_counted_twice(driver: Driver) -> None:
    whole = a_job()  # a preview, then a texture for 10
    driver.engine.submit(whole, limits=FOR_ONE)
    driver.wait_for(TaskProgressed, whole)
    with pytest.raises(OverLimit, match="30 of the 40"):
        driver.engine.submit(*previews(), limits=Limits(per_day=40))
    driver.engine.submit(*previews(), limits=Limits(per_day=50))
