"""What only Blender can read and write is done by a background process between the other steps."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from meshy_addon.jobs.converting import Converter, NotPrepared, images_path
from meshy_addon.jobs.events import Interrupted
from meshy_addon.jobs.job import Job, Stage
from meshy_addon.jobs.workshop import Workshop
from tests.emulator.models.library import model_files
from tests.emulator.process import Emulator
from tests.unit.engine_driver import Driver, driving, eventually, hurry
from tests.unit.test_workshop import ODD_WORKER, is_running, started

Opener = Callable[..., Driver]


@pytest.fixture
def opened(emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Opens engines one after the other on the same folder; `version` None is one without help."""
    hurry(monkeypatch)
    log = tmp_path / "started"
    log.touch()
    with ExitStack() as stack:

        def open_one(version: str | None = "4.5", program: str = sys.executable) -> Driver:
            converter = None
            if version:
                converter = Converter(Workshop([program, str(ODD_WORKER), str(log)]), version)
            stack.callback(lambda: converter and converter.close())
            return stack.enter_context(driving(emulator, tmp_path / "state", converter=converter))

        yield open_one
    eventually(lambda: not any(is_running(number) for number in started(log)))


def test_a_model_comes_ready_to_be_appended(opened: Opener) -> None:
    driver = opened()
    job = driver.submit()
    ready = driver.ready(job).result.files["ready"]
    assert ready.read_bytes() == b"BLENDER"
    assert ready.name == "ready-4.5.blend"
    assert driver.stages(job)[-3:] == [Stage.DOWNLOADING, Stage.CONVERTING, Stage.READY]


@pytest.fixture(scope="module")
def files_read() -> list[str]:
    """The paths of all files that are opened to be read, from now on."""
    paths: list[str] = []

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and arguments[1] == "r":
            paths.append(str(arguments[0]))

    sys.addaudithook(hear)
    return paths


def test_what_is_to_be_appended_has_been_read_before_it_is_told_of(
    opened: Opener, files_read: list[str]
) -> None:
    first = opened()
    job = first.submit()
    ready = first.ready(job).result.files["ready"]
    assert {str(ready), str(images_path(ready))} <= set(files_read)
    eventually(lambda: "ready" in kept(first, job))
    first.engine.close()
    files_read.clear()
    second = opened()
    assert second.engine.resume(job.id)
    assert second.ready(job).result.files["ready"] == ready
    assert str(ready) in files_read


def test_without_a_background_process_the_model_comes_as_it_was_sent(opened: Opener) -> None:
    driver = opened(None)
    job = driver.submit()
    result = driver.ready(job).result
    assert "ready" not in result.files
    assert (result.remark, result.is_risky) == ("", False)
    assert Stage.CONVERTING not in driver.stages(job)


def test_a_model_that_crashes_the_importer_is_there_with_a_warning(opened: Opener) -> None:
    driver = opened()
    result = driver.ready(driver.submit(prompt="an owl [crash]")).result
    assert "ready" not in result.files
    assert "crashed twice" in result.remark
    assert result.is_risky


def test_a_model_that_can_not_be_imported_says_why(opened: Opener) -> None:
    driver = opened()
    result = driver.ready(driver.submit(prompt="an owl [refuse]")).result
    assert result.remark == "It holds no mesh with faces."
    assert result.is_risky


def test_where_no_second_blender_can_be_started_that_is_said(opened: Opener) -> None:
    driver = opened(program="/nowhere/blender")
    result = driver.ready(driver.submit()).result
    assert "second time" in result.remark
    assert not result.is_risky


def test_a_conversion_that_was_cut_off_is_made_again_from_the_download(
    opened: Opener, emulator: Emulator
) -> None:
    first = opened()
    job = first.submit(prompt="an owl [hang once]")
    first.wait_for_stage(job, Stage.CONVERTING)
    first.engine.close()
    asked = len(emulator.requests())
    second = opened()
    assert second.engine.resume(job.id)
    assert second.ready(job).result.files["ready"].is_file()
    assert len(emulator.requests()) == asked


