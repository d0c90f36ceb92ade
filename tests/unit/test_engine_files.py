"""A result's files: fetched with fresh URLs, and never passed on unless they're what they claim."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from meshy_addon.jobs import download, fetching
from meshy_addon.jobs.events import FileProgressed, Interrupted
from meshy_addon.jobs.folders import CannotWrite
from meshy_addon.jobs.glb import GlbFacts, probe_glb
from meshy_addon.jobs.job import Job, Stage
from tests.unit.engine_driver import ONE_TASK, STREAM, Driver

MODEL = r"model\.glb$"


def fetches(driver: Driver, path: str = MODEL) -> list[dict[str, Any]]:
    """What was asked of the file server about files like `path`."""
    asked = [each for each in driver.emulator.requests() if each["host"] == "assets"]
    return [each for each in asked if re.search(path, each["path"])]


def refused_file(driver: Driver, job: Job) -> str:
    """The sentence with which a job stops at a file that isn't right; nothing of it is kept."""
    event = driver.outcome(job)
    assert isinstance(event, Interrupted), event
    assert driver.stage(job) is Stage.DOWNLOADING
    assert not (driver.state / "jobs" / job.id / "model.glb").exists()
    sentence = str(event.error)
    assert sentence.endswith(".")
    assert "Signature" not in sentence
    assert "http" not in sentence
    return sentence


def arrives_later(driver: Driver, job: Job) -> None:
    """Expects that the job goes well once the file server does, and is paid once."""
    driver.emulator.clear_faults()
    assert driver.engine.resume(job.id)
    assert probe_glb(driver.ready(job).result.files["model"])
    assert len(driver.emulator.creates()) == 1


@pytest.mark.parametrize("times", [1, 2])
def test_urls_that_have_expired_are_signed_again_by_asking(driver: Driver, times: int) -> None:
    driver.emulator.fault("expired_urls", path=STREAM)
    if times > 1:
        driver.emulator.fault("expired_urls", path=ONE_TASK, method="GET", times=times - 1)
    ready = driver.ready(driver.submit(only_first=True))

    # Of all files: they arrive side by side, and whichever is refused first has all signed again.
    answers = [each["status"] for each in fetches(driver, path="")]
    assert answers[0] == 403
    assert answers[-1] == 200
    assert probe_glb(ready.result.files["model"])
    questions = driver.emulator.requests("GET", "/text-to-3d/")
    asked = [each for each in questions if not each["path"].endswith("/stream")]
    assert len(asked) == times, "one answer signs the URLs of all files"


def test_the_files_of_a_job_arrive_side_by_side(driver: Driver) -> None:
    driver.emulator.fault("delay", host="assets", path=MODEL, seconds=2)
    job = driver.submit(only_first=True)
    driver.ready(job)

    roles = [event.role for event in driver.of(job, FileProgressed)]
    assert roles.index("thumbnail") < roles.index("model")


def test_a_file_server_that_refuses_every_url_stops_the_job_for_now(driver: Driver) -> None:
    driver.emulator.fault("refuse", host="assets", status=403, times=0)
    job = driver.submit(only_first=True)
    sentence = refused_file(driver, job)

    assert "links" in sentence
    assert len(fetches(driver)) <= 5
    arrives_later(driver, job)


def test_a_web_page_instead_of_the_model_is_not_taken(driver: Driver) -> None:
    driver.emulator.fault("html", host="assets", path=MODEL, times=0)
    job = driver.submit(only_first=True)

    assert "web page" in refused_file(driver, job)
    arrives_later(driver, job)


@pytest.mark.parametrize("size_bytes", [0, 4, 20, 1000, 3000])
def test_a_model_that_is_too_short_is_not_taken(driver: Driver, size_bytes: int) -> None:
    driver.emulator.fault("truncate", host="assets", path=MODEL, times=0, bytes=size_bytes)
    job = driver.submit(only_first=True)

    refused_file(driver, job)
    arrives_later(driver, job)


def test_a_clip_that_is_too_short_is_not_taken(driver: Driver) -> None:
    model = driver.ready(driver.submit(only_first=True, prompt="a knight", pose_mode="t-pose"))
    clip = driver.emulator.fault("truncate", host="assets", path=r"_armature\.glb$", bytes=3000)
    job = driver.submit("rig", input_task_id=model.result.tasks[0].id)
    event = driver.outcome(job)

    assert driver.emulator.hits(clip)
    assert isinstance(event, Interrupted)
    assert driver.engine.resume(job.id)
    files = driver.ready(job).result.files.values()
    assert all(probe_glb(path) for path in files if path.suffix == ".glb")


