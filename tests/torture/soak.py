"""Many jobs in one process: what it holds on to must not grow with them."""

from __future__ import annotations

import gc
import os
import shutil
import threading
from dataclasses import dataclass, field
from pathlib import Path

from meshy_addon.api.account import Account
from meshy_addon.jobs.engine import Engine
from meshy_addon.jobs.events import Failed, Interrupted, Ready
from tests.emulator.process import Emulator
from tests.torture.front_end import hurry, wait_for_threads
from tests.torture.orders import Orders

IN_FLIGHT = 20
FAST = ("text_to_image", "image_to_3d", "remesh", "resize", "print_repair")


@dataclass(frozen=True)
class Sample:
    jobs: int
    threads: int
    handles: int
    """Open file descriptors, sockets too."""
    memory_mb: float
    """Resident."""


@dataclass
class Soaked:
    samples: list[Sample] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    left_threads: int = 0
    """Of the engine's, after it was closed."""
    left_handles: int = 0
    """More than before the engine was made."""


def torture(emulator: Emulator, folder: Path, jobs: int, every: int = 50) -> Soaked:
    """`jobs` jobs, 20 at a time, in one engine. Linux, for its /proc."""
    hurry()
    emulator.settings(task_seconds=0.2)
    orders = Orders(emulator, folder / "pictures")
    told = Soaked()
    wait_for_threads()  # of whoever had an engine here before
    gc.collect()
    before = _handles()
    engine = Engine(Account(emulator.api, emulator.key, "a test"), folder / "state")
    sent = done = 0
    while done < jobs:
        while sent < jobs and sent - done < IN_FLIGHT:
            engine.submit(orders.job(FAST[sent % len(FAST)], sent))
            sent += 1
        event = engine.next_event(60.0)
        if event is None:
            told.wrong.append(f"stuck after {done} jobs")
            break
        if isinstance(event, Ready):
            engine.placed(event.job_id)
            shutil.rmtree(folder / "state" / "jobs" / event.job_id)
        elif isinstance(event, Failed | Interrupted):
            told.wrong.append(str(event.error))
        else:
            continue
        done += 1
        if done % every == 0:
            told.samples.append(_sample(done))
    engine.close()
    wait_for_threads()
    told.left_threads = sum(each.name == "meshy" for each in threading.enumerate())
    gc.collect()
    told.left_handles = _handles() - before
    return told


def _sample(jobs: int) -> Sample:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    memory = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return Sample(jobs, threading.active_count(), _handles(), memory)


def _handles() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - Path would open one more
