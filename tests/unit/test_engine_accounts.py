"""Two accounts, or a new key for one: nothing is lost under the wrong key, or paid twice."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from meshy_addon.jobs.events import Failed, Interrupted
from meshy_addon.jobs.job import Job, Stage
from meshy_addon.jobs.runner import NotAllowedToAsk
from meshy_addon.jobs.undecided import Undecided
from tests.emulator.process import Emulator
from tests.unit.engine_driver import (
    CREATE,
    Driver,
    accepted,
    driving,
    eventually,
    hurry,
    tasks_on_server,
)

OTHER = "msy_other_account"


@pytest.fixture
def state(emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Its folder, where two accounts work in turn."""
    hurry(monkeypatch)
    emulator.set_credits(1000, key=OTHER)
    return tmp_path / "state"


def left_amid(emulator: Emulator, state: Path, *, only_first: bool = True) -> Job:
    """A job whose first task is under way at the first account."""
    emulator.settings(task_seconds=2)
    with driving(emulator, state) as driver:
        job = driver.submit(only_first=only_first)
        driver.wait_for_stage(job, Stage.WAITING)
        eventually(lambda: tasks_on_server(emulator))
    emulator.settings(task_seconds=0.1)
    return job


def stays(driver: Driver, job: Job, reason: type[Exception]) -> str:
    """Expects that the job, taken up, waits for a person; what that is told."""
    assert driver.engine.resume(job.id)
    event = driver.outcome(job)
    assert isinstance(event, Interrupted), event
    assert isinstance(event.error, reason), event.error
    assert not driver.stage(job).is_over
    return str(event.error)


def goes_on(emulator: Emulator, state: Path, job: Job, url: str | None = None) -> None:
    """Expects that the job, taken up with the first account's key, comes to its end."""
    with driving(emulator, state, url=url) as driver:
        assert driver.engine.resume(job.id)
        driver.ready(job)


def test_a_job_of_the_other_account_waits_until_its_key_is_back(
    emulator: Emulator, state: Path
) -> None:
    job = left_amid(emulator, state)

    with driving(emulator, state, key=OTHER) as driver:
        said = stays(driver, job, NotAllowedToAsk)
        assert "another API key" in said
    goes_on(emulator, state, job)
    assert len(accepted(emulator)) == 1


def test_a_second_task_is_not_sent_to_the_other_account(emulator: Emulator, state: Path) -> None:
    full = {"status": 429, "message": "NoMoreConcurrentTasks"}
    emulator.fault("refuse", path=CREATE, method="POST", skip=1, times=0, **full)
    with driving(emulator, state) as driver:
        job = driver.submit()
        eventually(lambda: len(emulator.creates()) > 1)
    eventually(lambda: not driver.threads())
    emulator.clear_faults()

    with driving(emulator, state, key=OTHER) as driver:
        stays(driver, job, NotAllowedToAsk)
    goes_on(emulator, state, job)
    assert len(accepted(emulator)) == 2


def test_a_create_without_an_answer_is_not_sent_again_by_the_other_account(
    emulator: Emulator, state: Path
) -> None:
    emulator.fault("lose_answer", path=CREATE)
    emulator.fault("refuse", path=r"text-to-3d$", method="GET", status=503, times=0)
    with driving(emulator, state) as driver:
        job = driver.submit(only_first=True)
        assert isinstance(driver.outcome(job), Interrupted)
    emulator.clear_faults()

    with driving(emulator, state, key=OTHER) as driver:
        said = stays(driver, job, Undecided)
        assert "another API key" in said
    goes_on(emulator, state, job)
    assert len(accepted(emulator)) == 1


def test_a_new_key_of_the_same_account_goes_on_with_what_the_old_one_began(
    emulator: Emulator, state: Path
) -> None:
    job = left_amid(emulator, state)

    # Under another name of the machine it's another mark, and the same account.
    goes_on(emulator, state, job, emulator.api.replace("127.0.0.1", "localhost"))
    assert len(accepted(emulator)) == 1


def test_what_no_account_can_have_any_more_is_gone_under_any_key(
    emulator: Emulator, state: Path
) -> None:
    job = left_amid(emulator, state)
    with sqlite3.connect(state / "jobs.sqlite") as database:
        database.execute("UPDATE tasks SET sent_at = sent_at - 4 * 24 * 3600")
    database.close()

    with driving(emulator, state, key=OTHER) as driver:
        assert driver.engine.resume(job.id)
        event = driver.outcome(job)
    assert isinstance(event, Failed), event


def test_which_key_it_was_is_not_in_the_journal(emulator: Emulator, state: Path) -> None:
    left_amid(emulator, state)

    assert emulator.key.encode() not in (state / "jobs.sqlite").read_bytes()
