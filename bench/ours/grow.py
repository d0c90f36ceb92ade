"""What a job costs where many were before. `STATE JOBS RUNNING`; fills a new journal first."""

import json
import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import bpy  # noqa: F401

import meshy_addon
from bench import gauges
from meshy_addon.api.account import Account
from meshy_addon.api.endpoints import KINDS
from meshy_addon.api.tasks import Status
from meshy_addon.jobs.engine import Engine
from meshy_addon.jobs.files import MAPS
from meshy_addon.jobs.job import Job, Stage
from meshy_addon.jobs.journal import Journal
from meshy_addon.jobs.planning import plan

state, jobs, running = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
a_job = Job("job 0", "text_to_3d", "an owl", plan(KINDS["text_to_3d"], {"prompt": "an owl"}), 0.0)
several = [replace(a_job, id=f"job {n}", created_at=float(n)) for n in range(jobs)]
ROLES = ("model", "thumbnail", *(f"{role}_0" for role in MAPS), "ready")
ANSWER = {
    "id": "018a210d-8ba4-705c-b111-1f1776f7f578",
    "type": "text-to-3d-refine",
    "status": "SUCCEEDED",
    "progress": 100,
    "prompt": "an owl",
    "model_urls": dict.fromkeys(("glb", "fbx", "usdz", "obj", "mtl"), "https://meshy.invalid/x"),
    "texture_urls": [dict.fromkeys(MAPS, "https://meshy.invalid/x")],
    "thumbnail_url": "https://meshy.invalid/x",
    "created_at": 1_700_000_000_000,
    "started_at": 1_700_000_001_000,
    "finished_at": 1_700_000_060_000,
    "consumed_credits": 10,
}


def fill(path):
    """One placed job as the engine writes it down, and all others like it."""
    journal = Journal(path)
    journal.add(a_job)
    for index, step in enumerate(a_job.steps):
        journal.creating(a_job.id, index, step.endpoint, "0" * 64, 0.0)
        journal.created(a_job.id, index, ANSWER["id"])
        journal.task_changed(a_job.id, index, Status.SUCCEEDED, 100, 10, ANSWER)
    for role in ROLES:
        journal.file_done(a_job.id, role, f"jobs/{a_job.id}/{role}", 4_000_000)
    journal.set_stage(a_job.id, Stage.PLACED)
    journal.close()
    with closing(sqlite3.connect(path)) as database, database:
        for table in ("jobs", "tasks", "files"):
            rows = database.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
            marks = ", ".join("?" * len(rows[0]))
            alike = ((job.id, *row[1:]) for job in several[1:] for row in rows)
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", alike)  # noqa: S608


if not (state / "jobs.sqlite").exists():
    fill(state / "jobs.sqlite")

meshy_addon.register()
from meshy_addon.ui import pump  # noqa: E402
from meshy_addon.ui.jobs.board import BOARD  # noqa: E402


def best_ms(call, times):
    """The quickest of `times`: what it costs where nothing else disturbs."""
    taken = []
    for _ in range(times):
        start = gauges.cpu_ms()
        call()
        taken.append(gauges.cpu_ms() - start)
    return min(taken)


def start():
    engine = Engine(Account("http://127.0.0.1:9", "msy_bench", "the bench"), state)
    engine.unfinished()
    engine.close()


told = {
    "start_ms": best_ms(start, 5),
    "list_ms": best_ms(lambda: Journal(state / "jobs.sqlite").jobs(limit=50), 5),
}
for job in several:
    BOARD.add(job, 20)
    BOARD.placed(job.id)
pump.tick()
told["pump_ms"] = best_ms(lambda: [pump.tick() for _ in range(100)], 5) / 100
for number in range(running):
    BOARD.add(replace(a_job, id=f"running {number}"), 20)
pump.tick()
told["running_ms"] = best_ms(lambda: [pump.tick() for _ in range(100)], 5) / 100
print(json.dumps(told), flush=True)
os._exit(0)
