"""Blenders that are quit while jobs are at something: how long it takes, and what is left."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from meshy_addon.jobs.journal import Journal
from tests.blender.harness import Blender, Program
from tests.emulator.process import Emulator
from tests.gui.harness import Window
from tests.torture.quitter import (
    CONVERTING,
    DOWNLOADING,
    JOBS,
    NOTHING,
    QUEUE_FULL,
    SUBMITTING,
    WAITING,
    quit_in_background,
    quit_window,
)

PATIENCE_S = 60.0
_CREATE = {"method": "POST", "path": "/openapi/"}
AT: dict[str, Callable[[Emulator], object]] = {
    NOTHING: lambda emulator: None,
    QUEUE_FULL: lambda emulator: emulator.fault(
        "refuse", status=429, message="NoMoreConcurrentTasks", times=0, **_CREATE
    ),
    SUBMITTING: lambda emulator: emulator.fault("delay", seconds=60, times=0, **_CREATE),
    WAITING: lambda emulator: emulator.settings(task_seconds=120),
    DOWNLOADING: lambda emulator: emulator.fault(
        "slow", host="assets", times=0, bytes_per_second=2_000
    ),
    CONVERTING: lambda emulator: emulator.settings(large=True),
}
"""What the jobs are at, and how the emulator keeps them there."""
IN_WORDS = {
    NOTHING: "no job",
    QUEUE_FULL: "three jobs, Meshy's queue full",
    SUBMITTING: "three creates not answered",
    WAITING: "three tasks running",
    DOWNLOADING: "three downloads",
    CONVERTING: "a result being imported by the background Blender",
}


@dataclass
class Quit:
    times_s: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """What was left that shouldn't be, or lost."""


def torture(
    emulator: Emulator, folder: Path, programs: list[Program], packed: Path, times: int
) -> dict[tuple[str, str], Quit]:
    """Every program quit `times` times with three jobs at each thing; how long each took."""
    told: dict[tuple[str, str], Quit] = {}
    for program in programs:
        in_window = hasattr(program, "in_window")
        way = f"Blender {program.version}{', in its window' if in_window else ', in background'}"
        for at in AT if in_window else [at for at in AT if at != CONVERTING]:
            quits = told[way, at] = Quit()
            for number in range(times):
                emulator.reset()
                AT[at](emulator)
                work = folder / f"{len(told)} {number}"
                work.mkdir(parents=True)
                kind = Window if in_window else Blender
                _one(kind(program, "zip", packed, work), emulator, at, quits)
    return told


def _one(blender: Blender, emulator: Emulator, at: str, quits: Quit) -> None:
    note = blender.folder / "quits"
    function = quit_window if isinstance(blender, Window) else quit_in_background
    try:
        running = blender.start(function, at, str(note), env=emulator.environment)
        _wait_for(note.exists, running.process.poll)
        told = json.loads(note.read_text("utf-8"))
        quits.times_s.append(_end_of(told["pid"]) - told["at"])
        running.finish(PATIENCE_S)
        if left := list(_left(told["children"])):
            quits.wrong.append(f"{at}: {len(left)} processes left")
        if at != NOTHING and (count := _unfinished(blender.state_dir)) != JOBS:
            quits.wrong.append(f"{at}: {count} of {JOBS} jobs to go on with")
    finally:
        blender.end_all()


def _wait_for(holds: Callable[[], bool], ended: Callable[[], int | None]) -> None:
    until_s = time.monotonic() + 3 * PATIENCE_S
    while not holds():
        if ended() is not None or time.monotonic() > until_s:
            raise AssertionError("it ended, or never came to quit")
        time.sleep(0.02)


def _end_of(pid: int) -> float:
    """When the process was gone. Linux."""
    until_s = time.monotonic() + PATIENCE_S
    while _runs(pid):
        if time.monotonic() > until_s:
            raise AssertionError("it doesn't quit")
        time.sleep(0.002)
    return time.time()


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def _left(children: list[int]) -> Iterator[int]:
    """Those that still run two seconds later."""
    until_s = time.monotonic() + 2.0
    while any(map(_runs, children)) and time.monotonic() < until_s:
        time.sleep(0.02)
    yield from filter(_runs, children)


def _unfinished(state: Path) -> int:
    journal = Journal(state / "jobs.sqlite")
    try:
        return len(journal.unfinished())
    finally:
        journal.close()
