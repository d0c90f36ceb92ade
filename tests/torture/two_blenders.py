"""Two Blenders with one job list, one of them killed half way."""

from __future__ import annotations

import collections
import os
import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from meshy_addon.jobs.job import Stage
from meshy_addon.jobs.journal import Journal
from tests.emulator.process import ROOT, Emulator

PATIENCE_S = 240.0
"""What either may take, on a busy machine."""


@dataclass
class Shared:
    jobs: int = 0
    by_first: int = 0
    """Placed by the one that was killed, which may not have come to say so of the last."""
    by_second: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    paid_twice: int = 0
    """Creates beyond one for each job."""


def torture(emulator: Emulator, folder: Path, jobs: int, chance: random.Random) -> Shared:
    """`jobs` jobs, half of them of each Blender; the first is killed once a part is placed."""
    emulator.settings(task_seconds=1.0)
    folder.mkdir(parents=True, exist_ok=True)
    out, state = folder / "placed", folder / "state"
    out.touch()
    first, second = (_start(emulator, state, name, jobs // 2, out) for name in ("first", "second"))
    enough = chance.randint(jobs // 4, jobs // 2)
    with first, second:
        try:
            _wait_until_placed(enough, out, first)
            first.kill()
            second.wait(PATIENCE_S)
        finally:
            # Or the block would wait for one that doesn't come to an end.
            first.kill()
            second.kill()
    return _counted(emulator, state, out, jobs)


def _wait_until_placed(count: int, out: Path, by: subprocess.Popen[bytes]) -> None:
    waited, deadline = threading.Event(), time.monotonic() + PATIENCE_S
    while len(out.read_text().splitlines()) < count and by.poll() is None:
        if time.monotonic() > deadline:
            raise TimeoutError(f"no {count} jobs were placed")
        waited.wait(0.05)


def _start(
    emulator: Emulator, state: Path, name: str, jobs: int, out: Path
) -> subprocess.Popen[bytes]:
    module = "tests.torture.blender_front_end"
    with out.with_name(f"said by the {name}").open("ab") as said:
        return subprocess.Popen(
            [sys.executable, "-m", module, name, str(jobs), str(out)],
            cwd=ROOT,
            env={**os.environ, **emulator.environment, "MESHY_STATE_DIR": str(state)},
            stdout=said,
            stderr=said,
        )


def _counted(emulator: Emulator, state: Path, out: Path, jobs: int) -> Shared:
    lines = [line.split() for line in out.read_text().splitlines()]
    placed = collections.Counter(job_id for job_id, _, _ in lines)
    told = Shared(jobs=jobs)
    told.by_second = sum(name == "second" for _, name, _ in lines)
    told.twice = [job_id for job_id, times in placed.items() if times > 1]
    told.twice += [job_id for job_id, name, made in lines if name == "second" and made != "1"]
    journal = Journal(state / "jobs.sqlite")
    try:
        records = journal.jobs()
    finally:
        journal.close()
    told.by_first = sum(r.stage is Stage.PLACED for r in records) - told.by_second
    told.lost = [r.job.id for r in records if r.stage is not Stage.PLACED]
    told.lost += ["never submitted"] * (jobs - len(records))
    told.paid_twice = len(emulator.creates()) - jobs
    return told
