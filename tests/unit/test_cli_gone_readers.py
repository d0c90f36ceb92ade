"""Whoever reads what a command says may go away: that keeps no job from its end, and no answer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
ANSWER = '{"job": "1"}'
COMMAND = f"""
import os, sys
from meshy_addon.cli.answer import Answer, give, kept_stdout
from meshy_addon.cli.exit_codes import Exit
from meshy_addon.cli.progress import Progress
from meshy_addon.jobs.events import StageChanged
from meshy_addon.jobs.job import Stage

stdout = kept_stdout()
progress = Progress()
for stage in (Stage.PREPARING, Stage.SUBMITTING, Stage.WAITING):
    progress(StageChanged("1", stage))
progress.done()
sys.exit(give(Answer('{ANSWER}', Exit(int(sys.argv[1])), "No way."), stdout))
"""


def run(end: int, **streams: Any) -> tuple[int, bytes, bytes]:
    """How a command that is to end so did, and what it said."""
    command = [sys.executable, "-c", COMMAND, str(end)]
    process = subprocess.Popen(command, cwd=REPOSITORY, **streams)
    said, complained = process.communicate(timeout=60)
    return process.returncode, said or b"", complained or b""


@pytest.fixture
def nobody() -> Iterator[int]:
    """A pipe whose reader has gone."""
    ours, theirs = os.pipe()
    os.close(ours)
    yield theirs
    os.close(theirs)


def test_without_a_reader_of_stderr_the_answer_and_its_exit_code_come(nobody: int) -> None:
    assert run(5, stdout=subprocess.PIPE, stderr=nobody) == (5, f"{ANSWER}\n".encode(), b"")


def test_without_a_reader_of_stdout_the_exit_code_comes(nobody: int) -> None:
    end, _, complained = run(4, stdout=nobody, stderr=subprocess.PIPE)
    assert (end, complained.splitlines()[-1]) == (4, b"meshy: No way.")


@pytest.mark.skipif(sys.platform == "win32", reason="no limits like these")
def test_an_answer_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    import resource

    def no_space() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    with (tmp_path / "answer.json").open("wb") as file:
        end, _, complained = run(0, stdout=file, stderr=subprocess.PIPE, preexec_fn=no_space)
    assert end == 2
    assert complained.splitlines()[-2] == b"meshy: The answer can't be written (File too large)."
