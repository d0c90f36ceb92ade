"""What the extension costs in Blender's window while jobs run: `python3 scripts/bench_window.py`.

Needs a Blender that can open a window (`scripts/get_blender.sh` makes one); about four minutes, and
no other work on the machine. Prints JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import build
import environment
import windows


def main() -> int:
    try:
        python = environment.development()
        found = windows.find_windowed()
    except (environment.Unavailable, windows.NoWindow) as error:
        print(error, file=sys.stderr)
        return 1
    if Path(sys.prefix).resolve() != python.parent.parent.resolve():
        return subprocess.run([str(python), __file__], check=False).returncode
    with tempfile.TemporaryDirectory(prefix="meshy-bench-") as folder:
        print(json.dumps(_measure(found, Path(folder)), indent=2))
    return 0


def _measure(found: windows.Windowed, folder: Path) -> dict[str, Any]:
    sys.path.insert(0, str(environment.REPOSITORY))
    from tests.emulator.process import running_emulator
    from tests.gui import heartbeat
    from tests.gui.harness import Window, WindowProgram, program

    @dataclass(frozen=True)
    class Quiet(WindowProgram):
        """Without simulated events, for which Blender's loop never rests."""

        def run_inside(self, request: Path, answer: Path) -> list[str]:
            command = super().run_inside(request, answer)
            return [each for each in command if each != "--enable-event-simulate"]

    quiet = Quiet(**vars(program(found)))
    packed = build.build(folder)

    def run(function: Any, *arguments: Any, task_seconds: float = 12) -> Any:
        work = Path(tempfile.mkdtemp(dir=folder))
        blender = Window(quiet, "installed", packed, work)
        with running_emulator(task_seconds=task_seconds, running=10) as emulator:
            try:
                return blender.call(function, *arguments, env=emulator.environment)
            finally:
                blender.end_all()

    saves = folder / "saves"
    saves.mkdir()
    return {
        "ten jobs, tab open": run(heartbeat.ten_jobs, True),
        "ten jobs, tab closed": run(heartbeat.ten_jobs, False),
        "processor share when idle": run(heartbeat.idle_processor, 10.0),
        "autosave": run(heartbeat.autosave, str(saves), task_seconds=120),
    }


if __name__ == "__main__":
    sys.exit(main())
