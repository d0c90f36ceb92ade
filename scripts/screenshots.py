"""The README's pictures of the panel, out of a real window: `python3 scripts/screenshots.py`.

Needs a Blender that can open a window (`scripts/get_blender.sh` makes one) and talks to the
emulator of Meshy's API. Writes docs/panel.png and docs/first-minute.png; with `--every-state`
instead pictures of each state of the sidebar into dist/screenshots/states, to be looked at.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import build
import environment
import windows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every-state", action="store_true", help="all that is to be looked at")
    every_state = parser.parse_args().every_state
    try:
        python = environment.development()
        found = windows.find_windowed()
    except (environment.Unavailable, windows.NoWindow) as error:
        print(error, file=sys.stderr)
        return 1
    if Path(sys.prefix).resolve() != python.parent.parent.resolve():
        again = [str(python), __file__, *sys.argv[1:]]
        return subprocess.run(again, check=False).returncode
    with tempfile.TemporaryDirectory(prefix="meshy-pictures-") as folder:
        if every_state:
            _take_every_state(found, Path(folder))
        else:
            _take_for_the_readme(found, Path(folder))
    return 0


def _take_for_the_readme(found: windows.Windowed, folder: Path) -> None:
    sys.path.insert(0, str(environment.REPOSITORY))
    from tests.gui import panel_at_work

    pictures = folder / "pictures"
    _take(found, folder / "work", panel_at_work.show, pictures, with_key=False)
    for name in panel_at_work.PICTURES:
        kept = environment.REPOSITORY / "docs" / f"{name.replace(' ', '-')}.png"
        shutil.copyfile(pictures / f"{name}.png", kept)
        print(kept)


def _take_every_state(found: windows.Windowed, folder: Path) -> None:
    sys.path.insert(0, str(environment.REPOSITORY))
    from tests.gui import (
        asset_browser,
        dialog_states,
        every_state,
        history_states,
        test_history,
        test_lab,
        test_pictures_made,
    )

    pictures = environment.REPOSITORY / "dist" / "screenshots" / "states"
    photos = _photos(folder)
    shutil.rmtree(pictures, ignore_errors=True)
    _take(found, folder / "states", every_state.show, pictures, with_key=False)
    for number, (show, arguments) in enumerate(
        (
            (history_states.show, ()),
            (test_history.spend, ()),
            (test_lab.check_and_color, ()),
            (test_lab.prototypes_then_a_keychain, (photos,)),
            (every_state.show_printing_and_lab_in_german, ()),
            (test_pictures_made.make_views_and_a_model, ()),
            (asset_browser.show, (str(folder / "library"),)),
            (dialog_states.show, ()),
            (dialog_states.show_image_editor, ()),
            (dialog_states.show_animate, ()),
            (dialog_states.show_preferences, ()),
        )
    ):
        _take(found, folder / str(number), show, pictures, *arguments)
    print(pictures)


def _photos(folder: Path) -> list[str]:
    """Two pictures that something can be made from."""
    from PIL import Image

    paths = [str(folder / f"{color}.png") for color in ("teal", "orange")]
    for path in paths:
        Image.new("RGB", (256, 256), Path(path).stem).save(path)
    return paths


def _take(
    found: windows.Windowed,
    work: Path,
    show: Callable[..., Any],
    pictures: Path,
    *arguments: Any,
    with_key: bool = True,
) -> None:
    """Go through `show` in Blender's window and keep what it looked like."""
    from tests.emulator.process import running_emulator
    from tests.gui.harness import Window, program

    work.mkdir()
    blender = Window(program(found), "installed", build.build(work), work, screenshots=pictures)
    with running_emulator(task_seconds=4) as emulator:
        environment_of_it = emulator.environment
        if not with_key:  # then it's typed in
            arguments = (environment_of_it.pop("MESHY_API_KEY"), *arguments)
        try:
            blender.call(show, *arguments, env=environment_of_it)
        finally:
            blender.end_all()


if __name__ == "__main__":
    sys.exit(main())