def test_a_file_for_another_version_of_blender_is_made_anew(
    opened: Opener, emulator: Emulator
) -> None:
    first = opened("4.5")
    job = first.submit()
    assert first.ready(job)
    first.engine.close()
    asked = len(emulator.requests())
    second = opened("5.2")
    assert second.engine.resume(job.id)
    assert second.ready(job).result.files["ready"].name == "ready-5.2.blend"
    assert len(emulator.requests()) == asked


def test_what_was_made_ready_is_written_down_once_it_is_on_the_disk(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[Path] = []
    monkeypatch.setattr("meshy_addon.jobs.at_hand.flush_file", flushed.append)
    driver = opened()
    job = driver.submit()
    ready = driver.ready(job).result.files["ready"]
    eventually(lambda: "ready" in kept(driver, job))
    assert kept(driver, job)["ready"] == ready.stat().st_size
    assert flushed == [images_path(ready), ready]


def test_what_was_made_ready_and_may_be_lost_is_made_anew(
    opened: Opener, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def full(path: Path) -> None:
        tried.append(path)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("meshy_addon.jobs.at_hand.flush_file", full)
    first = opened()
    job = first.submit()
    assert first.ready(job).result.files["ready"].is_file()
    eventually(lambda: tried)
    first.engine.close()
    monkeypatch.undo()
    asked = len(emulator.requests())
    second = opened()
    assert "ready" not in kept(second, job)
    assert second.engine.resume(job.id)
    assert second.ready(job).result.files["ready"].is_file()
    eventually(lambda: "ready" in kept(second, job))
    assert len(emulator.requests()) == asked


def kept(driver: Driver, job: Job) -> dict[str, int]:
    """The files of a job that are written down, with their sizes."""
    return {record.role: record.size for record in driver.engine.journal.files(job.id)}


def test_a_ready_file_that_is_gone_is_made_anew(opened: Opener, emulator: Emulator) -> None:
    first = opened()
    job = first.submit()
    first.ready(job).result.files["ready"].unlink()
    first.engine.close()
    asked = len(emulator.requests())
    second = opened()
    assert second.engine.resume(job.id)
    assert second.ready(job).result.files["ready"].is_file()
    assert len(emulator.requests()) == asked


def test_a_job_can_be_cancelled_amid_its_conversion(opened: Opener) -> None:
    driver = opened()
    job = driver.submit(prompt="an owl [hang]")
    driver.wait_for_stage(job, Stage.CONVERTING)
    driver.engine.cancel(job.id)
    driver.outcome(job)
    assert driver.stage(job) is Stage.CANCELLED


def selection_in(folder: Path) -> Path:
    """What the artist's Blender would have written; the odd worker copies it as it is."""
    blend = folder / "upload.blend"
    options = {"textured": False, "pbr": False, "emission": False, "formats": ("glb",)}
    blend.write_bytes(model_files("an owl", **options)["model.glb"])
    return blend.with_suffix(".glb")


def test_what_is_to_be_sent_is_written_first(
    opened: Opener, emulator: Emulator, tmp_path: Path
) -> None:
    driver, model = opened(), selection_in(tmp_path)
    job = driver.submit("remesh", model_url=str(model))
    driver.ready(job)
    assert driver.stages(job)[:2] == [Stage.PREPARING, Stage.SUBMITTING]
    assert model.is_file()
    assert len(emulator.creates()) == 1


def test_without_anybody_to_write_it_nothing_is_sent_and_the_job_waits(
    opened: Opener, emulator: Emulator, tmp_path: Path
) -> None:
    first = opened(None)
    job = first.submit("remesh", model_url=str(selection_in(tmp_path)))
    event = first.outcome(job)
    assert isinstance(event, Interrupted)
    assert isinstance(event.error, NotPrepared)
    assert emulator.creates() == []
    first.engine.close()
    second = opened()
    assert second.engine.resume(job.id)
    second.ready(job)
    assert len(emulator.creates()) == 1
