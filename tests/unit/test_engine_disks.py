"""Folders that are real, and really full, read-only, oddly named, or gone: no job is lost there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from meshy_addon.jobs.events import Interrupted, StageChanged
from meshy_addon.jobs.folders import CannotWrite, NoSpace
from meshy_addon.jobs.glb import probe_glb
from meshy_addon.jobs.job import Job, Stage
from tests.emulator.process import Emulator
from tests.unit.engine_driver import Driver, a_job, accepted, driving, hurry

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these disks are Linux's")
SMALL, LARGE = "size=200k", "size=32m"
ROOT = Path(__file__).parents[2]
ODD = {
    "spaces": "a folder with spaces",
    "emoji": "Eule 🦉 mit Hütchen",
    "300 characters": "/".join(f"{number:0>59}" for number in range(5)),
    "dots and quotes": 'it\'s "so" %20 #1 [x] ~',
}


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


class Disk:
    """A disk of its own, in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def options(self, options: str) -> None:
        """Make it larger or smaller, read-only or not, while it's in use."""
        _mount("-o", f"remount,{options}", str(self.folder))

    def fill(self) -> None:
        try:
            (self.folder / "filler").write_bytes(b"x" * 2**26)
        except OSError:
            return
        raise AssertionError("it didn't fill up")

    def empty(self) -> None:
        (self.folder / "filler").unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        _mount("-t", "tmpfs", "-o", SMALL, "tmpfs", str(folder))
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a disk of one's own can be mounted by root alone")
    yield Disk(folder)
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)


def is_done_later(driver: Driver, job: Job) -> None:
    """Resumed, the job brings its result, paid once."""
    assert driver.engine.resume(job.id)
    assert probe_glb(driver.ready(job).result.files["model"])
    assert len(accepted(driver.emulator)) == 1


def test_a_disk_that_fills_up_holds_a_download_up(disk: Disk, emulator: Emulator) -> None:
    with driving(emulator, disk.folder / "state") as driver:
        job = driver.submit(only_first=True)
        outcome = driver.outcome(job)
        assert isinstance(outcome, Interrupted)
        assert isinstance(outcome.error, NoSpace), outcome.error
        disk.options(LARGE)
        is_done_later(driver, job)


def test_on_a_full_disk_nothing_is_paid_for(disk: Disk, emulator: Emulator) -> None:
    """What can't be written down isn't sent."""
    disk.options(LARGE)
    with driving(emulator, disk.folder / "state") as driver:
        driver.ready(driver.submit(only_first=True, prompt="before"))
        disk.fill()
        job = a_job(only_first=True)
        with pytest.raises(CannotWrite):
            driver.engine.submit(job)
        assert len(accepted(emulator)) == 1
        disk.empty()
        driver.engine.submit(job)
        driver.ready(job)


def test_a_read_only_disk_is_one_sentence(disk: Disk, emulator: Emulator) -> None:
    disk.options("ro")
    with (
        pytest.raises(CannotWrite, match=r"can't be written \(Read-only file system\)"),
        driving(emulator, disk.folder / "state"),
    ):
        pass


@pytest.mark.parametrize("name", ODD.values(), ids=ODD)
def test_a_job_ends_well_in_an_odd_folder(name: str, tmp_path: Path, emulator: Emulator) -> None:
    with driving(emulator, tmp_path / name) as driver:
        ready = driver.ready(driver.submit(only_first=True))
        assert probe_glb(ready.result.files["model"])
        assert (tmp_path / name / "jobs.sqlite").is_file()


def test_a_job_ends_well_behind_a_link(tmp_path: Path, emulator: Emulator) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with driving(emulator, tmp_path / "link" / "state") as driver:
        driver.ready(driver.submit(only_first=True))
    assert (tmp_path / "elsewhere" / "state" / "jobs.sqlite").is_file()


def test_a_path_that_no_system_takes_is_one_sentence(tmp_path: Path, emulator: Emulator) -> None:
    with (
        pytest.raises(CannotWrite, match=r"can't be written \(File name too long\)"),
        driving(emulator, tmp_path / ("x" * 300)),
    ):
        pass


def test_what_cleans_up_under_a_job_costs_no_result(emulator: Emulator, tmp_path: Path) -> None:
    """A cleaner of temporary files, as its task runs: what is here of the job is all gone."""
    emulator.settings(task_seconds=1.0)
    with driving(emulator, tmp_path / "state") as driver:
        job = driver.submit(only_first=True)
        driver.wait_for(StageChanged, job, lambda event: event.stage is Stage.WAITING)
        shutil.rmtree(tmp_path / "state" / "jobs", ignore_errors=True)
        assert probe_glb(driver.ready(job).result.files["model"])


def test_a_process_short_of_memory_loses_nothing(emulator: Emulator, tmp_path: Path) -> None:
    """What it was at can't be held; a process with more memory takes the job up."""
    emulator.settings(large=True)
    state = tmp_path / "state"
    order = (str(state), "submit", "text_to_3d", '{"prompt": "a bronze owl"}')
    short = subprocess.run(
        [sys.executable, "-m", "tests.unit.engine_child", *order],
        env={**os.environ, **emulator.environment, "MESHY_TEST_MEMORY_MB": "12"},
        cwd=ROOT,
        input="\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Interrupted" in short.stdout.split(), short.stdout + short.stderr
    with driving(emulator, state) as driver:
        (record,) = driver.engine.unfinished()
        assert driver.engine.resume(record.job.id)
        assert probe_glb(driver.ready(record.job).result.files["model"])
    assert len(accepted(emulator)) == len(record.job.steps)
