"""Waits for tasks with our engine. `API KEY STATE TASKS S`."""

import json
import os
import sys
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

api, key, state, tasks, seconds = sys.argv[1:]
steps = plan(KINDS["text_to_3d"], {"prompt": "an owl"}, only_first=True)
engine = Engine(Account(api, key, "the bench"), Path(state))
for _ in range(int(tasks)):
    engine.submit(Job(uuid.uuid4().hex, "text_to_3d", "an owl", steps, time.time()))
waiting = 0
while waiting < int(tasks):
    event = engine.next_event(60)
    waiting += isinstance(event, StageChanged) and event.stage is Stage.WAITING

time.sleep(2)
before = gauges.cpu_ms()
time.sleep(float(seconds))
print(json.dumps({"cpu_ms": gauges.cpu_ms() - before}), flush=True)
os._exit(0)
