"""As most clients do it: requests.get().content. `URL FILE`."""

import json
import sys
from pathlib import Path

import requests

from bench import gauges

url, file = sys.argv[1], Path(sys.argv[2])
requests.post(url, json={}, timeout=60)
gauges.forget_most()
before = gauges.megabytes_now()

file.write_bytes(requests.get(url, timeout=60).content)

print(json.dumps({"added_mb": gauges.megabytes_at_most() - before}))
