"""As most clients of the API do it: the whole file in memory, as base64, as JSON. `URL FILE`."""

import base64
import json
import sys
from pathlib import Path

import requests

from bench import gauges

url, file = sys.argv[1], Path(sys.argv[2])
requests.post(url, json={}, timeout=60)
gauges.forget_most()
before = gauges.megabytes_now()

data = base64.b64encode(file.read_bytes()).decode()
body = {"model_url": f"data:application/octet-stream;base64,{data}", "target_formats": ["glb"]}
requests.post(url, json=body, timeout=60)

print(json.dumps({"added_mb": gauges.megabytes_at_most() - before}))
