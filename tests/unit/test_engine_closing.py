"""Closing an engine, as Blender does when it quits: at once, and nothing is lost by it."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from meshy_addon.jobs import plan_limits
from meshy_addon.jobs.engine import Engine
from meshy_addon.jobs.events import (
    Event,
    Failed,
    FileProgressed,
    Interrupted,
    JobCancelled,
    Ready,
    TaskProgressed,
)
from meshy_addon.jobs.job import Job, Stage
from tests.emulator.process import Emulator
from tests.unit.engine_driver import (
    CREATE,
    STREAM,
    Driver,
    accepted,
    driving,
    eventually,
    tasks_on_server,
)

ROOT = Path(__file__).parents[2]


@pytest.fixture
def driver(driver: Driver) -> Driver:
    driver.emulator.settings(heartbeat_seconds=0.2)
    return driver


def goes_on(driver: Driver, job: Job, *, creates: int = 1) -> None:
    """Closes the engine and expects that another one brings the result, paid once."""
    driver.engine.close()
    eventually(lambda: not driver.threads())
    ends = [e for e in driver.engine.drain() if isinstance(e, Failed | JobCancelled | Ready)]
    assert ends == []
    assert not driver.stage(job).is_over

    with driving(driver.emulator, driver.state) as later:
        assert [record.job.id for record in later.engine.unfinished()] == [job.id]
        assert later.engine.resume(job.id)
        later.ready(job)
    assert len(accepted(driver.emulator)) == creates
    assert len(tasks_on_server(driver.emulator)) == creates


def test_a_job_whose_task_runs_goes_on_later(driver: Driver) -> None:
    driver.emulator.settings(task_seconds=1.0)
    job = driver.submit(only_first=True)
    driver.wait_for(TaskProgressed, job)

    goes_on(driver, job)


def test_a_job_whose_create_is_not_answered_goes_on_later(driver: Driver) -> None:
    driver.emulator.fault("delay", path=CREATE, method="POST", seconds=1.0)
    job = driver.submit(only_first=True)
    eventually(lambda: tasks_on_server(driver.emulator))

    goes_on(driver, job)


def test_a_job_that_waits_for_its_turn_was_certainly_not_sent(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_limits, "PAUSE_S", 60.0)
    limit = driver.emulator.fault(
        "refuse", path=CREATE, method="POST", status=429, message="RateLimitExceeded"
    )
    job = driver.submit(only_first=True)
    eventually(lambda: driver.emulator.hits(limit))

    goes_on(driver, job)
    looks = [each for each in driver.emulator.requests("GET") if each["path"].endswith("to-3d")]
    assert len(looks) == 1, "only this test's own: nothing was lost, so nothing is looked up"


def test_a_job_whose_files_arrive_goes_on_later(driver: Driver) -> None:
    driver.emulator.fault("slow", host="assets", bytes_per_second=200_000)
    job = driver.submit(only_first=True)
    driver.wait_for(FileProgressed, job)

    goes_on(driver, job)


def test_a_ready_job_stays_ready(driver: Driver) -> None:
    job = driver.submit(only_first=True)
    driver.ready(job)

    goes_on(driver, job)


@pytest.mark.usefixtures("one_at_a_time")
def test_a_job_that_had_not_begun_begins_later(driver: Driver) -> None:
    driver.emulator.settings(task_seconds=1.0)
    first = driver.submit(only_first=True)
    driver.wait_for(TaskProgressed, first)
    second = driver.submit(only_first=True, prompt="second")
    driver.engine.close()

    assert driver.stage(second) is Stage.QUEUED
    with driving(driver.emulator, driver.state) as later:
        assert [r.job.id for r in later.engine.unfinished()] == [first.id, second.id]
        for job in (first, second):
            assert later.engine.resume(job.id)
        for job in (first, second):
            later.ready(job)
    assert len(accepted(driver.emulator)) == 2


def test_closing_does_not_wait_for_the_network(driver: Driver) -> None:
    """The answer to a create is held back: the engine is closed while its thread still waits."""
    driver.emulator.fault("delay", path=CREATE, method="POST", seconds=3)
    driver.submit(only_first=True)
    eventually(lambda: tasks_on_server(driver.emulator))
    workers = driver.threads()

    driver.engine.close()

    assert any(worker.is_alive() for worker in workers)
    assert all(worker.daemon for worker in workers)
    for worker in workers:
        worker.join()


def test_closing_twice_is_harmless(driver: Driver) -> None:
    driver.ready(driver.submit(only_first=True))

    driver.engine.close()
    driver.engine.close()
    eventually(lambda: not driver.threads())


def test_no_thread_of_the_engine_holds_a_process_up(emulator: Emulator, tmp_path: Path) -> None:
    """A script that ends while a stream is silent: the interpreter waits for no daemon."""
    emulator.settings(task_seconds=60)
    emulator.fault("silent", path=STREAM, times=0)
    script = f"""
import os
from pathlib import Path
from meshy_addon.api.account import find_account
from meshy_addon.jobs.engine import Engine
from meshy_addon.jobs.events import StageChanged
from tests.unit.engine_driver import a_job
engine = Engine(find_account(os.environ, Path()), Path({str(tmp_path)!r}))
engine.submit(a_job())
while getattr(engine.next_event(60), "stage", "") != "waiting":
    pass
"""
    subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=emulator.environment, check=True, timeout=30
    )
    assert len(emulator.creates()) == 1


class Eager(queue.SimpleQueue[Event]):
    """Events for a front end so fast that it has resumed a job before the worker knows."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.resumed: list[bool] = []

    def put(self, item: Event, block: bool = True, timeout: float | None = None) -> None:
        if isinstance(item, Interrupted):
            self.resumed.append(self._engine.resume(item.job_id))
        super().put(item)


@pytest.mark.usefixtures("one_at_a_time")
def test_who_hears_of_an_interruption_may_resume_at_once(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = Eager(driver.engine)
    monkeypatch.setattr(driver.engine, "_events", events)
    driver.emulator.fault("refuse", host="assets", path="model.glb", status=404, times=3)
    job = driver.submit(only_first=True)

    assert isinstance(driver.outcome(job), Interrupted)
    driver.ready(job)
    assert events.resumed == [True]


def test_an_engine_uses_its_threads_again(driver: Driver) -> None:
    used: set[threading.Thread] = set()
    for n in range(4):
        driver.ready(driver.submit(only_first=True, prompt=f"owl {n}"))
        used |= driver.threads()

    assert len(used) < 4
