"""Jobs of a front end that doesn't wait for the disk, as Blender's window can't."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

from meshy_addon.jobs.events import Failed, JobCancelled, Ready
from meshy_addon.jobs.job import Job, Stage
from tests.unit.engine_driver import Driver, a_job, accepted, driving, eventually


@contextmanager
def busy_disk(driver: Driver) -> Iterator[None]:
    """Nobody else can write to the journal meanwhile."""
    with closing(sqlite3.connect(driver.engine.journal.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def submit_soon(driver: Driver, prompt: str) -> Job:
    job = a_job(prompt=prompt)
    driver.engine.submit_soon(job)
    return job


def test_whoever_submits_does_not_wait_for_a_busy_disk_and_nothing_is_sent_before(driver: Driver):
    with busy_disk(driver):
        jobs = [submit_soon(driver, f"owl {number}") for number in range(3)]
        assert [driver.journal.job(job.id) for job in jobs] == [None] * 3
        assert accepted(driver.emulator) == []

    for job in jobs:
        assert isinstance(driver.outcome(job), Ready)
    asked_for = [record.job.id for record in reversed(driver.journal.jobs())]
    assert asked_for == [job.id for job in jobs]


def test_a_job_that_cannot_be_written_down_fails_in_words_and_is_not_paid(driver: Driver):
    with closing(sqlite3.connect(driver.engine.journal.path)) as other:
        other.execute("ALTER TABLE jobs RENAME TO lost")

    failed = driver.outcome(submit_soon(driver, "an owl"))

    assert isinstance(failed, Failed)
    assert "can't be used" in str(failed.error)
    assert accepted(driver.emulator) == []


def test_what_is_cancelled_before_it_is_written_down_is_never_sent(driver: Driver):
    with busy_disk(driver):
        first, second, last = (submit_soon(driver, f"owl {number}") for number in range(3))
        for job in (first, second, last):
            driver.engine.cancel(job.id)

    for job in (first, second, last):
        assert isinstance(driver.outcome(job), JobCancelled)
        assert driver.stage(job) is Stage.CANCELLED
    assert accepted(driver.emulator) == []


def test_closed_the_moment_after_it_still_knows_what_was_asked_for(driver: Driver):
    jobs = [submit_soon(driver, f"owl {number}") for number in range(5)]
    driver.engine.close()

    assert [driver.stage(job).is_over for job in jobs] == [False] * 5
    eventually(lambda: not driver.threads())


def test_what_was_just_asked_for_is_never_left_in_the_eyes_of_another_process(driver: Driver):
    is_written = threading.Event()

    def found_left(other: Driver) -> set[str]:
        found: set[str] = set()
        while not is_written.is_set():
            found |= {record.job.id for record in other.engine.unfinished()}
        return found

    with driving(driver.emulator, driver.state) as other, ThreadPoolExecutor() as pool:
        looking = pool.submit(found_left, other)
        driver.engine.submit(*(a_job(prompt=f"owl {number}") for number in range(30)))
        is_written.set()
        assert looking.result() == set()


def test_the_balance_is_asked_for_once_by_all_who_want_it_at_the_same_moment(driver: Driver):
    for _ in range(20):
        driver.engine.ask_balance()
    driver.ready(driver.submit())

    asked = [each for each in driver.emulator.requests() if each["path"].endswith("/balance")]
    assert len(asked) < 20
