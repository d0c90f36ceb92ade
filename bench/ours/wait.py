"""Waits with our engine. `API KEY STATE JOBS PLACES S`: so many of the jobs are tasks at once."""

import json
import os
import sys
import threading
import time
import uuid
from pathlib import Path

from bench import gauges
from meshy_addon.api.account import Account
from meshy_addon.api.endpoints import KINDS
from meshy_addon.jobs.engine import Engine
from meshy_addon.jobs.events import StageChanged
from meshy_addon.jobs.job import Job, Stage
from meshy_addon.jobs.planning import plan

api, key, state, jobs, places, seconds = sys.argv[1:]
steps = plan(KINDS["text_to_3d"], {"prompt": "an owl"}, only_first=True)
empty_mb = gauges.megabytes_now()
engine = Engine(Account(api, key, "the bench"), Path(state))
for _ in range(int(jobs)):
    engine.submit(Job(uuid.uuid4().hex, "text_to_3d", "an owl", steps, time.time()))
waiting = 0
while waiting < min(int(jobs), int(places)):
    event = engine.next_event(60)
    waiting += isinstance(event, StageChanged) and event.stage is Stage.WAITING

time.sleep(2)
before = gauges.cpu_ms()
time.sleep(float(seconds))
told = {
    "cpu_ms": gauges.cpu_ms() - before,
    "threads": threading.active_count(),
    "added_mb": gauges.megabytes_now() - empty_mb,
}
print(json.dumps(told), flush=True)
os._exit(0)
