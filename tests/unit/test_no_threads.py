"""Where the machine starts no further thread: it is said, and can be asked for again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from meshy_addon.api.errors import MeshyError
from meshy_addon.jobs.crew import NoThread
from meshy_addon.jobs.events import BalanceTold, Failed, Interrupted, JobCancelled, Ready
from meshy_addon.jobs.history import History
from meshy_addon.ui.errands import Errands
from tests.unit.engine_driver import Driver, a_job, accepted
from tests.unit.test_history import shelf_of


@contextmanager
def no_threads() -> Iterator[None]:
    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        yield


def test_an_errand_has_failed_and_is_not_under_way() -> None:
    errands = Errands()
    done: list[str] = []
    failed: list[MeshyError] = []

    with no_threads():
        errands.run(lambda: "brought", done.append, failed.append)
    errands.deliver()

    assert not errands.is_any_out
    assert (done, [type(error) for error in failed]) == ([], [NoThread])


def test_the_balance_is_told_to_be_unknown_and_asked_for_the_next_time(driver: Driver) -> None:
    with no_threads():
        driver.engine.ask_balance()
    told = driver.engine.next_event(0.0)
    assert isinstance(told, BalanceTold)
    assert isinstance(told.error, NoThread)

    driver.engine.ask_balance()
    told = driver.engine.next_event(60.0)
    assert isinstance(told, BalanceTold)
    assert told.credits == driver.emulator.credits()


def test_the_history_is_asked_for_all_the_same_in_the_thread_that_wants_it() -> None:
    shelf = shelf_of({"text-to-3d-preview": 3, "remesh": 2})
    with no_threads():
        entries = History(shelf).more()  # type: ignore[arg-type]
    assert len(entries) == 5


def test_a_job_that_nobody_can_write_down_fails_and_the_next_is_made(driver: Driver) -> None:
    first, second = a_job(only_first=True), a_job(only_first=True)
    with no_threads():
        driver.engine.submit_soon(first)
    failed = driver.outcome(first)
    assert isinstance(failed, Failed)
    assert "not enough memory" in str(failed.error)
    assert driver.journal.job(first.id) is None

    driver.engine.submit_soon(second)
    assert isinstance(driver.outcome(second), Ready)
    assert len(accepted(driver.emulator)) == 1


def test_a_job_that_nobody_can_work_on_is_there_to_be_resumed(driver: Driver) -> None:
    job = a_job(only_first=True)
    with no_threads():
        driver.engine.submit(job)
    left = driver.outcome(job)
    assert isinstance(left, Interrupted)
    assert isinstance(left.error, NoThread)

    assert driver.engine.resume(job.id)
    driver.ready(job)


def test_a_cancel_that_nobody_can_do_is_refused_in_words_and_can_be_done_later(
    driver: Driver,
) -> None:
    job = a_job(only_first=True)
    driver.journal.add(job)
    with no_threads(), pytest.raises(NoThread):
        driver.engine.cancel(job.id)
    driver.engine.cancel(job.id)
    assert isinstance(driver.outcome(job), JobCancelled)
