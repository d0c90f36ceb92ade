"""Runs a script of `baselines/` or `ours/` in a process of its own, and reads what it tells."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent

_BYTECODE = tempfile.TemporaryDirectory(prefix="meshy-bench-")


def run(script: str, *arguments: object, **variables: str) -> dict[str, Any]:
    """What `script` ("ours/upload.py") printed last, as JSON. Its environment gets `variables`."""
    ran = subprocess.run(
        [sys.executable, str(HERE / script), *map(str, arguments)],
        cwd=REPOSITORY,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return told


def environment(**variables: str) -> dict[str, str]:
    """What such a process is to have: no proxies, and Python compiled, as it is for an artist."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("MESHY_") and not name.lower().endswith("_proxy")
    }
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return {
        **kept,
        "PYTHONPYCACHEPREFIX": _BYTECODE.name,
        "PYTHONPATH": str(REPOSITORY),
        **variables,
    }


def in_turn(rounds: int, **subjects: Callable[[], float]) -> dict[str, float]:
    """The median of each subject, taken in turn: a busy moment of the machine hits all alike.

    A first round warms the disk's and Python's caches, and does not count.
    """
    taken: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(rounds + 1):
        for name, once in subjects.items():
            taken[name].append(once())
    return {name: statistics.median(values[1:]) for name, values in taken.items()}


class Server(ExitStack):
    """The process of `file_server.py`: gives out the file `served`, and takes any request in."""

    def __init__(self, served: Path) -> None:
        super().__init__()
        process = subprocess.Popen(
            [sys.executable, str(HERE / "file_server.py"), str(served)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.enter_context(process)
        self.callback(process.terminate)
        self.url = process.stdout.readline().strip() if process.stdout else ""