def test_another_kind_of_file_instead_of_a_map_is_not_taken(driver: Driver) -> None:
    driver.emulator.fault("html", host="assets", path=r"\.png$", times=0)
    job = driver.submit(only_first=True)
    event = driver.outcome(job)

    assert isinstance(event, Interrupted)
    folder = driver.state / "jobs" / job.id
    assert [path.name for path in folder.iterdir() if path.suffix == ".png"] == []
    arrives_later(driver, job)


def test_a_download_that_is_cut_goes_on_where_it_was(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "CHUNK_BYTES", 1024)
    driver.emulator.fault("cut", host="assets", path=MODEL, bytes=3000)
    ready = driver.ready(driver.submit(only_first=True))

    first, second = fetches(driver)
    assert (first["status"], second["status"]) == (200, 206)
    assert second["headers"]["range"].startswith("bytes=")
    assert probe_glb(ready.result.files["model"])


def test_a_file_server_without_ranges_gives_the_whole_file_again(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "CHUNK_BYTES", 1024)
    driver.emulator.fault("no_range", host="assets", times=0)
    driver.emulator.fault("cut", host="assets", path=MODEL, bytes=3000)
    ready = driver.ready(driver.submit(only_first=True))

    assert [each["status"] for each in fetches(driver)] == [200, 200]
    assert probe_glb(ready.result.files["model"])


def test_a_folder_that_goes_as_soon_as_its_files_are_here_stops_the_job_for_now(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cleaned_up(model: Path) -> GlbFacts:
        monkeypatch.setattr(fetching, "probe_glb", probe_glb)
        shutil.rmtree(model.parent)
        return probe_glb(model)

    monkeypatch.setattr(fetching, "probe_glb", cleaned_up)
    job = driver.submit(only_first=True)
    stopped = driver.outcome(job)
    assert isinstance(stopped, Interrupted)
    assert isinstance(stopped.error, CannotWrite)

    assert driver.engine.resume(job.id)
    driver.ready(job)


@pytest.mark.parametrize("is_placed", [False, True])
def test_a_result_whose_files_were_removed_is_fetched_again_and_not_paid_again(
    driver: Driver, is_placed: bool
) -> None:
    job = driver.submit(only_first=True)
    model = driver.ready(job).result.files["model"]
    if is_placed:
        driver.engine.placed(job.id)
    shutil.rmtree(model.parent)

    assert driver.engine.fetch_again(job.id)
    assert probe_glb(driver.ready(job).result.files["model"])
    assert driver.stage(job) is Stage.READY
    assert len(driver.emulator.creates()) == 1


def test_a_result_that_is_being_fetched_is_not_fetched_twice(driver: Driver) -> None:
    driver.emulator.fault("delay", host="assets", path=MODEL, seconds=1)
    job = driver.submit(only_first=True)
    driver.wait_for_stage(job, Stage.DOWNLOADING)
    assert not driver.engine.fetch_again(job.id)

    shutil.rmtree(driver.ready(job).result.files["model"].parent)
    driver.emulator.fault("delay", host="assets", path=MODEL, seconds=1)
    assert [driver.engine.fetch_again(job.id) for _ in range(2)] == [True, False]
    driver.ready(job)
    assert len(fetches(driver)) == 2


def test_a_file_server_that_is_away_stops_the_job_for_now(driver: Driver) -> None:
    driver.emulator.fault("refuse", host="assets", status=503, times=0)
    job = driver.submit(only_first=True)

    assert "download" in refused_file(driver, job)
    arrives_later(driver, job)


def test_files_that_are_here_already_are_not_fetched_again(driver: Driver) -> None:
    driver.emulator.fault("refuse", host="assets", path=r"\.png$", status=503, times=0)
    job = driver.submit(only_first=True)
    assert isinstance(driver.outcome(job), Interrupted)
    assert len(fetches(driver)) == 1

    arrives_later(driver, job)
    assert len(fetches(driver)) == 1


def test_progress_is_told_while_a_file_arrives(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "CHUNK_BYTES", 1024)
    job = driver.submit(only_first=True)
    model = driver.ready(job).result.files["model"]

    told = [e for e in driver.of(job, FileProgressed) if e.role == "model"]
    assert [event.done_bytes for event in told] == sorted(event.done_bytes for event in told)
    assert {event.total_bytes for event in told} == {model.stat().st_size}
    assert told[-1].done_bytes == model.stat().st_size
    assert len(told) > 3


def test_a_full_disk_stops_the_job_for_now(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("meshy_addon.jobs.partial.os.fsync", full)
    job = driver.submit(only_first=True)
    assert "disk is full" in refused_file(driver, job)

    monkeypatch.undo()
    arrives_later(driver, job)
