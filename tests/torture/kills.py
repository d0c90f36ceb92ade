"""`kill -9` at random moments, with restarts, over all kinds of job and all their stages."""

from __future__ import annotations

import collections
import json
import os
import random
import subprocess
import sys
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from meshy_addon.api.account import Account
from meshy_addon.api.client import Client
from meshy_addon.api.endpoints import ENDPOINTS, KINDS
from meshy_addon.api.errors import Nonsense
from meshy_addon.jobs.glb import probe_glb
from meshy_addon.jobs.job import Job, Stage
from meshy_addon.jobs.journal import Journal
from meshy_addon.jobs.planning import total_price
from tests.emulator.process import ROOT, Emulator
from tests.torture.orders import Orders, job_to_json

LONGEST_S = 300.0
"""What the last processes of a round may take, on a busy machine: they are not killed."""


@dataclass
class Killed:
    """What came of it."""

    kills: int = 0
    jobs: int = 0
    stages: collections.Counter[str] = field(default_factory=collections.Counter)
    """How many jobs were at which stage when their process was killed."""
    kinds: collections.Counter[str] = field(default_factory=collections.Counter)
    """How many unfinished jobs of which kind a kill met."""
    placed: int = 0
    left: int = 0
    """Jobs that end as Look Again, or Send Again, with a task at Meshy that is nobody else's."""
    lost: list[str] = field(default_factory=list)
    """All others."""
    paid_twice: int = 0
    """Credits taken beyond the price of the jobs."""
    placed_twice: list[str] = field(default_factory=list)


def torture(
    emulator: Emulator,
    folder: Path,
    kills: int,
    chance: random.Random,
    kinds: Collection[str] = tuple(KINDS),
) -> Killed:
    """Rounds of one job of each kind, each process of a round killed at a random moment."""
    orders = Orders(emulator, folder / "pictures")
    if "rig" in kinds:
        orders.let_them_age()
    told = Killed()
    number = 0
    while told.kills < kills:
        number += 1
        emulator.settings(task_seconds=chance.choice((0.2, 0.6, 1.5)))
        emulator.clear_faults()
        _make_slow(emulator, chance)
        _round(emulator, folder, orders.one_of_each(kinds, number), chance, told)
    return told


def _make_slow(emulator: Emulator, chance: random.Random) -> None:
    """So that a kill meets creates without an answer and downloads on their way too."""
    for skip in range(0, 40, 8):
        emulator.fault("delay", method="POST", path="/openapi/", skip=skip, seconds=0.5)
    if chance.random() < 0.5:
        emulator.fault("slow", host="assets", times=20, bytes_per_second=400_000)


def _round(
    emulator: Emulator, folder: Path, jobs: list[Job], chance: random.Random, told: Killed
) -> None:
    state, out, orders = folder / "state", folder / "out", folder / "orders.json"
    out.mkdir(parents=True, exist_ok=True)
    orders.write_text(json.dumps([job_to_json(job) for job in jobs]), "utf-8")
    before = emulator.credits()
    spare = 40
    while spare and not _is_done(state, jobs):
        spare -= 1
        # The longer it went on without an end, the longer it may live.
        lives_s = chance.uniform(0.6, 3.0 + (40 - spare) / 10) if spare > 3 else LONGEST_S
        with subprocess.Popen(
            [sys.executable, "-m", "tests.torture.front_end", state, out, orders],
            cwd=ROOT,
            env={**os.environ, **emulator.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            try:
                process.wait(lives_s)
            except subprocess.TimeoutExpired:
                process.kill()
                if spare > 3:
                    _count_kill(state, told)
            said, _ = process.communicate()
            with (folder / "said.txt").open("a", encoding="utf-8") as file:
                file.write(said)
    _check(emulator, state, out, jobs, told)
    told.paid_twice += before - emulator.credits() - sum(total_price(job.steps) for job in jobs)


def _is_done(state: Path, jobs: list[Job]) -> bool:
    return all(stage is not None and stage.is_over for stage in _stages(state, jobs).values())


def _stages(state: Path, jobs: list[Job]) -> dict[str, Stage | None]:
    if not (state / "jobs.sqlite").exists():
        return dict.fromkeys((job.id for job in jobs), None)
    journal = Journal(state / "jobs.sqlite")
    try:
        records = {job.id: journal.job(job.id) for job in jobs}
    finally:
        journal.close()
    return {job_id: record.stage if record else None for job_id, record in records.items()}


def _count_kill(state: Path, told: Killed) -> None:
    told.kills += 1
    if not (state / "jobs.sqlite").exists():
        told.stages["before the journal"] += 1
        return
    journal = Journal(state / "jobs.sqlite")
    try:
        for record in journal.unfinished():
            tasks = journal.tasks(record.job.id)
            is_open = any(task.is_unanswered for task in tasks)
            told.stages["create unanswered" if is_open else record.stage.value] += 1
            told.kinds[record.job.kind] += 1
    finally:
        journal.close()


def _check(emulator: Emulator, state: Path, out: Path, jobs: list[Job], told: Killed) -> None:
    placed = collections.Counter((out / "placed").read_text("utf-8").split())
    stages = _stages(state, jobs)
    told.jobs += len(jobs)
    told.placed_twice += [job_id for job_id, times in placed.items() if times > 1]
    for job in jobs:
        if stages[job.id] is Stage.PLACED and is_whole(out / job.id, job):
            told.placed += 1
        elif _is_left_to_a_person(emulator, state, job):
            told.left += 1
        else:
            told.lost.append(f"{job.kind} {job.id} {stages[job.id]} in {state}")


def _is_left_to_a_person(emulator: Emulator, state: Path, job: Job) -> bool:
    """Whether the job waits for a word, and Meshy has a task that no job is known to have."""
    journal = Journal(state / "jobs.sqlite")
    try:
        tasks = journal.tasks(job.id)
        if not tasks or not tasks[-1].is_unanswered:
            return False
        others = journal.others(job.id, tasks[-1].endpoint)
    finally:
        journal.close()
    endpoint = ENDPOINTS[tasks[-1].endpoint]
    client = Client(Account(emulator.api, emulator.key, "a test"))
    since = [
        task
        for task in client.newest(endpoint)
        if task.type == endpoint.type and task.created_at_ms / 1000 >= tasks[-1].sent_at
    ]
    client.close()
    return any(task.id not in others.tasks for task in since)


def is_whole(folder: Path, job: Job) -> bool:
    if not KINDS[job.kind].parts[-1].endpoint.gives_files:
        return True
    files = [path for path in folder.iterdir() if not path.name.startswith(".")]
    models = [path for path in files if path.suffix == ".glb"]
    try:
        return bool(files) and all(probe_glb(path) for path in models)
    except Nonsense:
        return False
