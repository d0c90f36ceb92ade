"""`kill -9` of Blenders that run the command line, and `resume` until the file is there."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from meshy_addon.jobs.glb import probe_glb
from meshy_addon.jobs.job import Stage
from meshy_addon.jobs.journal import JobRecord, Journal
from meshy_addon.jobs.planning import total_price
from tests.emulator.process import ROOT, Emulator

TRIES = 20


@dataclass
class Killed:
    kills: int = 0
    jobs: int = 0
    lost: list[str] = field(default_factory=list)
    paid_twice: int = 0


def torture(emulator: Emulator, folder: Path, kills: int, chance: random.Random) -> Killed:
    """One command after the other, each killed again and again on its way to its file."""
    emulator.set_credits(10**6)
    emulator.settings(task_seconds=1.0)
    told = Killed()
    while told.kills < kills:
        told.jobs += 1
        _one(emulator, folder / f"{told.jobs}", chance, told)
    return told


def _one(emulator: Emulator, folder: Path, chance: random.Random, told: Killed) -> None:
    folder.mkdir(parents=True)
    file, before = folder / "owl.glb", emulator.credits()
    order = ("text-to-3d", "--prompt", f"an owl, number {told.jobs}", "-o", str(file))
    emulator.fault("delay", method="POST", path="text-to-3d$", skip=chance.randint(0, 1))
    for attempt in range(TRIES):
        job_id = _job_id(folder)
        if job_id and _stage(folder) is Stage.PLACED:
            break
        lives_s = chance.uniform(0.8, 4.0) if attempt < TRIES // 2 else 120.0
        command = ("resume", job_id) if job_id else order
        with (
            (folder / "said.txt").open("ab") as said,
            subprocess.Popen(
                [sys.executable, "-m", "meshy_addon", *command],
                cwd=ROOT,
                env={
                    **os.environ,
                    **emulator.environment,
                    "MESHY_STATE_DIR": str(folder / "state"),
                },
                stdout=said,
                stderr=said,
            ) as process,
        ):
            try:
                process.wait(lives_s)
            except subprocess.TimeoutExpired:
                process.kill()
                told.kills += 1
    if _stage(folder) is not Stage.PLACED or not file.is_file() or not probe_glb(file):
        told.lost.append(f"{_stage(folder)} in {folder}")
    told.paid_twice += before - emulator.credits() - _price(folder)


def _record(folder: Path) -> JobRecord | None:
    path = folder / "state" / "jobs.sqlite"
    if not path.exists():
        return None
    journal = Journal(path)
    try:
        return next(iter(journal.jobs()), None)
    finally:
        journal.close()


def _job_id(folder: Path) -> str:
    record = _record(folder)
    return record.job.id if record else ""


def _stage(folder: Path) -> Stage | None:
    record = _record(folder)
    return record.stage if record else None


def _price(folder: Path) -> int:
    record = _record(folder)
    return total_price(record.job.steps) if record else 0
