"""Two accounts, or a new key for one: nothing is lost under the wrong key, or paid twice."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from meshy_addon.api.endpoints import ENDPOINTS
from meshy_addon.jobs import ending, lost
from meshy_addon.jobs.accounts import NotAllowedToAsk
from meshy_addon.jobs.events import Failed, Interrupted, JobCancelled
from meshy_addon.jobs.history import History
from meshy_addon.jobs.history_entry import made_here
from meshy_addon.jobs.job import Job, Stage
from meshy_addon.jobs.spending import spent
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


def left_amid(
    emulator: Emulator, state: Path, *, only_first: bool = True, task_seconds: float = 2
) -> Job:
    """A job whose first task is under way at the first account."""
    emulator.settings(task_seconds=task_seconds)
    with driving(emulator, state) as driver:
        job = driver.submit(only_first=only_first)
        driver.wait_for_stage(job, Stage.WAITING)
        eventually(lambda: tasks_on_server(emulator))
    emulator.settings(task_seconds=0.1)
    return job


def stays(driver: Driver, job: Job, reason: type[Exception]) -> str:
    """Expects that the job, taken up, waits for a person; what that is told."""
    assert driver.engine.resume(job.id)
    return waits(driver, job, reason)


def waits(driver: Driver, job: Job, reason: type[Exception]) -> str:
    """Expects that the job is left as it was, for a person; what that is told."""
    event = driver.outcome(job)
    assert isinstance(event, Interrupted), event
    assert isinstance(event.error, reason), event.error
    assert not driver.stage(job).is_over
    return str(event.error)


def unanswered(emulator: Emulator, state: Path) -> Job:
    """A job that the first account may have a task of, which it can't be asked after just then."""
    emulator.fault("lose_answer", path=CREATE)
    emulator.fault("refuse", path=r"text-to-3d$", method="GET", status=503, times=0)
    with driving(emulator, state) as driver:
        job = driver.submit(only_first=True)
        assert isinstance(driver.outcome(job), Interrupted)
    emulator.clear_faults()
    return job


def goes_on(emulator: Emulator, state: Path, job: Job, url: str | None = None) -> None:
    """Expects that the job, taken up with the first account's key, comes to its end."""
    with driving(emulator, state, url=url) as driver:
        assert driver.engine.resume(job.id)
        driver.ready(job)


def grows_old(state: Path) -> None:
    """Lets four days go by: one more than Meshy keeps what it made."""
    with sqlite3.connect(state / "jobs.sqlite") as database:
        database.execute("UPDATE tasks SET sent_at = sent_at - 4 * 24 * 3600")
    database.close()


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
    job = unanswered(emulator, state)

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
    grows_old(state)

    with driving(emulator, state, key=OTHER) as driver:
        assert driver.engine.resume(job.id)
        event = driver.outcome(job)
    assert isinstance(event, Failed), event


def test_what_the_other_account_works_on_is_not_cancelled_here_alone(
    emulator: Emulator, state: Path
) -> None:
    job = left_amid(emulator, state, task_seconds=60)

    with driving(emulator, state, key=OTHER) as driver:
        driver.engine.cancel(job.id)
        assert "another API key" in waits(driver, job, NotAllowedToAsk)
    with driving(emulator, state) as driver:
        driver.engine.cancel(job.id)
        assert isinstance(driver.outcome(job), JobCancelled)
    assert tasks_on_server(emulator) == []


def test_what_the_other_account_may_have_is_not_cancelled_here_alone(
    emulator: Emulator, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = unanswered(emulator, state)

    monkeypatch.setattr(ending, "LOOKS_S", (0.0, 0.02))
    with driving(emulator, state, key=OTHER) as driver:
        driver.engine.cancel(job.id)
        waits(driver, job, NotAllowedToAsk)
    goes_on(emulator, state, job)


def test_what_is_cancelled_while_it_is_looked_for_with_the_other_key_waits_for_its_own(
    emulator: Emulator, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = unanswered(emulator, state)

    monkeypatch.setattr(ending, "LOOKS_S", (0.0, 0.02))
    monkeypatch.setattr(lost, "LOOKS_S", (0.0, 60.0))
    with driving(emulator, state, key=OTHER) as driver:
        assert driver.engine.resume(job.id)
        driver.wait_for_stage(job, Stage.SUBMITTING)
        driver.engine.cancel(job.id)
        waits(driver, job, NotAllowedToAsk)
        assert [record.job.id for record in driver.engine.unfinished()] == [job.id]
    monkeypatch.setattr(lost, "LOOKS_S", (0.0, 0.02))
    goes_on(emulator, state, job)


def test_a_new_key_of_the_same_account_cancels_what_the_old_one_began(
    emulator: Emulator, state: Path
) -> None:
    job = left_amid(emulator, state, task_seconds=60)

    url = emulator.api.replace("127.0.0.1", "localhost")
    with driving(emulator, state, url=url) as driver:
        driver.engine.cancel(job.id)
        assert isinstance(driver.outcome(job), JobCancelled)
    assert tasks_on_server(emulator) == []


def test_what_no_account_can_have_any_more_is_taken_off_under_any_key(
    emulator: Emulator, state: Path
) -> None:
    job = left_amid(emulator, state)
    grows_old(state)

    with driving(emulator, state, key=OTHER) as driver:
        driver.engine.cancel(job.id)
        assert isinstance(driver.outcome(job), JobCancelled)


def test_the_history_tells_what_is_at_the_other_account_from_what_is_gone(
    emulator: Emulator, state: Path
) -> None:
    with driving(emulator, state) as driver:
        made = [driver.ready(driver.submit(only_first=True, prompt=each)) for each in "ab"]
        left, removed = (ready.result.tasks[-1].id for ready in made)
        driver.engine.calls().delete(ENDPOINTS["text-to-3d-preview"], removed)
        assert of_history(driver) == {left: (False, False), removed: (True, False)}

    with driving(emulator, state, key=OTHER) as driver:
        assert of_history(driver) == {left: (True, True), removed: (True, True)}
    grows_old(state)
    with driving(emulator, state, key=OTHER) as driver:
        assert of_history(driver) == {left: (True, False), removed: (True, False)}


def of_history(driver: Driver) -> dict[str, tuple[bool, bool]]:
    """Of each task that was made here, whether it's gone, and whether it may be elsewhere."""
    calls = driver.engine.calls()
    history = History(calls, made_here=lambda: made_here(driver.engine.journal, driver.state))
    return {entry.id: (entry.is_gone, entry.is_elsewhere) for entry in history.more()}


def test_what_was_deleted_is_not_in_the_history_for_its_files_and_was_paid_all_the_same(
    emulator: Emulator, state: Path
) -> None:
    with driving(emulator, state) as driver:
        task = driver.ready(driver.submit(only_first=True)).result.tasks[-1]
        driver.engine.calls().delete(ENDPOINTS["text-to-3d-preview"], task.id)
        driver.engine.journal.deleted(task.id)
    with driving(emulator, state) as driver:
        assert of_history(driver) == {}
        assert spent(driver.engine.journal).today == task.credits


def test_which_key_it_was_is_not_in_the_journal(emulator: Emulator, state: Path) -> None:
    left_amid(emulator, state)

    assert emulator.key.encode() not in (state / "jobs.sqlite").read_bytes()
