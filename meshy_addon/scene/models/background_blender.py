"""The background Blender that an artist's Blender keeps: how it is started. Main thread.

It is this very program once more. So it needs no path that an artist would have to tell, and it is
what reads and writes exactly this version's files. On the ways to have Blender:

- Snap, Flatpak: `binary_path` is the program inside the sandbox, and the child is in it as well.
- Steam: `binary_path` is Blender itself, not Steam's launcher; a second one starts no second game.
- Windows: `blender.exe` beside the launcher, without a console window of its own.
- macOS: the program inside `Blender.app`; in background it has no icon in the Dock.
- Where a second one can't be started (an app store may forbid it), results are imported in the
  artist's own process, and they are told.
- The `bpy` wheel is no program: nobody is kept waiting there, and imports happen in process.
"""

from __future__ import annotations

import os
from pathlib import Path

import bpy

from ...jobs.converting import Converter
from ...jobs.workshop import Workshop

WORKER = Path(__file__).with_name("background_worker.py")

_KEEPS_MEMORY = "dirty_decay_ms:-1,muzzy_decay_ms:-1,oversize_threshold:0"
"""To jemalloc, which Blender allocates with on Linux (its TUNING.md): what one model took is kept
for the next. To have it anew takes 0.1 to 0.4 s for a large one."""


def is_kept() -> bool:
    """Whether this Blender keeps one: where an artist would have to wait otherwise."""
    return not bpy.app.background and bool(bpy.app.binary_path)


def converter() -> Converter | None:
    """One for this Blender, which starts its process when it's needed; None without an artist."""
    if not is_kept():
        return None
    version = "{}.{}".format(*bpy.app.version)
    return Converter(Workshop(_command(bpy.app.binary_path), _environment()), version)


def _command(program: str) -> list[str]:
    """No preferences, no add-ons of the artist's, no network, no sound, no scripts in files."""
    quiet = ["--background", "--factory-startup", "--offline-mode", "-noaudio"]
    return [
        program,
        *quiet,
        "--disable-autoexec",
        "--python-exit-code",
        "1",
        "--python",
        str(WORKER),
    ]


def _environment() -> dict[str, str]:
    """Ours without what concerns Meshy: the key is nobody else's business."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MESHY_")}
    wished = filter(None, (ours.get("MALLOC_CONF"), _KEEPS_MEMORY))
    return {**ours, "MALLOC_CONF": ",".join(wished)}
