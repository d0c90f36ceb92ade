"""Reads an account's history beside one bare request of 50 tasks. `API KEY STATE ROUNDS`."""

import json
import os
import statistics
import sys
import time
from pathlib import Path

import requests

from bench import gauges
from meshy_addon.api.account import Account
from meshy_addon.jobs.engine import Engine
from meshy_addon.jobs.history import History
from meshy_addon.jobs.plan_limits import WINDOW_S

api, key, state, rounds = sys.argv[1:]
engine = Engine(Account(api, key, "the bench"), Path(state))
engine.calls().balance()
plain = requests.Session()
plain.trust_env = False
plain.headers["Authorization"] = f"Bearer {key}"
plain.get(f"{api}/openapi/v1/balance")


sizes: list[int] = []


def bare() -> float:
    """One page of one list, on a connection that is open already."""
    began = time.perf_counter()
    query = {"page_num": 1, "page_size": 50, "sort_by": "-created_at"}
    answer = plain.get(f"{api}/openapi/v2/text-to-3d", params=query)
    answer.json()
    sizes.append(len(answer.content))
    return time.perf_counter() - began


def ours() -> tuple[float, float, float]:
    """Until there are rows, until the first page is as it stays, until all lists were asked."""
    shown: list[float] = []
    began = time.perf_counter()
    History(engine.calls()).more(so_far=lambda _: shown.append(time.perf_counter()))
    return shown[0] - began, shown[-1] - began, time.perf_counter() - began


taken = []
for _ in range(int(rounds) + 1):
    time.sleep(WINDOW_S)  # no request of the round before counts any more
    taken.append((bare(), *ours()))
of_each = list(zip(*taken[1:], strict=True))
bare_s, rows_s, page_s, all_s = map(min, of_each)
bare_median_s, _, page_median_s, _ = map(statistics.median, of_each)

history = History(engine.calls())
history.more()
before = gauges.megabytes_now()
while not history.is_complete:
    history.more()
told = {
    "bare_ms": bare_s * 1000,
    "rows_ms": rows_s * 1000,
    "page_ms": page_s * 1000,
    "all_ms": all_s * 1000,
    "bare_median_ms": bare_median_s * 1000,
    "page_median_ms": page_median_s * 1000,
    "tasks": len(history.more()),
    "answers_mb": statistics.mean(sizes) / 50 * len(history.more()) / 2**20,
    "grown_mb": gauges.megabytes_now() - before,
}
print(json.dumps(told), flush=True)
os._exit(0)
