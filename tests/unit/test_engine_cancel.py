"""Cancelling, at whatever a job is: the task ends at Meshy, the job here, once and for good."""

from __future__ import annotations

import pytest

from meshy_addon.api import client
from meshy_addon.api.tasks import Status
from meshy_addon.jobs import download, lost, plan_limits
from meshy_addon.jobs.adopting import adopt
from meshy_addon.jobs.events import CreditsTold, FileProgressed, JobCancelled, Ready, TaskProgressed
from meshy_addon.jobs.job import Job, Stage
from meshy_addon.jobs.spending import spent
from tests.unit.engine_driver import (
    CREATE,
    ONE_TASK,
    STREAM,
    Driver,
    a_job,
    accepted,
    driving,
    eventually,
    post,
    tasks_on_server,
)


@pytest.fixture
def driver(driver: Driver) -> Driver:
    driver.emulator.settings(task_seconds=60)
    return driver


def cancelled(driver: Driver, job: Job) -> None:
    """Cancels the job and expects that it ends as one that was."""
    driver.engine.cancel(job.id)
    event = driver.outcome(job)
    assert isinstance(event, JobCancelled), event
    assert driver.stage(job) is Stage.CANCELLED
    assert driver.record(job).owner == ""
    assert not driver.engine.resume(job.id)
    nothing_is_left(driver)


def nothing_is_left(driver: Driver) -> None:
    """Expects that the engine's threads end when they are let go."""
    driver.engine.close()
    eventually(lambda: not driver.threads())
    assert not [e for e in driver.engine.drain() if isinstance(e, Ready | JobCancelled)]


