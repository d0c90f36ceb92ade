"""Meshy for Blender: finished 3D from text, pictures and selected objects.

`register()` and `unregister()` are what Blender calls; they work the same in a Python that has the
`bpy` wheel. Importing this package, its `api` and its `jobs` needs no Blender.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def register() -> None:
    """Add operators, properties, preferences, panels and the command line to this Blender."""
    with _without_garbage_collection():
        from . import registration

        registration.register()


def unregister() -> None:
    """Take all of it back. Jobs under way go on when they are resumed."""
    from . import registration

    registration.unregister()


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Loading makes a lot that stays and nothing that goes; looking for that costs a tenth more."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
