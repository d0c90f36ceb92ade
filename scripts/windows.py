"""The Blender of this machine that can open a window, and the command that does it.

A screen of its own (Xvfb) is preferred to the one that somebody works at.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from environment import cache_folder
from interpreters import OLDEST_BLENDER, blender_version, find_blender

SCREEN = (1400, 900)
"""Width and height in pixels of the screen and of Blender's window on it."""


class NoWindow(Exception):
    """No Blender can open a window here; the text says what is missing."""


@dataclass(frozen=True)
class Windowed:
    """A Blender, without its window and with it."""

    executable: Path
    version: tuple[int, int]
    in_window: tuple[str, ...]
    """The beginning of the command that opens its window."""
    size: tuple[int, int] = SCREEN


def find_windowed() -> Windowed:
    """MESHY_TEST_BLENDER, the PATH's, or what `get_blender.sh` made. Raises NoWindow."""
    executable = find_blender() or _made()
    version = blender_version(executable) if executable else None
    if executable is None or version is None or version < OLDEST_BLENDER:
        raise NoWindow(
            "no Blender 4.2 or later on the PATH or in MESHY_TEST_BLENDER;"
            " scripts/get_blender.sh makes one"
        )
    return Windowed(executable, version, _in_window(executable))


def _made() -> Path | None:
    """What `get_blender.sh` made once; it's run again, so that this repository is seen there."""
    if os.name != "posix" or not (cache_folder() / "trixie").is_dir():
        return None
    script = str(Path(__file__).with_name("get_blender.sh"))
    ran = subprocess.run(["bash", script], capture_output=True, text=True, check=False)
    return Path(ran.stdout.split("\n")[-2]) if ran.returncode == 0 else None


def _in_window(executable: Path) -> tuple[str, ...]:
    beside = executable.with_name("blender-in-window")
    if beside.exists():
        return (str(beside),)
    if xvfb := shutil.which("xvfb-run"):
        width, height = SCREEN
        return (xvfb, "-a", "-s", f"-screen 0 {width}x{height}x24", str(executable))
    if os.environ.get("DISPLAY"):
        return (str(executable),)
    raise NoWindow("there is no screen for Blender's window: install xvfb")
