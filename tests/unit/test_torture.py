"""A slice of what `scripts/torture.py` does by the half hour: seconds of it, in every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulator.process import Emulator, running_emulator
from tests.torture import answers, faults, greetings, kills, soak, two_blenders
from tests.torture.front_end import PAUSES
from tests.torture.orders import finished_tasks
from tests.unit.certificates import needs_openssl

QUICK = (
    "create: answer lost",
    "create: handled and reset",
    "create: HTTP 503",
    "balance: 429",
    "task: reset",
    "stream: cut after one event",
    "file: cut after 5,000 bytes",
    "file: login page",
    "disk_full",
    "clock_forward",
)
"""Faults that hold nobody up for long."""


@pytest.fixture(scope="module")
def running() -> Iterator[Emulator]:
    with running_emulator("--plan", "enterprise") as emulator:
        yield emulator


@pytest.fixture
def service(running: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """Afterwards this process has its own pauses again."""
    running.reset()
    for module, name, _ in PAUSES:
        monkeypatch.setattr(module, name, getattr(module, name))
    return running


def test_answers_that_the_service_never_gives_do_no_harm(service: Emulator, tmp_path: Path) -> None:
    seeds = answers.seeds_from(finished_tasks(service, tmp_path / "orders"))
    folder = tmp_path / "answers"
    folder.mkdir()
    told = answers.torture(seeds, folder, 150, 50, 1)
    assert (told.direct, told.http) == (150, 50)
    assert [path.name for path in folder.iterdir()] == ["model.glb"]


def test_processes_killed_at_random_moments_lose_nothing(service: Emulator, tmp_path: Path) -> None:
    some = ("text_to_3d", "remesh", "text_to_image", "keychain")
    told = kills.torture(service, tmp_path, 3, random.Random(1), some)
    assert told.kills >= 3
    assert told.jobs == told.placed >= len(some)  # a round more, where one met too few kills
    assert (told.lost, told.placed_twice, told.paid_twice) == ([], [], 0)


@needs_openssl
def test_faults_amid_jobs_end_none_wrongly(service: Emulator, tmp_path: Path) -> None:
    names = (*QUICK, greetings.EXPIRED, greetings.HANGS_UP)
    told = faults.torture(
        service, tmp_path, 1, random.Random(2), names=names, in_flight=len(names), rounds=1
    )
    assert [name for name in names if not told.hits[name]] == []
    assert told.jobs == len(names)
    assert (told.wrong, told.nobodys, told.paid_twice) == ([], [], 0)


def test_two_blenders_place_each_job_once_although_one_is_killed(
    service: Emulator, tmp_path: Path
) -> None:
    told = two_blenders.torture(service, tmp_path, 4, random.Random(3))
    assert told.by_first + told.by_second == 4
    assert (told.lost, told.twice, told.paid_twice) == ([], [], 0)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="it counts what /proc tells")
def test_many_jobs_in_one_process_leave_nothing_behind(service: Emulator, tmp_path: Path) -> None:
    told = soak.torture(service, tmp_path, 60, every=20)
    assert told.wrong == []
    assert (told.left_threads, told.left_handles) == (0, 0)
    first, *_, last = told.samples
    assert last.threads <= first.threads
    assert last.handles <= first.handles + 20  # connections come and go
