"""What enabling the extension takes of Blender's start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.fresh import HERE, REPOSITORY, in_turn, run

LIMIT_MS = 15
ROUNDS = 15
NOT_BEFORE_A_JOB = {"requests", "urllib3", "ssl", "sqlite3", "numpy"}


def measure() -> Iterator[Figure]:
    def enable(folder: Path, module: str) -> float:
        return float(run("ours/extensions.py", folder, module)["cpu_ms"])

    ms = in_turn(
        ROUNDS,
        empty=lambda: enable(HERE / "baselines", "empty_extension"),
        ours=lambda: enable(REPOSITORY, "meshy_addon"),
    )
    told = run("ours/extensions.py", REPOSITORY, "meshy_addon")
    loaded = set(told["loaded"])
    heavy = sorted(loaded & NOT_BEFORE_A_JOB)
    yield Figure(
        "enabling the extension",
        "ms",
        ms["ours"],
        ms["empty"],
        "an empty extension",
        f"+ ≤ {LIMIT_MS} ms",
        ms["ours"] - ms["empty"] <= LIMIT_MS and not heavy,
        f"CPU time of Python and Blender; loads {', '.join(heavy) or 'neither requests, ssl,'}"
        f"{'' if heavy else ' sqlite3 nor numpy'}. What only a window shows takes "
        f"{told['interface_import_ms']:.1f} ms more in a thread there and "
        f"{told['interface_register_ms']:.1f} ms in a tick.",
    )
