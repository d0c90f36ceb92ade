"""Waits for tasks as most clients do, by asking every 5 s, each in a thread. `API KEY TASKS S`."""

import json
import sys
import threading
import time

import requests

from bench import gauges

api, key, tasks, seconds = sys.argv[1:]
headers = {"Authorization": f"Bearer {key}"}
url = f"{api}/openapi/v2/text-to-3d"


def wait_for(task_id: str) -> None:
    while requests.get(f"{url}/{task_id}", headers=headers, timeout=30).json()["status"] in (
        "PENDING",
        "IN_PROGRESS",
    ):
        time.sleep(5)


for _ in range(int(tasks)):
    body = {"mode": "preview", "prompt": "an owl"}
    task_id = requests.post(url, headers=headers, json=body, timeout=30).json()["result"]
    threading.Thread(target=wait_for, args=(task_id,), daemon=True).start()

time.sleep(2)
before = gauges.cpu_ms()
time.sleep(float(seconds))
print(json.dumps({"cpu_ms": gauges.cpu_ms() - before}))
