"""What is known of an object as a thing to print, kept with it: `obj.meshy_print`. Main thread."""

from __future__ import annotations

import json
from collections.abc import Iterable

import bpy

from ...api.printability import Printability


def write_verdict(
    thing: bpy.types.Object, found: Printability, before: Printability | None = None
) -> None:
    """Keep what was found with the object."""
    thing.meshy_print.verdict = json.dumps(found.as_json())
    thing.meshy_print.before = json.dumps(before.as_json()) if before else ""


def read_verdict(thing: bpy.types.Object) -> tuple[Printability | None, Printability | None]:
    """What was found last, and what had been found before a repair."""
    return _read(thing.meshy_print.verdict), _read(thing.meshy_print.before)


def write_print_file(thing: bpy.types.Object, file: str, colors: Iterable[str]) -> None:
    """Keep where the object's 3MF is, and its colours ("#rrggbb")."""
    thing.meshy_print.file = file
    thing.meshy_print.colors.clear()
    for color in colors:
        added = thing.meshy_print.colors.add()
        added.value = tuple(int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _read(text: str) -> Printability | None:
    try:
        return Printability(**json.loads(text)) if text else None
    except (TypeError, ValueError):
        return None  # written by another version
