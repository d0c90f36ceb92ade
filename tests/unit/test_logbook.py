"""The log that a person can send."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from meshy_addon.jobs import logbook
from meshy_addon.jobs.events import Failed, JobCancelled
from meshy_addon.jobs.logbook import Logbook, lines_about, log_file
from meshy_addon.jobs.undecided import Undecided
from tests.unit.engine_driver import CREATE, Driver, driving

KEY = "msy_not_to_be_seen"


def test_what_happened_to_a_job_is_in_the_log_and_no_secret(driver: Driver) -> None:
    driver.emulator.fault("lose_answer", path=CREATE)
    job = driver.submit(only_first=True)
    ready = driver.ready(job)
    driver.engine.placed(job.id)

    told = [line.partition(f"job {job.id}: ")[2] for line in lines_about(driver.state, job.id)]
    assert told[:2] == ["submitting", "waiting"]
    assert f"task {ready.result.tasks[0].id} SUCCEEDED" in told
    assert told[-1] == "placed"
    text = log_file(driver.state).read_text()
    assert driver.emulator.key not in text
    assert "Signature" not in text


def test_neither_key_nor_address_gets_into_the_log(tmp_path: Path) -> None:
    book = Logbook(tmp_path, KEY)
    book.open()
    log = logging.getLogger("meshy_addon.somewhere")
    try:
        raise ValueError(f"{KEY} at https://host/x.glb?Signature=abc")
    except ValueError:
        log.exception("job 1")
    book.tell(Failed("1", Undecided(f"Bearer {KEY}")))
    book.close()
    log.error("job 1: not any more")
    text = log_file(tmp_path).read_text()
    assert KEY not in text
    assert "Signature" not in text
    assert "ValueError" in text
    assert "not any more" not in text


def test_after_another_key_each_line_is_there_once_and_without_either(tmp_path: Path) -> None:
    """An engine that was closed tells yet what its threads end with."""
    books = [Logbook(tmp_path, "msy_earlier"), Logbook(tmp_path, KEY)]
    for book in books:
        book.open()
    log = logging.getLogger("meshy_addon.somewhere")
    log.info("job 1: %s instead of msy_earlier", KEY)
    books[0].close()
    log.info("job 1: still told")
    books[1].close()
    told = [line.partition("job 1: ")[2] for line in lines_about(tmp_path, "1")]
    assert told == ["(the key) instead of (the key)", "still told"]


def test_an_engine_that_is_over_leaves_nothing_in_the_log(driver: Driver) -> None:
    log = logging.getLogger("meshy_addon")
    before = set(log.handlers)
    for key in ("msy_one", "msy_two"):
        with driving(driver.emulator, driver.state, key=key):
            assert len(set(log.handlers) - before) == 1
    assert not set(log.handlers) - before


def test_the_log_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logbook, "LARGEST_BYTES", 1000)
    book = Logbook(tmp_path, KEY)
    book.open()
    for number in range(300):
        book.tell(JobCancelled(f"job-{number}"))
    book.close()
    files = list((tmp_path / "log").iterdir())
    assert len(files) == 1 + logbook.KEPT
    assert all(file.stat().st_size < 2000 for file in files)
    assert list(lines_about(tmp_path, "job-299"))


def test_a_log_that_cannot_be_written_disturbs_nobody(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    book = Logbook(tmp_path, KEY)
    book.open()
    book.tell(JobCancelled("job"))
    book.close()
    assert list(lines_about(tmp_path, "job")) == []
