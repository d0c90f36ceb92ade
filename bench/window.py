"""Runs a function inside a Blender with a window, in which the extension is installed."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.fresh import REPOSITORY

sys.path.append(str(REPOSITORY / "scripts"))


def in_window(
    folder: Path, function: Callable[..., Any], arguments: tuple[Any, ...], env: dict[str, str]
) -> Any:
    """What `function` gives inside a Blender with a window, where the zip is installed."""
    import build
    import windows

    from tests.gui.harness import Window, WindowProgram

    class Undriven(WindowProgram):
        """Without simulated events: with them Blender's main loop never rests."""

        def run_inside(self, request: Path, answer: Path) -> list[str]:
            command = super().run_inside(request, answer)
            return [part for part in command if part != "--enable-event-simulate"]

    found = windows.find_windowed()
    version = "{}.{}".format(*found.version)
    program = Undriven(version, found.executable, False, found.in_window, found.size)
    work = Path(tempfile.mkdtemp(dir=folder))
    window = Window(program, "installed", build.build(work), work / "home")
    window.folder.mkdir()
    try:
        return window.call(function, *arguments, env=env, timeout_s=1800)
    finally:
        window.end_all()
