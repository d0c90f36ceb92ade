"""The README's pictures of the panel, out of a real window: `python3 scripts/screenshots.py`.

Needs a Blender that can open a window (`scripts/get_blender.sh` makes one) and talks to the
emulator of Meshy's API. Writes docs/panel.png and docs/first-minute.png.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

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
    with tempfile.TemporaryDirectory(prefix="meshy-pictures-") as folder:
        _take(found, Path(folder))
    return 0


def _take(found: windows.Windowed, folder: Path) -> None:
    """Go through the scene in Blender's window and keep what it looked like."""
    sys.path.insert(0, str(environment.REPOSITORY))
    from tests.emulator.process import running_emulator
    from tests.gui import panel_at_work
    from tests.gui.harness import Window, program

    pictures = folder / "pictures"
    work = folder / "work"
    work.mkdir()
    blender = Window(program(found), "installed", build.build(folder), work, screenshots=pictures)
    with running_emulator(task_seconds=4) as emulator:
        try:
            blender.call(panel_at_work.show, emulator.key, env={"MESHY_API_URL": emulator.api})
        finally:
            blender.end_all()
    for name in panel_at_work.PICTURES:
        kept = environment.REPOSITORY / "docs" / f"{name.replace(' ', '-')}.png"
        shutil.copyfile(pictures / f"{name}.png", kept)
        print(kept)


if __name__ == "__main__":
    sys.exit(main())
