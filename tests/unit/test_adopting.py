"""A task that was made elsewhere becomes a job as a whole, or not at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from meshy_addon.jobs.journal import Journal

REPOSITORY = Path(__file__).parents[2]
RIG = "018a210d-8ba4-705c-b111-1f1776f7f578"
DIES = f"""
import os, sqlite3, sys
from pathlib import Path

class Dying(sqlite3.Connection):
    commits = 0

    def execute(self, statement, *values):
        if statement == "COMMIT":
            self.commits += 1
            if self.commits == int(sys.argv[2]):
                os._exit(9)
        return super().execute(statement, *values)

from meshy_addon.jobs.adopting import adopt
from meshy_addon.jobs.journal import Journal

Journal(Path(sys.argv[1])).close()
connect = sqlite3.connect
sqlite3.connect = lambda *path, **options: connect(*path, factory=Dying, **options)
adopt(Journal(Path(sys.argv[1])), "rigging", "{RIG}", name="", target={{}})
"""


@pytest.mark.parametrize("commit", range(1, 6))
def test_a_process_that_dies_before_a_commit_leaves_no_job_without_its_task(
    tmp_path: Path, commit: int
) -> None:
    path = tmp_path / "jobs.sqlite"
    command = [sys.executable, "-c", DIES, str(path), str(commit)]
    died = subprocess.run(command, cwd=REPOSITORY, check=False).returncode == 9

    journal = Journal(path)
    tasks = [[task.task_id for task in journal.tasks(r.job.id)] for r in journal.jobs()]
    journal.close()
    assert tasks == ([] if died else [[RIG]])
