"""A download as a job does it: streamed, hashed, checked, made to last. `URL FILE`."""

import json
import sys
import threading
import time
from pathlib import Path

import requests

from bench import gauges
from meshy_addon.jobs.asset_session import asset_session
from meshy_addon.jobs.download import download
from meshy_addon.jobs.kinds import Kind

url, file = sys.argv[1], Path(sys.argv[2])
session = asset_session()
requests.post(url, json={}, timeout=60)
gauges.forget_most()
before = gauges.megabytes_now()

start = time.perf_counter()
download(session, url, file, expect=Kind.GLB, cancelled=threading.Event())
seconds = time.perf_counter() - start

print(json.dumps({"added_mb": gauges.megabytes_at_most() - before, "seconds": seconds}))
