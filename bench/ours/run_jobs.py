"""Runs jobs through our engine until all results are on disk. `API KEY STATE JOBS`."""

import json
import sys
import threading
import time
import uuid
from pathlib import Path

from bench import gauges
from meshy_addon.api.account import Account
from meshy_addon.api.endpoints import KINDS
from meshy_addon.jobs.engine import Engine
from meshy_addon.jobs.events import Failed, Interrupted, Ready
from meshy_addon.jobs.job import Job
from meshy_addon.jobs.planning import plan

api, key, state, jobs = sys.argv[1:]
steps = plan(KINDS["text_to_3d"], {"prompt": "an owl"}, only_first=True)
before = gauges.megabytes_now()

start = time.perf_counter()
engine = Engine(Account(api, key, "the bench"), Path(state))
for _ in range(int(jobs)):
    engine.submit(Job(uuid.uuid4().hex, "text_to_3d", "an owl", steps, time.time()))
done = threads = 0
while done < int(jobs):
    event = engine.next_event(60)
    if event is None or isinstance(event, Failed | Interrupted):
        sys.exit(f"{done} done, then {event}")
    done += isinstance(event, Ready)
    threads = max(threads, threading.active_count())
seconds = time.perf_counter() - start

added_mb = gauges.megabytes_at_most() - before
print(json.dumps({"seconds": seconds, "threads": threads, "added_mb": added_mb}))
