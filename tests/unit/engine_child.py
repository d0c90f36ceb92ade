"""An engine in a process of its own, for tests that kill it: `python engine_child.py STATE …`.

    submit KIND JSON    submits a job and prints its id
    resume ID           takes a job up and prints whether it could

Then it prints each event in a word, until it's killed or its job's work has ended. API and key come
from the environment. It downloads in small pieces and writes each down.
"""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from pathlib import Path

from meshy_addon.api.account import find_account
from meshy_addon.api.endpoints import KINDS
from meshy_addon.jobs import download, lost, partial
from meshy_addon.jobs.engine import Engine
from meshy_addon.jobs.events import (
    Event,
    Failed,
    FileProgressed,
    Interrupted,
    JobCancelled,
    Ready,
    StageChanged,
)
from meshy_addon.jobs.job import Job
from meshy_addon.jobs.planning import plan


def main(state: Path, action: str, *arguments: str) -> None:
    lost.LOOKS_S = (0.0, 0.02, 0.02)
    download.CHUNK_BYTES = partial.CHECKPOINT_BYTES = 1024
    engine = Engine(find_account(os.environ, state), state)
    if megabytes := os.environ.get("MESHY_TEST_MEMORY_MB"):
        _leave_no_more_memory_than(int(megabytes))
    if action == "submit":
        kind, values = arguments
        steps = plan(KINDS[kind], json.loads(values))
        job = Job(uuid.uuid4().hex, kind, kind, steps, time.time())
        engine.submit(job)
        say(job.id)
    else:
        if sys.stdin.readline() and not engine.resume(arguments[0]):
            say("False")
            return
        say("True")
    while True:
        event = engine.next_event(60.0)
        say(in_a_word(event))
        if isinstance(event, Ready | Failed | Interrupted | JobCancelled):
            # It keeps what it has until it's told to go.
            sys.stdin.readline()
            return


def _leave_no_more_memory_than(megabytes: int) -> None:
    """Beyond what the process has by now. Linux."""
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def in_a_word(event: Event | None) -> str:
    match event:
        case StageChanged(stage=stage):
            return stage
        case FileProgressed(role=role):
            return f"{role} arrives"
    return type(event).__name__


def say(word: str) -> None:
    print(word, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
