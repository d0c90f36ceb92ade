"""What a job costs where many were before. `STATE JOBS RUNNING`; fills a new journal first."""

import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import bpy  # noqa: F401

import meshy_addon
from bench import gauges
from meshy_addon.api.account import Account
from meshy_addon.api.endpoints import KINDS
from meshy_addon.jobs.engine import Engine
from meshy_addon.jobs.job import Job, Stage
from meshy_addon.jobs.journal import Journal
from meshy_addon.jobs.planning import plan

state, jobs, running = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
steps = plan(KINDS["text_to_3d"], {"prompt": "an owl"}, only_first=True)
a_job = Job("", "text_to_3d", "an owl", steps, time.time())
several = [replace(a_job, id=f"job {n}", created_at=float(n)) for n in range(jobs)]
is_new = not state.exists()
journal = Journal(state / "jobs.sqlite")
for job in several if is_new else ():
    journal.add(job)
    journal.set_stage(job.id, Stage.PLACED)
journal.close()

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
