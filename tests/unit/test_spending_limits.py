"""A day's limit holds whoever asks, and counts what is asked for and not paid yet."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from meshy_addon.api.errors import InvalidParameter
from meshy_addon.api.tasks import Status, read_task
from meshy_addon.jobs.adopting import adopt
from meshy_addon.jobs.events import Failed, Interrupted, JobCancelled, TaskProgressed
from meshy_addon.jobs.job import Job
from meshy_addon.jobs.journal import Journal
from meshy_addon.jobs.spending import Limits, OverLimit, Spent, credits_of, limits_of, spent
from tests.unit.engine_driver import CREATE, Driver, a_job, driving, post

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


def left_unsent(driver: Driver) -> Job:
    """A job of yesterday, which Blender was closed on before anything was sent."""
    left = replace(previews()[0], created_at=time.time() - 86_400)
    driver.journal.add(left)
    return left


def test_what_was_never_sent_is_not_taken_up_past_the_limit_and_stays(driver: Driver) -> None:
    left = left_unsent(driver)
    (other,) = previews()
    driver.engine.submit(other, limits=FOR_ONE)
    with pytest.raises(OverLimit, match="20 of the 30 that are allowed"):
        driver.engine.resume(left.id, limits=FOR_ONE)
    assert [record.job.id for record in driver.engine.unfinished()] == [left.id]

    driver.engine.cancel(other.id)
    assert isinstance(driver.outcome(other), JobCancelled)
    assert driver.engine.resume(left.id, limits=FOR_ONE)
    driver.wait_for(TaskProgressed, left)


def test_what_was_never_sent_counts_itself_once(driver: Driver) -> None:
    (job,) = previews()
    driver.journal.add(job)
    assert driver.engine.resume(job.id, limits=FOR_ONE)
    driver.wait_for(TaskProgressed, job)


def test_what_was_begun_goes_on_whatever_the_limit(driver: Driver) -> None:
    (job,) = previews()
    driver.engine.submit(job)
    driver.wait_for(TaskProgressed, job)
    driver.engine.close()
    with driving(driver.emulator, driver.state) as later:
        assert later.engine.resume(job.id, limits=Limits(per_job=1, per_day=1))
        later.wait_for(TaskProgressed, job)


def test_what_is_sent_again_is_held_to_the_limits(driver: Driver) -> None:
    driver.emulator.fault("lose_answer", path=CREATE, method="POST")
    driver.emulator.fault("refuse", path=CREATE, method="GET", status=503, times=0)
    (job,) = previews()
    driver.engine.submit(job)
    assert isinstance(driver.outcome(job), Interrupted)
    with pytest.raises(OverLimit):
        driver.engine.send_again(job.id, limits=Limits(per_job=PREVIEW - 1))
    assert driver.journal.tasks(job.id)[0].is_unanswered
    assert len(driver.emulator.creates()) == 1


def test_a_limit_that_is_no_number_keeps_nothing_that_is_paid_from_coming(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid, unpaid = previews(2)
    driver.engine.submit(paid)
    driver.wait_for(TaskProgressed, paid)
    driver.engine.close()
    driver.journal.add(unpaid)
    monkeypatch.setenv("MESHY_MAX_CREDITS_PER_DAY", "lots")

    with driving(driver.emulator, driver.state) as later:
        with pytest.raises(InvalidParameter, match="PER_DAY"):
            later.engine.submit(*previews(), limits=limits_of())
        with pytest.raises(InvalidParameter, match=r"^MESHY_MAX_CREDITS_PER_DAY is not a number"):
            later.engine.resume(unpaid.id, limits=limits_of())
        assert later.engine.resume(paid.id, limits=limits_of())
        later.wait_for(TaskProgressed, paid)
    assert driver.prompts_paid() == [paid.name]


def test_what_was_made_and_paid_elsewhere_takes_nothing_of_the_day(driver: Driver) -> None:
    task_id = post(driver.emulator, "/openapi/v2/text-to-3d", mode="preview", prompt="an owl")
    taken_over = adopt(driver.journal, "text-to-3d-preview", task_id, name="Owl", target={})
    driver.engine.submit(*previews(), limits=FOR_ONE)
    assert driver.engine.resume(taken_over.id, limits=FOR_ONE)
    driver.wait_for(TaskProgressed, taken_over)


@contextmanager
def paid_task(folder: Path, *, sent_at: float) -> Iterator[tuple[Journal, Job]]:
    """A journal with one job, whose preview was paid for at `sent_at` by the service's clock."""
    journal = Journal(folder / "jobs.sqlite")
    (job,) = previews()
    journal.add(job)
    journal.creating(job.id, 0, job.steps[0].endpoint, "digest", sent_at)
    journal.created(job.id, 0, "task-1")
    journal.task_changed(job.id, 0, Status.IN_PROGRESS, 50, PREVIEW)
    yield journal, job
    journal.close()


@pytest.mark.parametrize("days_off", [-40, 0, 40])
def test_what_is_paid_today_counts_today_however_far_off_the_machines_clock_is(
    tmp_path: Path, days_off: int
) -> None:
    with paid_task(tmp_path, sent_at=time.time() + days_off * 86_400) as (journal, _):
        assert spent(journal) == Spent(PREVIEW, PREVIEW)


@pytest.mark.parametrize(
    ("status", "told", "took"),
    [
        (Status.FAILED, {"consumed_credits": 0}, 0),
        (Status.CANCELED, {"consumed_credits": 0}, 0),
        (Status.CANCELED, {"consumed_credits": PREVIEW}, PREVIEW),
        (Status.CANCELED, {}, PREVIEW),
        (Status.EXPIRED, {"consumed_credits": PREVIEW}, PREVIEW),
    ],
)
def test_what_ended_without_a_result_counts_with_what_it_took(
    tmp_path: Path, status: Status, told: dict[str, int], took: int
) -> None:
    with paid_task(tmp_path, sent_at=time.time()) as (journal, job):
        journal.task_seen(job.id, 0, read_task({"id": "task-1", "status": status, **told}))
        assert spent(journal).today == credits_of(journal, job.id) == took


def test_a_cancelled_task_that_had_not_begun_counts_nothing(tmp_path: Path) -> None:
    with paid_task(tmp_path, sent_at=time.time()) as (journal, job):
        journal.task_changed(job.id, 0, Status.PENDING, 0, PREVIEW)
        journal.task_seen(job.id, 0, read_task({"id": "task-1", "status": "CANCELED"}))
        assert spent(journal).today == credits_of(journal, job.id) == 0


def test_what_was_paid_on_another_day_does_not_count_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = time.time() - 40 * 86_400
    monkeypatch.setattr(time, "time", lambda: long_ago)
    with paid_task(tmp_path, sent_at=long_ago + 40 * 86_400) as (journal, _):
        monkeypatch.undo()
        assert spent(journal) == Spent(0, 0)
