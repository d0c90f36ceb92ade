"""Old results and caches go; what is still of use to anybody, or isn't ours, never does."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from meshy_addon.jobs import cleaning
from meshy_addon.jobs.cleaning import clean
from meshy_addon.jobs.converting import images_path
from meshy_addon.jobs.job import Job, Stage, Step
from meshy_addon.jobs.journal import Journal

DAY_S = 24 * 3600.0
NOW = time.time()
OVER = (Stage.PLACED, Stage.FAILED, Stage.CANCELLED)


class Kept:
    """A state folder with jobs in it."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.journal = Journal(state / "jobs.sqlite")

    def add(self, job_id: str, stage: Stage = Stage.PLACED, **values: Any) -> Path:
        """A job with a model; its folder."""
        job = Job(job_id, "text_to_3d", "owl", (Step("text-to-3d-preview", values),), NOW)
        self.journal.add(job)
        folder = self.state / "jobs" / job_id
        folder.mkdir(parents=True)
        self.bring(folder, "model", "model.glb")
        self.journal.set_stage(job_id, stage)
        return folder

    def bring(self, folder: Path, role: str, name: str) -> Path:
        (folder / name).write_bytes(bytes(1000))
        self.journal.file_done(folder.name, role, name, 1000)
        return folder / name

    def roles(self, folder: Path) -> list[str]:
        return [file.role for file in self.journal.files(folder.name)]

    def clean_after(self, days: float) -> None:
        clean(self.state, NOW + days * DAY_S)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    kept = Kept(tmp_path / "state")
    yield kept
    kept.journal.close()


@pytest.mark.parametrize("stage", Stage)
def test_only_jobs_that_are_over_are_removed_after_a_month(kept: Kept, stage: Stage) -> None:
    folder = kept.add("aaa", stage)
    kept.clean_after(29)
    assert folder.exists()
    kept.clean_after(400)
    assert folder.exists() == (stage not in OVER)
    assert kept.roles(folder) == ([] if stage in OVER else ["model"])
    assert kept.journal.job("aaa") is not None


def test_the_oldest_go_first_when_there_is_too_much(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "KEPT_BYTES", 2500)
    waiting = kept.add("waits", Stage.READY)
    folders = [kept.add(f"over{number}") for number in range(3)]
    kept.clean_after(2)
    assert all(folder.exists() for folder in folders)
    kept.clean_after(5)
    assert [folder.exists() for folder in (waiting, *folders)] == [True, False, False, True]


@pytest.mark.parametrize("stage", [Stage.QUEUED, Stage.WAITING, Stage.PLACED])
def test_what_an_unfinished_job_sends_stays(kept: Kept, stage: Stage) -> None:
    folder = kept.add("first")
    upload = folder / "upload.glb"
    upload.write_bytes(bytes(10))
    kept.add("second", stage, model_url=str(upload))
    kept.clean_after(5)
    assert upload.exists() == (stage is not Stage.PLACED)
    kept.clean_after(400)
    assert folder.exists() == (stage is not Stage.PLACED)


def test_what_only_served_to_send_and_to_place_goes_before_the_result(kept: Kept) -> None:
    over, waiting = kept.add("over"), kept.add("waits", Stage.READY)
    for folder in (over, waiting):
        images_path(kept.bring(folder, "ready", "ready-4.5.blend")).touch()
        (folder / "upload.glb").touch()
        (folder / "upload.part.glb").touch()
    kept.clean_after(2)
    assert len(list(over.iterdir())) == 5
    kept.clean_after(5)
    assert [path.name for path in over.iterdir()] == ["model.glb"]
    assert kept.roles(over) == ["model"]
    assert len(list(waiting.iterdir())) == 5
    assert kept.roles(waiting) == ["model", "ready"]


def test_folders_that_the_journal_does_not_know_stay(kept: Kept) -> None:
    folder = kept.state / "jobs" / "unknown"
    folder.mkdir(parents=True)
    os.utime(folder, (0, 0))
    kept.clean_after(400)
    assert folder.exists()


def test_a_printers_file_that_is_nowhere_else_stays(kept: Kept) -> None:
    folder = kept.add("print")
    kept.journal.strike_files("print", lambda: None)
    printed = kept.bring(folder, "3mf", "print.3mf")
    kept.clean_after(400)
    assert printed.exists()


def test_links_are_not_followed(kept: Kept, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "upload.glb").touch()
    (outside / "mine.blend").touch()
    folder, real = kept.add("linked"), kept.add("real")
    (folder / "model.glb").unlink()
    folder.rmdir()
    folder.symlink_to(outside, target_is_directory=True)
    (real / "within").symlink_to(outside, target_is_directory=True)
    (real / "upload.glb").symlink_to(outside / "upload.glb")
    kept.clean_after(5)
    kept.clean_after(400)
    assert not real.exists()
    assert folder.is_symlink()
    assert len(list(outside.iterdir())) == 2


def test_a_jobs_folder_that_is_a_link_is_left_alone(kept: Kept, tmp_path: Path) -> None:
    folder = kept.add("over")
    (kept.state / "jobs").rename(tmp_path / "elsewhere")
    (kept.state / "jobs").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    kept.clean_after(400)
    assert (folder / "model.glb").exists()


def test_old_moving_pictures_of_actions_go_and_the_key_stays(kept: Kept) -> None:
    preview = kept.state / "animations" / "previews" / "92"
    preview.mkdir(parents=True)
    (preview / "00.png").touch()
    others = [kept.state / "key", kept.state / "animations" / "library.json"]
    for path in others:
        path.touch()
        os.utime(path, (0, 0))
    kept.clean_after(29)
    assert preview.exists()
    kept.clean_after(31)
    assert not preview.exists()
    assert all(path.exists() for path in others)


def test_what_a_crash_left_half_removed_goes_the_next_time(kept: Kept) -> None:
    kept.add("young")
    leaving = kept.state / "jobs" / ".old-aaa"
    leaving.mkdir()
    kept.clean_after(0)
    assert not leaving.exists()


def test_a_folder_that_cannot_be_removed_keeps_its_entries(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = kept.add("locked")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "rename", refuse)
    kept.clean_after(400)
    assert kept.roles(folder) == ["model"]
    assert folder.exists()
