"""A killed process loses nothing: another one brings the result, and pays for nothing twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import pytest

from meshy_addon.api.endpoints import KINDS
from meshy_addon.jobs.glb import probe_glb
from meshy_addon.jobs.job import Job, Stage
from tests.emulator.process import Emulator
from tests.unit.engine_driver import (
    CREATE,
    PATIENCE_S,
    Driver,
    accepted,
    driving,
    eventually,
    hurry,
    tasks_on_server,
)

ROOT = Path(__file__).parents[2]
TEXT = ("submit", "text_to_3d", json.dumps({"prompt": "a bronze owl"}))


class Child:
    """A process with an engine; see engine_child.py."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def says(self) -> str:
        return self._stream(self._process.stdout).readline().strip()

    def until(self, word: str) -> None:
        """Wait until it says this; pytest's own time limit is for the case that it never does."""
        while said := self.says():
            if said == word:
                return
        raise AssertionError(f"it ended without saying {word}")

    def go(self) -> None:
        stdin = self._stream(self._process.stdin)
        stdin.write("\n")
        stdin.flush()

    def kill(self) -> None:
        """As the system kills: without a word."""
        self._process.kill()
        self._process.wait()

    @staticmethod
    def _stream(stream: IO[str] | None) -> IO[str]:
        assert stream is not None
        return stream


@contextmanager
def child(emulator: Emulator, state: Path, *arguments: str) -> Iterator[Child]:
    command = [sys.executable, "-m", "tests.unit.engine_child", str(state), *arguments]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **emulator.environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Child(process)
        finally:
            process.kill()


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    hurry(monkeypatch)
    return tmp_path / "state"


@contextmanager
def resumed(emulator: Emulator, state: Path, job_id: str) -> Iterator[tuple[Driver, Job]]:
    """A new engine that has taken the job up."""
    with driving(emulator, state) as driver:
        (record,) = driver.engine.unfinished()
        assert record.job.id == job_id
        assert driver.engine.resume(job_id)
        yield driver, record.job


def brings_the_result(emulator: Emulator, state: Path, job_id: str) -> None:
    """Expects that a new engine finishes the job, each of its parts created once."""
    with resumed(emulator, state, job_id) as (driver, job):
        ready = driver.ready(job)
        assert probe_glb(ready.result.files["model"])
        assert driver.stage(job) is Stage.READY
    parts = len(KINDS["text_to_3d"].parts)
    assert len(emulator.creates()) == len(accepted(emulator)) == parts
    assert len(tasks_on_server(emulator)) == parts
    assert emulator.credits() == 970


@pytest.mark.parametrize("part", [0, 1])
def test_killed_before_a_create_was_answered(emulator: Emulator, state: Path, part: int) -> None:
    emulator.fault("delay", path=CREATE, method="POST", skip=part, seconds=PATIENCE_S)
    with child(emulator, state, *TEXT) as first:
        job_id = first.says()
        eventually(lambda: len(emulator.creates()) > part)
        eventually(lambda: len(tasks_on_server(emulator)) > part)
        first.kill()

    brings_the_result(emulator, state, job_id)


def test_killed_after_a_create_that_never_reached_the_service(
    emulator: Emulator, state: Path
) -> None:
    fault = emulator.fault("refuse", path=CREATE, method="POST", status=502, times=0)
    emulator.fault("refuse", path=CREATE, method="GET", status=503, times=0)
    with child(emulator, state, *TEXT) as first:
        job_id = first.says()
        eventually(lambda: emulator.hits(fault))
        first.kill()
    emulator.clear_faults()

    with resumed(emulator, state, job_id) as (driver, job):
        driver.ready(job)
    assert len(accepted(emulator)) == 2
    assert emulator.credits() == 970


@pytest.mark.parametrize("part", [0, 1])
def test_killed_while_a_task_ran(emulator: Emulator, state: Path, part: int) -> None:
    emulator.fault("task_seconds", path=CREATE, method="POST", skip=part, seconds=2.0)
    with child(emulator, state, *TEXT) as first:
        job_id = first.says()
        for _ in range(part + 1):
            first.until("waiting")
        first.until("TaskProgressed")
        first.kill()

    brings_the_result(emulator, state, job_id)


def test_killed_in_the_middle_of_a_download(emulator: Emulator, state: Path) -> None:
    emulator.fault("slow", host="assets", path="model.glb", bytes_per_second=20_000)
    with child(emulator, state, *TEXT) as first:
        job_id = first.says()
        for _ in range(5):
            first.until("model arrives")
        first.kill()

    assert not (state / "jobs" / job_id / "model.glb").exists()
    brings_the_result(emulator, state, job_id)
    again = [each for each in emulator.requests(path="model.glb") if each["host"] == "assets"][-1]
    assert again["status"] == 206
    assert int(again["headers"]["range"].removeprefix("bytes=").removesuffix("-")) >= 1024


def test_killed_when_the_result_was_ready(emulator: Emulator, state: Path) -> None:
    with child(emulator, state, *TEXT) as first:
        job_id = first.says()
        first.until("Ready")
        first.kill()

    asked = len(emulator.requests())
    with resumed(emulator, state, job_id) as (driver, job):
        result = driver.ready(job).result
    assert probe_glb(result.files["model"])
    assert [task.type for task in result.tasks] == ["text-to-3d-preview", "text-to-3d-refine"]
    assert len(emulator.requests()) == asked, "it was here already: nobody need be asked"


def test_a_ready_result_whose_file_was_removed_is_fetched_again(
    emulator: Emulator, state: Path
) -> None:
    with driving(emulator, state) as driver:
        job = driver.submit()
        driver.ready(job).result.files["model"].unlink()

    brings_the_result(emulator, state, job.id)


def test_a_process_that_works_on_a_job_keeps_it(emulator: Emulator, state: Path) -> None:
    emulator.settings(task_seconds=60)
    with child(emulator, state, *TEXT) as first, driving(emulator, state) as driver:
        job_id = first.says()
        first.until("waiting")

        assert driver.engine.unfinished() == []
        assert not driver.engine.resume(job_id)


def test_of_two_processes_that_resume_at_once_one_does_it(emulator: Emulator, state: Path) -> None:
    emulator.fault("delay", path=CREATE, method="POST", seconds=PATIENCE_S)
    with child(emulator, state, *TEXT) as first:
        job_id = first.says()
        eventually(lambda: tasks_on_server(emulator))
        first.kill()

    with ExitStack() as stack:
        both = [stack.enter_context(child(emulator, state, "resume", job_id)) for _ in range(2)]
        for each in both:
            each.go()
        answers = [each.says() for each in both]
        assert sorted(answers) == ["False", "True"]
        both[answers.index("True")].until("Ready")
    assert len(emulator.creates()) == 2
    assert emulator.credits() == 970


def test_neither_key_nor_signed_url_is_left_by_a_killed_process(
    emulator: Emulator, state: Path
) -> None:
    emulator.fault("slow", host="assets", path="model.glb", bytes_per_second=20_000)
    with child(emulator, state, *TEXT) as first:
        first.says()
        first.until("model arrives")
        first.kill()

    files = [path for path in state.rglob("*") if path.is_file()]
    leaks = [
        path
        for path in files
        for secret in (emulator.key, "Signature=")
        if secret.encode() in path.read_bytes()
    ]
    assert any(path.suffix == ".part" for path in files)
    assert leaks == []
