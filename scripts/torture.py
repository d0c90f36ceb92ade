"""Breaks everything that can break, and counts what is lost: `python3 scripts/torture.py [PART…]`.

Takes about an hour and writes docs/durability.md, each part its own section; `--small` is over
in three minutes and only prints. What it does lies in tests/torture/; slices of it are in every
test run.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import environment

if TYPE_CHECKING:
    from tests.emulator.process import Emulator

KEY = "msy_torture_key_to_look_for_everywhere"
REPORT = environment.REPOSITORY / "docs" / "durability.md"
NUMBER = 20261121
"""Where the random numbers begin."""


@dataclass(frozen=True)
class Amount:
    kills: int
    blender_kills: int
    times: int
    answers: int
    shared: int
    soak: int
    quits: int


FULL = Amount(kills=300, blender_kills=30, times=5, answers=20_000, shared=50, soak=1_000, quits=2)
SMALL = Amount(kills=10, blender_kills=2, times=1, answers=500, shared=6, soak=100, quits=1)


def main() -> int:
    options = _arguments()
    python = environment.development()
    if Path(sys.executable).resolve() != python.resolve() or sys.prefix == sys.base_prefix:
        command = [str(python), __file__, *sys.argv[1:]]
        return subprocess.run(command, check=False).returncode
    sys.path.insert(0, str(environment.REPOSITORY))
    os.chdir(environment.REPOSITORY)
    amount = SMALL if options.small else FULL
    is_clean = True
    for part in options.parts or PARTS:
        section, is_good = _section(part, amount)
        print(section, flush=True)
        is_clean &= is_good
        if not options.small:
            _write_down(part, section)
    return 0 if is_clean else 1


def _section(part: str, amount: Amount) -> tuple[str, bool]:
    """What a part has to tell, and whether nothing went wrong."""
    with tempfile.TemporaryDirectory(prefix="meshy-torture-") as name:
        began = time.monotonic()
        lines, is_good = PARTS[part](Path(name) / part, amount)
        minutes = (time.monotonic() - began) / 60
        written, found = _files_with_key(Path(name))
    machine = f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores"
    key = f"The key is in {len(found)} of the {written:,} files that were left"
    lines += ["", f"{minutes:.1f} minutes on {machine}. {key}{': ' if found else '.'}", *found]
    return "\n".join([f"## {TITLES[part]}", "", *lines, ""]), is_good and not found


def kills(folder: Path, amount: Amount) -> tuple[list[str], bool]:
    """Plain processes with an engine."""
    from tests.torture.kills import torture

    with _emulator() as emulator:
        told = torture(emulator, folder, amount.kills, random.Random(NUMBER))
    lines = _table(
        ("", ""),
        ("kills", told.kills),
        ("jobs, of all 19 kinds", told.jobs),
        ("results placed", told.placed),
        ("left to a person (Look Again, Send Again), the task at Meshy", told.left),
        ("results lost", len(told.lost)),
        ("credits paid beyond the price", told.paid_twice),
        ("results placed twice", len(told.placed_twice)),
    )
    lines += ["", "Unfinished jobs by what they were at when their process was killed:", ""]
    lines += _table(("at", "times"), *told.stages.most_common())
    return [*lines, *told.lost], not (told.lost or told.paid_twice or told.placed_twice)


def blender_kills(folder: Path, amount: Amount) -> tuple[list[str], bool]:
    """Blenders that run the command line."""
    from tests.torture.blender_kills import torture

    with _emulator() as emulator:
        told = torture(emulator, folder, amount.blender_kills, random.Random(NUMBER))
    lines = _table(
        ("", ""),
        ("kills of a Blender", told.kills),
        ("commands", told.jobs),
        ("files that didn't come", len(told.lost)),
        ("credits paid beyond the price", told.paid_twice),
    )
    return [*lines, *told.lost], not (told.lost or told.paid_twice)


def faults(folder: Path, amount: Amount) -> tuple[list[str], bool]:
    """20 jobs in flight."""
    from tests.torture.faults import KINDS_OF_FAULT, torture

    with _emulator() as emulator:
        told = torture(emulator, folder, amount.times, random.Random(NUMBER))
    lines = _table(
        ("", ""),
        ("kinds of fault", len(KINDS_OF_FAULT)),
        ("jobs", told.jobs),
        ("placed", told.placed),
        ("failed, by the service's own word, and refunded", told.failed),
        ("taken up again after an interruption", told.taken_up_again),
        ("of them because it could not be told whether Meshy had it", told.asked_a_person),
        ("ended wrongly", len(told.wrong)),
        ("credits paid beyond what the succeeded tasks cost", told.paid_twice),
    )
    lines += ["", *_table(("fault", "struck"), *((n, told.hits[n]) for n in KINDS_OF_FAULT))]
    wrong = [*told.wrong, *told.nobodys]
    return [*lines, *wrong], not (wrong or told.paid_twice)


def answers(folder: Path, amount: Amount) -> tuple[list[str], bool]:
    """Raises what goes wrong."""
    from tests.torture.answers import seeds_from, torture
    from tests.torture.orders import finished_tasks

    folder.mkdir(parents=True)
    with _emulator() as emulator:
        seeds = seeds_from(finished_tasks(emulator, folder / "orders"))
    told = torture(seeds, folder, amount.answers, amount.answers // 5, NUMBER)
    others = [path.name for path in folder.iterdir() if path.name not in ("orders", "model.glb")]
    lines = _table(
        ("", ""),
        ("answers to the parsers", told.direct),
        ("answers over HTTP", told.http),
        ("exceptions that nobody caught", 0),
        ("files where none should be", len(others)),
    )
    return lines, not others


def shared(folder: Path, amount: Amount) -> tuple[list[str], bool]:
    """Two Blenders."""
    from tests.torture.two_blenders import torture

    with _emulator() as emulator:
        told = torture(emulator, folder, amount.shared, random.Random(NUMBER))
    lines = _table(
        ("", ""),
        ("jobs", told.jobs),
        ("placed by the Blender that was killed", told.by_first),
        ("placed by the other", told.by_second),
        ("not placed", len(told.lost)),
        ("placed twice", len(told.twice)),
        ("creates beyond one for each job", told.paid_twice),
    )
    return [*lines, *told.lost, *told.twice], not (told.lost or told.twice or told.paid_twice)


def soak(folder: Path, amount: Amount) -> tuple[list[str], bool]:
    """One process."""
    from tests.torture.soak import torture

    with _emulator() as emulator:
        told = torture(emulator, folder, amount.soak)
    rows = [(s.jobs, s.threads, s.handles, f"{s.memory_mb:.1f}") for s in told.samples]
    shown = [row for i, row in enumerate(rows) if i in (0, 1) or (i + 1) % 4 == 0]
    lines = _table(("jobs", "threads", "handles", "memory, MB"), *shown)
    left = f"After closing: {told.left_threads} threads and {told.left_handles} handles are left."
    return [*lines, "", left, *told.wrong], not (told.wrong or told.left_threads)


def quitting(folder: Path, amount: Amount) -> tuple[list[str], bool]:
    """A real Blender, which this needs, with its window and without."""
    import build
    import windows

    from tests.blender.harness import Program
    from tests.gui.harness import program
    from tests.torture.quitting import IN_WORDS, NOTHING, torture

    found = windows.find_windowed()
    windowed = program(found)
    programs = [Program(windowed.version, found.executable, is_module=False), windowed]
    folder.mkdir(parents=True)
    with _emulator() as emulator:
        told = torture(emulator, folder, programs, build.build(folder / "dist"), amount.quits)
    rows = []
    for (way, at), quits in told.items():
        longest_s, without_s = max(quits.times_s), max(told[way, NOTHING].times_s)
        more = "" if at == NOTHING else f"{longest_s - without_s:+.2f}"
        rows.append((way, IN_WORDS[at], f"{longest_s:.2f}", more))
    wrong = [each for quits in told.values() for each in quits.wrong]
    head = ("", "with", f"longest of {amount.quits}, s", "more than with no job, s")
    lines = _table(head, *rows)
    kept = "Every job could be taken up afterwards, and no process of ours was left."
    return [*lines, "", *(wrong or [kept])], not wrong


PARTS: dict[str, Callable[[Path, Amount], tuple[list[str], bool]]] = {
    "kills": kills,
    "blender_kills": blender_kills,
    "faults": faults,
    "answers": answers,
    "shared": shared,
    "soak": soak,
    "quitting": quitting,
}
TITLES = {
    "kills": "Killed at random moments",
    "blender_kills": "Blenders killed at random moments",
    "faults": "Faults, 20 jobs in flight",
    "answers": "Answers that the service never gives",
    "shared": "Two Blenders with one job list, one killed half way",
    "soak": "A long day in one process",
    "quitting": "How long Blender takes to quit",
}


def _emulator() -> AbstractContextManager[Emulator]:
    from tests.emulator.process import running_emulator

    return running_emulator("--plan", "enterprise", "--key", KEY)


def _files_with_key(folder: Path) -> tuple[int, list[str]]:
    """How many files there are, and which of them hold the key."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    found = [path for path in files if KEY.encode() in path.read_bytes()]
    return len(files), [str(path.relative_to(folder)) for path in found]


def _table(head: tuple[object, ...], *rows: Iterable[object]) -> list[str]:
    return [f"| {' | '.join(map(str, row))} |" for row in (head, ["---"] * len(head), *rows)]


def _write_down(part: str, section: str) -> None:
    """Put the section of a part where its last one is; what else the page says stays."""
    head, *sections = REPORT.read_text("utf-8").split("\n## ")
    found = {text.partition("\n")[0]: text for text in sections}
    found[TITLES[part]] = section.removeprefix("## ")
    order = [*TITLES.values(), *(title for title in found if title not in TITLES.values())]
    page = [head, *(found[title] for title in order if title in found)]
    REPORT.write_text("\n## ".join(page), "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a little of everything")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"any of {', '.join(PARTS)}")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part named {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    sys.exit(main())
