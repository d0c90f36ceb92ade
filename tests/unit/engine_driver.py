"""Drives an engine in tests as a front end does: submits jobs and waits for its events.

Nothing here sleeps for a time: whoever waits is woken by an event, or looks again until it's so,
and gives up after `PATIENCE_S`, which only a fault reaches.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.request import Request, urlopen

import pytest

from meshy_addon.api import client
from meshy_addon.api.account import Account
from meshy_addon.api.endpoints import KINDS
from meshy_addon.jobs import calls, download, lost, plan_limits, waiting
from meshy_addon.jobs.converting import Converter
from meshy_addon.jobs.engine import Engine
from meshy_addon.jobs.events import (
    Event,
    Failed,
    Interrupted,
    JobCancelled,
    Ready,
    StageChanged,
    TaskProgressed,
)
from meshy_addon.jobs.job import Job, Stage
from meshy_addon.jobs.journal import JobRecord, Journal
from meshy_addon.jobs.planning import plan
from tests.emulator.process import Emulator

PATIENCE_S = 60.0
OUTCOMES = (Ready, Failed, Interrupted, JobCancelled)
CREATE = r"text-to-3d$"
ONE_TASK = r"/text-to-3d/[^/]+$"
STREAM = r"/stream$"

_E = TypeVar("_E", bound=Event)


class Driver:
    """A front end without a face."""

    def __init__(self, engine: Engine, emulator: Emulator, state: Path) -> None:
        self.engine = engine
        self.emulator = emulator
        self.state = state
        self.events: list[Event] = []
        self.journal = Journal(engine.journal.path)
        """A look at what is on the disk, also after the engine has closed its own."""
        self._others = _engine_threads()
        self._unread: dict[str, deque[Event]] = {}

    def submit(self, kind: str = "text_to_3d", *, only_first: bool = False, **values: Any) -> Job:
        """Hand a job in; a text one without a word about it is an owl."""
        job = a_job(kind, only_first=only_first, **values)
        self.engine.submit(job)
        return job

    def run(self, kind: str = "text_to_3d", **values: Any) -> Event:
        """Hand a job in and wait for how it ends."""
        return self.outcome(self.submit(kind, **values))

    def outcome(self, job: Job) -> Event:
        """How the job's work ended, or will."""
        return self.wait_for(Event, job, lambda event: isinstance(event, OUTCOMES))

    def ready(self, job: Job) -> Ready:
        """The job's result; anything else that ends it fails the test."""
        event = self.outcome(job)
        assert isinstance(event, Ready), event
        return event

    def wait_for(
        self, kind: type[_E], job: Job, fits: Callable[[_E], bool] = lambda event: True
    ) -> _E:
        """The job's next event of this kind that fits; those before it are passed over."""
        unread = self._unread.setdefault(job.id, deque())
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            while unread:
                event = unread.popleft()
                if isinstance(event, kind) and fits(event):
                    return event
            if news := self.engine.next_event(1.0):
                self.events.append(news)
                self._unread.setdefault(news.job_id, deque()).append(news)
        raise AssertionError(f"no such {kind.__name__} came, only {self.of(job, Event)}")

    def wait_for_stage(self, job: Job, stage: Stage) -> None:
        """Until the job has entered `stage`."""
        self.wait_for(StageChanged, job, lambda event: event.stage is stage)

    def of(self, job: Job, kind: type[_E]) -> list[_E]:
        """The events of this kind that were seen of the job."""
        return [e for e in self.events if e.job_id == job.id and isinstance(e, kind)]

    def stages(self, job: Job) -> list[Stage]:
        return [event.stage for event in self.of(job, StageChanged)]

    def fractions(self, job: Job) -> list[float]:
        return [event.fraction for event in self.of(job, TaskProgressed)]

    def record(self, job: Job) -> JobRecord:
        record = self.journal.job(job.id)
        assert record is not None
        return record

    def stage(self, job: Job) -> Stage:
        """Where the journal says that the job is."""
        return self.record(job).stage

    def threads(self) -> set[threading.Thread]:
        """The threads of engines that have come since this driver was made and still run."""
        return _engine_threads() - self._others

    def prompts_paid(self) -> list[str]:
        """The prompts of the creates that the emulator took, in order."""
        return [each["body"].get("prompt", "") for each in accepted(self.emulator)]


@pytest.fixture
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines that are made later work on one job only at a time."""
    monkeypatch.setattr("meshy_addon.jobs.workers._MAKERS", 1)
    monkeypatch.setattr("meshy_addon.jobs.workers._FETCHERS", 1)


@pytest.fixture
def driver(emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Driver]:
    """A driver of an engine without long pauses, for the tests' emulator."""
    hurry(monkeypatch)
    with driving(emulator, tmp_path / "state") as driver:
        yield driver


@contextmanager
def driving(
    emulator: Emulator,
    state: Path,
    *,
    key: str | None = None,
    url: str | None = None,
    converter: Converter | None = None,
) -> Iterator[Driver]:
    """A driver with an engine of its own, which is closed afterwards."""
    account = Account(url or emulator.api, key or emulator.key, "a test")
    engine = Engine(account, state, converter)
    driver = Driver(engine, emulator, state)
    try:
        yield driver
    finally:
        engine.close()
        engine.journal.close()
        driver.journal.close()


def a_job(kind: str = "text_to_3d", *, only_first: bool = False, **values: Any) -> Job:
    """A job as a front end makes it; a text one without a word about it is an owl."""
    if kind == "text_to_3d":
        values.setdefault("prompt", "a bronze owl")
    return Job(
        id=uuid.uuid4().hex,
        kind=kind,
        name=values.get("prompt", kind),
        steps=plan(KINDS[kind], values, only_first=only_first),
        created_at=time.time(),
    )


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every pause of the engine a short one; what it does stays the same."""
    monkeypatch.setattr(waiting, "FIRST_POLL_S", 0.02)
    monkeypatch.setattr(waiting, "LONGEST_POLL_S", 0.1)
    monkeypatch.setattr(lost, "LOOKS_S", (0.0, 0.02, 0.02))
    monkeypatch.setattr(calls, "DOUBTS_S", (0.02, 0.02))
    monkeypatch.setattr(plan_limits, "PAUSE_S", 0.2)
    monkeypatch.setattr(plan_limits, "PROBE_S", 0.2)
    monkeypatch.setattr(download, "WAIT_S", 0.01)
    monkeypatch.setattr(client, "_CREATE_READ_S", 30.0)


def accepted(emulator: Emulator) -> list[dict[str, Any]]:
    """The creates that were not refused: each made a task, and was paid, answered or not."""
    return [each for each in emulator.creates() if each["status"] in (0, 202)]


def eventually(holds: Callable[[], Any]) -> None:
    """Look until it holds: for what no event tells, such as a request's arrival at the server."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        threading.Event().wait(0.02)


def post(emulator: Emulator, path: str, **body: Any) -> str:
    """Create a task behind the engine's back; its id."""
    return str(_api(emulator, "POST", path, body)["result"])


def tasks_on_server(emulator: Emulator, path: str = "/openapi/v2/text-to-3d") -> list[Any]:
    """The account's tasks as the list tells them, newest first."""
    answer: list[Any] = _api(emulator, "GET", f"{path}?page_size=50")
    return answer


def _api(emulator: Emulator, method: str, path: str, body: Any = None) -> Any:
    headers = {"Authorization": f"Bearer {emulator.key}", "Content-Type": "application/json"}
    content = None if body is None else json.dumps(body).encode()
    with urlopen(Request(emulator.api + path, content, headers, method=method)) as answer:
        return json.load(answer)


def _engine_threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "meshy"}
