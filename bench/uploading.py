"""Memory that it takes to send a large model."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.fresh import Server, run

SIZE_MB = 100
LIMIT_MB = 16


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.glb"
        file.write_bytes(b"glTF" + os.urandom(SIZE_MB * 1_000_000 - 4))
        with Server(file) as server:
            naive = run("baselines/upload.py", server.url, file)["added_mb"]
            ours = run("ours/upload.py", server.url, file)["added_mb"]
    yield Figure(
        f"memory added by sending a {SIZE_MB} MB model",
        "MB",
        ours,
        naive,
        "whole file as base64, json=",
        f"≤ {LIMIT_MB} MB",
        ours <= LIMIT_MB,
    )
