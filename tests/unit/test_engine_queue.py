"""Many jobs at once: the plan's queue and its requests per second hold jobs up, and fail none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meshy_addon.jobs import plan_limits
from meshy_addon.jobs.events import Failed, Interrupted, JobCancelled, Ready, TaskProgressed
from tests.emulator.process import Emulator, running_emulator
from tests.unit.engine_driver import CREATE, Driver, accepted, driving, eventually, hurry

JOBS = 25
PRO_PLACES = 10


@pytest.fixture(params=["never", "always"])
def pro(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    """An emulator of the smallest plan, whose 429 say when to come again, or don't."""
    with running_emulator(
        # Long enough that all places are taken before the first is free again, at the plan's
        # 20 requests a second, three for each job.
        plan="pro",
        task_seconds=5,
        running=PRO_PLACES,
        retry_after=request.param,
    ) as emulator:
        yield emulator


def test_more_jobs_than_the_plan_has_places_for_all_finish(
    pro: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    monkeypatch.setattr(plan_limits, "PROBE_S", 600.0)  # nothing is tried but what must be free
    with driving(pro, tmp_path / "state") as driver:
        jobs = [driver.submit(only_first=True, prompt=f"owl {n}") for n in range(JOBS)]
        for job in jobs:
            driver.ready(job)

        assert not [e for e in driver.events if isinstance(e, Failed | Interrupted)]
        assert most_at_a_time(driver) <= PRO_PLACES
    assert sorted(driver.prompts_paid()) == sorted(job.name for job in jobs)
    assert pro.credits() == 1000 - 20 * JOBS
    refused = [each for each in pro.creates() if each["status"] == 429]
    assert refused, "the queue was never full: this tests nothing"
    assert len(refused) == 1, "each is sent in vain, with all its attachments"


def test_only_the_first_session_learns_what_the_plan_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    refused = []
    with running_emulator(plan="pro", running=PRO_PLACES, task_seconds=3) as pro:
        for _ in range(2):
            with driving(pro, tmp_path / "state") as driver:
                for job in [driver.submit(only_first=True) for _ in range(PRO_PLACES + 2)]:
                    driver.ready(job)
            refused.append(sum(each["status"] == 429 for each in pro.creates()))
        assert refused[0] > 0, "the queue was never full: this tests nothing"
        assert refused[1] == refused[0]
        assert pro.key not in (tmp_path / "state" / "plans.json").read_text()


def most_at_a_time(driver: Driver) -> int:
    """How many tasks were under way at once, as far as the events tell."""
    under_way: set[str] = set()
    most = 0
    for event in driver.events:
        if isinstance(event, TaskProgressed):
            change = under_way.discard if event.status.is_final else under_way.add
            change(event.task_id)
            most = max(most, len(under_way))
    return most


@pytest.mark.parametrize(
    ("message", "retry_after"),
    [
        ("RateLimitExceeded", None),
        ("RateLimitExceeded", "1"),
        ("NoMoreConcurrentTasks", None),
        ("NoMoreConcurrentTasks", "1"),
        ("Slow down", "soon"),
    ],
)
def test_a_429_holds_a_job_up_and_never_fails_it(
    driver: Driver, message: str, retry_after: str | None
) -> None:
    struck = driver.emulator.fault(
        "refuse", path=CREATE, status=429, message=message, retry_after=retry_after, times=2
    )
    driver.ready(driver.submit(only_first=True))

    assert driver.emulator.hits(struck) == 2
    assert [each["status"] for each in driver.emulator.creates()] == [429, 429, 202]


def test_a_429_for_anything_else_than_a_create_is_waited_out_too(driver: Driver) -> None:
    driver.emulator.fault("cut_events", path="/stream", times=0)
    driver.emulator.fault("refuse", method="GET", path="/openapi/", status=429, times=3)
    driver.ready(driver.submit())

    assert len(accepted(driver.emulator)) == 2


def test_requests_are_spread_over_the_seconds(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shown by a window that never opens again: no request comes after the twentieth."""
    monkeypatch.setattr(plan_limits, "WINDOW_S", 3600.0)
    for n in range(JOBS):
        driver.submit(only_first=True, prompt=f"owl {n}")
    eventually(lambda: len(driver.emulator.requests(path="/openapi/")) >= 20)
    while driver.engine.next_event(1.0):
        pass

    assert len(driver.emulator.requests(path="/openapi/")) == 20


def test_a_full_house_of_downloads_holds_no_create_back(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meshy_addon.jobs.workers._MAKERS", 2)
    monkeypatch.setattr("meshy_addon.jobs.workers._FETCHERS", 1)
    hurry(monkeypatch)
    emulator.fault("slow", host="assets", path="model.glb", bytes_per_second=2000, times=0)
    with driving(emulator, tmp_path / "state") as driver:
        jobs = [driver.submit(only_first=True, prompt=f"owl {n}") for n in range(5)]
        eventually(lambda: len(accepted(emulator)) == len(jobs))

        assert not driver.of(jobs[0], Ready)
        for job in jobs[1:]:
            driver.engine.cancel(job.id)
            assert isinstance(driver.outcome(job), JobCancelled), "it waits for its download"


def test_jobs_that_begin_together_ask_for_the_balance_once(driver: Driver) -> None:
    jobs = [driver.submit(only_first=True, prompt=f"owl {n}") for n in range(5)]
    for job in jobs:
        driver.ready(job)

    assert len(driver.emulator.requests("GET", "/balance")) == 1


def test_what_keeps_one_job_from_the_balance_keeps_none_that_waited_with_it(
    driver: Driver,
) -> None:
    for fault in ({"kind": "delay", "seconds": 1.0}, {"kind": "html"}):
        driver.emulator.fault(**fault, path="/balance")
    jobs = [driver.submit(only_first=True, prompt=f"owl {n}") for n in range(3)]

    ended = [type(driver.outcome(job)) for job in jobs]
    assert sorted(each.__name__ for each in ended) == ["Interrupted", "Ready", "Ready"]


def test_what_was_known_of_the_balance_refuses_no_job(driver: Driver) -> None:
    driver.emulator.set_credits(25)
    driver.ready(driver.submit(only_first=True))
    assert isinstance(driver.run(only_first=True), Failed)
    driver.emulator.set_credits(25)

    driver.ready(driver.submit(only_first=True))
    assert len(accepted(driver.emulator)) == 2


@pytest.mark.usefixtures("one_at_a_time")
def test_places_are_given_in_the_order_of_the_jobs(driver: Driver) -> None:
    jobs = [driver.submit(only_first=True, prompt=f"owl {n}") for n in range(4)]
    for job in jobs:
        driver.ready(job)

    assert driver.prompts_paid() == [job.name for job in jobs]
    assert [e.job_id for e in driver.events if isinstance(e, Ready)] == [job.id for job in jobs]
