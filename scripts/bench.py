"""What the extension costs, beside baselines of the same run: `python3 scripts/bench.py [--json]`.

Milliseconds depend on the machine; the ratios are what to compare. Each figure is the median of
fresh processes, taken in turn, so that a busy moment hits all of them alike.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import environment

ROUNDS = 7

# Times one statement in a process of its own. It ends without shutting Python down, which can
# crash Blender 4.2.
_PROBE = """
import os, sys, time
sys.path.insert(0, {path!r})
{before}
start = time.perf_counter()
{timed}
print("took", (time.perf_counter() - start) * 1000, flush=True)
os._exit(0)
"""


@dataclass(frozen=True)
class Figure:
    """How long something took; `ratio` is the time of the table's first line divided by it."""

    name: str
    median_ms: float
    ratio: float


def enabling(python: Path, folder: Path) -> dict[str, Callable[[], float]]:
    """Enabling Meshy, against one of Blender's own add-ons and an extension that does nothing."""
    empty = folder / "empty_extension"
    empty.mkdir()
    (empty / "__init__.py").write_text("def register(): pass\n", encoding="utf-8")

    def enable(module: str, path: Path) -> Callable[[], float]:
        timed = f"import {module}; {module}.register()"
        return lambda: _took(python, "import bpy", timed, path)

    return {
        "Meshy": enable("meshy_addon", environment.REPOSITORY),
        "Node Wrangler": enable("node_wrangler", folder),
        "an empty extension": enable("empty_extension", folder),
    }


def importing(python: Path, _folder: Path) -> dict[str, Callable[[], float]]:
    """Importing the parts that need no Blender, against the HTTP library they use when needed."""

    def importing_of(modules: str) -> Callable[[], float]:
        return lambda: _took(python, "", f"import {modules}", environment.REPOSITORY)

    return {
        "meshy_addon, api, jobs": importing_of("meshy_addon, meshy_addon.api, meshy_addon.jobs"),
        "requests": importing_of("requests"),
    }


TABLES = {"enabling": enabling, "importing": importing}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    as_json = parser.parse_args().json
    try:
        python = environment.development()
    except environment.Unavailable as error:
        print(error, file=sys.stderr)
        return 1
    tables = {}
    for title, table in TABLES.items():
        with tempfile.TemporaryDirectory() as folder:
            tables[title] = _measure(table(python, Path(folder)))
    if as_json:
        print(
            json.dumps({title: [asdict(f) for f in figures] for title, figures in tables.items()})
        )
    else:
        _print(tables)
    return 0


def _measure(subjects: dict[str, Callable[[], float]]) -> list[Figure]:
    """The first round warms the disk's and Python's caches and does not count."""
    times: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(ROUNDS + 1):
        for name, once in subjects.items():
            times[name].append(once())
    medians = {name: statistics.median(taken[1:]) for name, taken in times.items()}
    first = next(iter(medians.values()))
    return [Figure(name, round(ms, 3), round(first / ms, 3)) for name, ms in medians.items()]


def _took(python: Path, before: str, timed: str, path: Path) -> float:
    code = _PROBE.format(path=str(path), before=before, timed=timed)
    ran = subprocess.run(
        [str(python), "-c", code], capture_output=True, text=True, check=True, cwd=path
    )
    return float(ran.stdout.rsplit("took ", 1)[1])


def _print(tables: dict[str, list[Figure]]) -> None:
    for title, figures in tables.items():
        subject, *baselines = figures
        print(f"{title} {subject.name}: {subject.median_ms:.2f} ms")
        for figure in baselines:
            print(f"  {figure.ratio:8.3f} × {figure.name} ({figure.median_ms:.2f} ms)")


if __name__ == "__main__":
    sys.exit(main())
