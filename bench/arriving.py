"""From the moment when the server has finished to the model in the scene, headless."""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Iterator
from urllib.request import Request, urlopen

from bench.figure import Figure
from bench.fresh import run
from tests.emulator.process import Emulator, running_emulator

TASK_S = (3.5, 4.5, 5.5, 6.5, 7.5)
"""Evenly over a poller's 5 s: it's by chance when a task ends in between."""
LARGE_TASK_S = (3.0, 4.0, 5.0)
OPTIONS = {"plan": "enterprise", "credits": 100_000, "files_ahead": True}


def measure() -> Iterator[Figure]:
    with running_emulator(**OPTIONS) as emulator:
        naive, _ = _arrivals("baselines/arrive.py", emulator, TASK_S)
        ours, _ = _arrivals("ours/arrive.py", emulator, TASK_S)
        yield Figure(
            "finished on the server → placed, small model",
            "s",
            ours,
            naive,
            "5 s poller + importer",
            "≥ 10 × sooner",
            naive >= 10 * ours,
        )
        _arrivals("baselines/arrive.py", emulator, LARGE_TASK_S[:1], "[large]")  # is made once
        _, bare = _arrivals("baselines/arrive.py", emulator, LARGE_TASK_S, "[large]")
        ours, _ = _arrivals("ours/arrive.py", emulator, LARGE_TASK_S, "[large]")
        yield Figure(
            "finished on the server → placed, 300,000 triangles",
            "s",
            ours,
            bare,
            "bare download + bare import",
            "≤ 1.25 ×",
            ours <= 1.25 * bare,
        )


def _arrivals(
    script: str, emulator: Emulator, tasks_s: tuple[float, ...], mark: str = ""
) -> tuple[float, float]:
    """Medians: seconds from finished to placed, and what download and import alone took."""
    waits, bare = [], []
    for seconds in tasks_s:
        marks = f"{mark}[seconds:{seconds}]"
        with tempfile.TemporaryDirectory() as state:
            known = () if script.startswith("ours") else (emulator.api, emulator.key)
            variables = {**emulator.environment, "MESHY_STATE_DIR": state}
            told = run(script, *known, marks, **variables)
        waits.append(told["placed_at"] - _finished_at(emulator))
        bare.append(told.get("bare_s", 0.0))
    return statistics.median(waits), statistics.median(bare)


def _finished_at(emulator: Emulator) -> float:
    """When the newest task was finished, in seconds since the Unix epoch."""
    url = f"{emulator.api}/openapi/v2/text-to-3d?page_size=1&sort_by=-created_at"
    request = Request(url, headers={"Authorization": f"Bearer {emulator.key}"})
    with urlopen(request) as answer:
        return float(json.load(answer)[0]["finished_at"]) / 1000
