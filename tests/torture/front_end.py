"""A front end to be killed at any moment: `python -m tests.torture.front_end STATE OUT ORDERS`.

It submits the orders that the journal doesn't know yet, takes up what was left unfinished, copies
each result into OUT as `-o OUT/` would, and ends when nothing is left to do. Lines in OUT/placed
tell what it placed, and lines on stdout what it needs a person for.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
from pathlib import Path
from typing import Any

from meshy_addon.api import client
from meshy_addon.api.account import find_account
from meshy_addon.jobs import calls, download, lost, partial, plan_limits, waiting
from meshy_addon.jobs.engine import Engine
from meshy_addon.jobs.events import Failed, Interrupted, JobCancelled, Ready
from meshy_addon.jobs.job import Job, Result
from meshy_addon.jobs.undecided import Undecided
from tests.torture.orders import job_from_json

PAUSES: tuple[tuple[Any, str, object], ...] = (
    (waiting, "FIRST_POLL_S", 0.05),
    (waiting, "LONGEST_POLL_S", 0.2),
    (lost, "LOOKS_S", (0.0, 0.1, 0.2, 0.3, 0.4)),
    (calls, "DOUBTS_S", (0.1, 0.2)),
    (plan_limits, "PAUSE_S", 0.2),
    (plan_limits, "PROBE_S", 0.2),
    (download, "WAIT_S", 0.02),
    (download, "CHUNK_BYTES", 16 * 1024),
    (partial, "CHECKPOINT_BYTES", 64 * 1024),
    (client, "_CREATE_READ_S", 30.0),
    (client, "_SILENCE_S", 3.0),
)
"""What is shortened, and to what."""


def hurry() -> None:
    """Short pauses; what the engine does stays the same. Files are written down in small pieces."""
    for module, name, value in PAUSES:
        setattr(module, name, value)


def wait_for_threads() -> None:
    """Until those of engines that were closed have ended, however long that takes within reason."""
    for thread in [each for each in threading.enumerate() if each.name == "meshy"]:
        thread.join(30.0)


def put_out(result: Result, out: Path) -> None:
    """The files of a result, each there as a whole or not at all."""
    folder = out / result.job.id
    folder.mkdir(parents=True, exist_ok=True)
    for role, path in result.files.items():
        half = folder / f".{role}"
        shutil.copyfile(path, half)
        half.replace(folder / f"{role}{path.suffix}")


def note(file: Path, line: str) -> None:
    """One line at the end of a file, whoever else writes there."""
    with file.open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def main(state: Path, out: Path, orders: Path) -> None:
    hurry()
    engine = Engine(find_account(os.environ, state), state)
    working = _begin(
        engine, [job_from_json(told) for told in json.loads(orders.read_text("utf-8"))]
    )
    while working:
        event = engine.next_event(30.0)
        if event is None:
            print("stuck", *working, flush=True)
            return
        if isinstance(event, Ready):
            put_out(event.result, out)
            engine.placed(event.job_id)
            note(out / "placed", event.job_id)
        elif isinstance(event, Failed | Interrupted):
            word = "undecided" if isinstance(event.error, Undecided) else type(event).__name__
            print(word, event.job_id, event.error, flush=True)
        if isinstance(event, Ready | Failed | Interrupted | JobCancelled):
            working.discard(event.job_id)


def _begin(engine: Engine, jobs: list[Job]) -> set[str]:
    """Submit what is new and take up what was left; the ids of both."""
    working = set()
    for job in jobs:
        if engine.journal.job(job.id) is None:
            engine.submit(job)
            working.add(job.id)
    for record in engine.unfinished():
        if record.job.id not in working and engine.resume(record.job.id):
            working.add(record.job.id)
    return working


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
