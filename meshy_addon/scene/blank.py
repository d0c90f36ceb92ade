"""An empty file to put results in, where there's no artist whose file is open."""

from __future__ import annotations

import bpy


def open_blank_file() -> None:
    """Leave the open file for an empty one, without touching preferences or add-ons.

    Main thread; for the command line alone.
    """
    bpy.ops.wm.read_homefile(use_empty=True, load_ui=False)
