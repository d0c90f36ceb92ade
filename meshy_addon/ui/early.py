"""What any job and any panel needs is imported before it's asked for: it takes a tenth of a second
and more.

Not when the extension is enabled, which is to cost nothing; but when a job seems near: a panel is
drawn, a menu opens, a picture is dragged over the viewport.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

import bpy

from .errands import ERRANDS

_MODULES = (
    "jobs.engine",
    "scene.finishing",
    "ui.running",
    "ui.objects.dialog",
    "ui.objects.print_drawing",
    "ui.animate.drawing",
    "ui.lab.drawing",
    "ui.pictures.drawing",
    "ui.history.drawing",
    "jobs.history",
    "jobs.history_pictures",
)
_LIBRARIES = ("sqlite3",)
"""What these leave until the journal is opened."""


@cache
def begin() -> None:
    """Import it in a thread, once. Returns at once. Main thread."""
    if not bpy.app.background:
        ERRANDS.run(import_all)


def import_all() -> None:
    """Any thread."""
    for name in _MODULES:
        import_module(f"{__package__.removesuffix('.ui')}.{name}")
    for name in _LIBRARIES:
        import_module(name)