def test_while_the_service_does_not_say_what_the_account_has(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_READ_S", 600.0)
    held_up = driver.emulator.fault("delay", path="/balance", seconds=300)
    asks, waits = driver.submit(), driver.submit()
    eventually(lambda: driver.emulator.hits(held_up))
    for job in (waits, asks):
        driver.engine.cancel(job.id)
        assert isinstance(driver.outcome(job), JobCancelled)

    assert driver.prompts_paid() == []


@pytest.mark.usefixtures("one_at_a_time")
def test_before_its_turn(driver: Driver) -> None:
    first = driver.submit(prompt="first")
    driver.wait_for(TaskProgressed, first)
    second = driver.submit(prompt="second")
    driver.engine.cancel(second.id)
    assert isinstance(driver.outcome(second), JobCancelled)

    assert driver.stage(second) is Stage.CANCELLED
    assert driver.stage(first) is Stage.WAITING
    cancelled(driver, first)
    assert driver.prompts_paid() == ["first"]


def test_while_the_plan_has_no_place_for_it(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_limits, "PROBE_S", 60.0)
    full = driver.emulator.fault(
        "refuse", path=CREATE, method="POST", status=429, message="NoMoreConcurrentTasks", times=0
    )
    job = driver.submit(only_first=True)
    eventually(lambda: driver.emulator.hits(full))

    cancelled(driver, job)
    assert accepted(driver.emulator) == []
    assert driver.journal.tasks(job.id) == ()


def test_while_too_many_requests_hold_it_back(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_limits, "PAUSE_S", 60.0)
    limit = driver.emulator.fault(
        "refuse", path=CREATE, method="POST", status=429, message="RateLimitExceeded"
    )
    job = driver.submit(only_first=True)
    eventually(lambda: driver.emulator.hits(limit))

    driver.engine.cancel(job.id)
    assert isinstance(driver.outcome(job), JobCancelled)
    assert driver.journal.tasks(job.id) == ()
    assert accepted(driver.emulator) == []


def test_while_its_create_is_not_answered(driver: Driver) -> None:
    driver.emulator.fault("delay", path=CREATE, method="POST", seconds=1.0)
    job = driver.submit(only_first=True)
    eventually(lambda: tasks_on_server(driver.emulator))

    cancelled(driver, job)
    assert tasks_on_server(driver.emulator) == []


def test_while_its_task_runs(driver: Driver) -> None:
    job = driver.submit()
    driver.wait_for(TaskProgressed, job)

    cancelled(driver, job)
    assert tasks_on_server(driver.emulator) == []
    assert len(accepted(driver.emulator)) == 1


def test_while_its_second_task_runs(driver: Driver) -> None:
    driver.emulator.fault("task_seconds", path=CREATE, method="POST", seconds=0.2)
    job = driver.submit()
    driver.wait_for(TaskProgressed, job, lambda event: event.part == 1)

    cancelled(driver, job)
    assert [task["type"] for task in tasks_on_server(driver.emulator)] == ["text-to-3d-preview"]


def test_while_a_stream_says_nothing(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_SILENCE_S", 1.0)
    silent = driver.emulator.fault("silent", path=STREAM)
    job = driver.submit()
    eventually(lambda: driver.emulator.hits(silent))

    cancelled(driver, job)
    assert tasks_on_server(driver.emulator) == []


def test_while_a_stream_says_only_that_it_is_there(driver: Driver) -> None:
    pings = driver.emulator.fault("pings", path=STREAM)
    job = driver.submit()
    eventually(lambda: driver.emulator.hits(pings))

    cancelled(driver, job)
    assert tasks_on_server(driver.emulator) == []


def test_while_it_is_asked_after(driver: Driver) -> None:
    driver.emulator.fault("refuse", path=STREAM, status=404, times=0)
    job = driver.submit()
    driver.wait_for(TaskProgressed, job)

    cancelled(driver, job)
    assert tasks_on_server(driver.emulator) == []


def test_while_its_files_arrive(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "CHUNK_BYTES", 1024)
    driver.emulator.settings(task_seconds=0.2)
    driver.emulator.fault("slow", host="assets", times=0, bytes_per_second=4096)
    job = driver.submit(only_first=True)
    driver.wait_for(FileProgressed, job)

    cancelled(driver, job)
    left = [path.name for path in (driver.state / "jobs" / job.id).iterdir()]
    assert not [name for name in left if not name.endswith((".part", ".part.json"))]


def test_when_it_is_ready(driver: Driver) -> None:
    driver.emulator.settings(task_seconds=0.2)
    job = driver.submit(only_first=True)
    driver.ready(job)

    cancelled(driver, job)


def test_when_another_engine_left_it(driver: Driver) -> None:
    job = driver.submit(only_first=True)
    driver.wait_for(TaskProgressed, job)
    driver.engine.close()

    with driving(driver.emulator, driver.state) as later:
        cancelled(later, job)
    assert tasks_on_server(driver.emulator) == []


def test_from_another_process_that_shares_the_journal(driver: Driver) -> None:
    job = driver.submit(only_first=True)
    driver.wait_for(TaskProgressed, job)

    with driving(driver.emulator, driver.state) as other:
        other.engine.cancel(job.id)
        assert isinstance(other.outcome(job), JobCancelled)
    assert isinstance(driver.outcome(job), JobCancelled)
    assert driver.stage(job) is Stage.CANCELLED


def test_a_second_cancel_changes_nothing(driver: Driver) -> None:
    job = driver.submit()
    driver.wait_for(TaskProgressed, job)
    driver.engine.cancel(job.id)
    driver.engine.cancel(job.id)
    assert isinstance(driver.outcome(job), JobCancelled)
    driver.engine.cancel(job.id)

    assert isinstance(driver.outcome(job), JobCancelled)  # who asked is waiting for it
    assert driver.stage(job) is Stage.CANCELLED


def test_two_processes_that_cancel_at_once_both_hear_of_it(driver: Driver) -> None:
    job = driver.submit(only_first=True)
    driver.wait_for(TaskProgressed, job)
    driver.engine.close()

    with (
        driving(driver.emulator, driver.state) as one,
        driving(driver.emulator, driver.state) as other,
    ):
        one.engine.cancel(job.id)
        other.engine.cancel(job.id)
        assert isinstance(one.outcome(job), JobCancelled)
        assert isinstance(other.outcome(job), JobCancelled)
    assert tasks_on_server(driver.emulator) == []


def left_with(driver: Driver, task_id: str) -> Job:
    """A job on which Blender was closed as soon as its task was made."""
    job = a_job(only_first=True)
    driver.journal.add(job)
    driver.journal.creating(job.id, 0, job.steps[0].endpoint, "digest", job.created_at)
    driver.journal.created(job.id, 0, task_id)
    return job


def a_preview(driver: Driver) -> str:
    """The id of a task that somebody made."""
    return post(driver.emulator, "/openapi/v2/text-to-3d", mode="preview", prompt="an owl")


def test_what_meshy_finished_meanwhile_is_paid_and_stays_there(driver: Driver) -> None:
    driver.emulator.settings(task_seconds=0)
    job = left_with(driver, a_preview(driver))
    eventually(lambda: tasks_on_server(driver.emulator)[0]["status"] == "SUCCEEDED")

    cancelled(driver, job)
    assert len(tasks_on_server(driver.emulator)) == 1
    assert spent(driver.journal).today == 20


def test_what_may_be_finished_stays_where_the_service_does_not_say(driver: Driver) -> None:
    job = left_with(driver, a_preview(driver))
    driver.emulator.fault("refuse", path=ONE_TASK, method="GET", status=503)

    cancelled(driver, job)
    assert len(tasks_on_server(driver.emulator)) == 1


def test_what_was_made_elsewhere_is_not_ours_to_end(driver: Driver) -> None:
    job = adopt(driver.journal, "text-to-3d-preview", a_preview(driver), name="Owl", target={})

    cancelled(driver, job)
    assert len(tasks_on_server(driver.emulator)) == 1


def test_while_a_lost_create_is_looked_for_its_task_ends_too(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lost, "LOOKS_S", (0.0, 60.0))
    driver.emulator.fault("lose_answer", path=CREATE, method="POST")
    away = driver.emulator.fault("refuse", path=CREATE, method="GET", status=503)
    job = driver.submit(only_first=True)
    eventually(lambda: driver.emulator.hits(away))
    assert len(tasks_on_server(driver.emulator)) == 1

    cancelled(driver, job)
    assert tasks_on_server(driver.emulator) == []


def test_a_cancel_that_comes_too_late_changes_nothing(driver: Driver) -> None:
    driver.emulator.settings(task_seconds=0.2)
    placed, failed = driver.submit(only_first=True), driver.submit(prompt="[fail:timeout]")
    for job in (placed, failed):
        driver.outcome(job)
    driver.engine.placed(placed.id)

    driver.engine.cancel(placed.id)
    driver.engine.cancel(failed.id)
    driver.engine.close()  # when what was asked for is done
    eventually(lambda: not driver.threads())

    assert driver.stage(placed) is Stage.PLACED
    assert driver.stage(failed) is Stage.FAILED
    assert tasks_on_server(driver.emulator)
    nothing_is_left(driver)


def test_of_a_job_that_nobody_knows_changes_nothing(driver: Driver) -> None:
    driver.engine.cancel("no-such-job")

    nothing_is_left(driver)


def test_without_a_connection_the_job_ends_here_all_the_same(driver: Driver) -> None:
    # The stream goes on: a heartbeat is when the worker looks up.
    driver.emulator.settings(heartbeat_seconds=0.2)
    job = driver.submit()
    driver.wait_for(TaskProgressed, job)
    driver.emulator.fault("refuse", method="DELETE", status=503, times=0)

    driver.engine.cancel(job.id)
    assert isinstance(driver.outcome(job), JobCancelled)
    assert driver.stage(job) is Stage.CANCELLED


def test_the_other_jobs_go_on(driver: Driver) -> None:
    driver.emulator.settings(task_seconds=1.0)
    unwanted, wanted = driver.submit(prompt="no"), driver.submit(prompt="yes", only_first=True)
    driver.wait_for(TaskProgressed, unwanted)

    driver.engine.cancel(unwanted.id)
    driver.ready(wanted)
    assert driver.stage(unwanted) is Stage.CANCELLED


@pytest.mark.parametrize("is_polled", [False, True])
@pytest.mark.parametrize("has_begun", [False, True])
def test_what_becomes_of_the_credits_is_told_and_counted_where_meshy_has_a_rule(
    driver: Driver, has_begun: bool, is_polled: bool
) -> None:
    if is_polled:
        driver.emulator.fault("refuse", path=STREAM, status=404, times=0)
    # Of so long a task the beginning takes minutes.
    driver.emulator.settings(task_seconds=10 if has_begun else 6000)
    before = driver.emulator.credits()
    job = driver.submit("keychain", image_url="https://pictures.example/owl.png")
    driver.wait_for(TaskProgressed, job, lambda event: not has_begun or event.progress > 0)
    driver.engine.cancel(job.id)
    told = driver.wait_for(CreditsTold, job)
    assert (told.credits, told.is_returned) == (6, not has_begun)
    assert before - driver.emulator.credits() == (6 if has_begun else 0)
    eventually(lambda: driver.stage(job) is Stage.CANCELLED)
    eventually(lambda: driver.journal.tasks(job.id)[0].status is Status.CANCELED)
    assert spent(driver.journal).today == (6 if has_begun else 0)
