"""What is on its way to Meshy when nobody wants it any more: a part of a request makes no task."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from meshy_addon.jobs.events import JobCancelled
from meshy_addon.jobs.job import Job
from tests.unit.engine_driver import Driver, driving, eventually
from tests.unit.meddler import meddling

LARGE_BYTES = 24_000_000
"""More than what a connection takes ahead of whoever reads from it."""


@pytest.fixture
def picture(tmp_path: Path) -> str:
    path = tmp_path / "large.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(LARGE_BYTES))
    return str(path)


@contextmanager
def amid_upload(driver: Driver, picture: str) -> Iterator[tuple[Driver, Job, Callable[[], None]]]:
    """A driver and its job, a part of whose create has come; and what lets the rest come."""
    has_begun, goes_on = threading.Event(), threading.Event()

    def amid() -> None:
        has_begun.set()
        goes_on.wait(60)

    with (
        meddling(driver.emulator, "POST", "image-to-3d$", amid=amid) as url,
        driving(driver.emulator, driver.state, url=url) as sending,
    ):
        job = sending.submit("image_to_3d", image_url=picture)
        assert has_begun.wait(60)
        yield sending, job, goes_on.set


def test_a_job_that_is_cancelled_while_it_is_sent_costs_nothing(
    driver: Driver, picture: str
) -> None:
    with amid_upload(driver, picture) as (sending, job, go_on):
        sending.engine.cancel(job.id)
        go_on()
        assert isinstance(sending.outcome(job), JobCancelled)
    assert driver.emulator.creates() == []


def test_what_was_being_sent_when_the_engine_was_closed_was_certainly_not_paid(
    driver: Driver, picture: str
) -> None:
    with amid_upload(driver, picture) as (sending, job, go_on):
        sending.engine.close()
        go_on()
        eventually(lambda: not sending.threads())
    assert driver.emulator.creates() == []
    assert driver.journal.tasks(job.id) == ()
    assert [record.job.id for record in driver.engine.unfinished()] == [job.id]
