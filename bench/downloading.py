"""Memory and time that it takes to receive a large model, over loopback."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.fresh import Server, in_turn, run

SIZE_MB = 200
LIMIT_MB = 16
ROUNDS = 7


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        served, received = Path(name) / "served.glb", Path(name) / "received.glb"
        served.write_bytes(b"glTF" + os.urandom(SIZE_MB * 1_000_000 - 4))
        with Server(served) as server:
            naive = run("baselines/download.py", server.url, received)["added_mb"]
            ours = run("ours/download.py", server.url, received)["added_mb"]
            yield Figure(
                f"memory added by receiving {SIZE_MB} MB",
                "MB",
                ours,
                naive,
                "requests.get().content",
                f"≤ {LIMIT_MB} MB",
                ours <= LIMIT_MB,
            )
            if shutil.which("curl"):
                yield _speed(server.url, received)


def _speed(url: str, received: Path) -> Figure:
    def curl() -> float:
        received.unlink(missing_ok=True)
        command = ["curl", "-s", "-o", str(received), "-w", "%{time_total}", url]
        return float(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)

    def ours() -> float:
        received.unlink(missing_ok=True)
        return float(run("ours/download.py", url, received)["seconds"])

    seconds = in_turn(ROUNDS, curl=curl, ours=ours)
    speeds = {name: SIZE_MB / took for name, took in seconds.items()}
    return Figure(
        f"download speed, loopback, {SIZE_MB} MB",
        "MB/s",
        speeds["ours"],
        speeds["curl"],
        "curl",
        "≥ 0.9 ×",
        speeds["ours"] >= 0.9 * speeds["curl"],
    )
