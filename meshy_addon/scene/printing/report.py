"""What is known of an object as a thing to print, kept with it: `obj.meshy_print`. Main thread."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

import bpy

if TYPE_CHECKING:
    from ...api.printability import Printability


class MeshyPrintColor(bpy.types.PropertyGroup):
    value: bpy.props.FloatVectorProperty(
        name="Colour", description="A colour of the print", subtype="COLOR_GAMMA", size=3
    )


class MeshyPrintReport(bpy.types.PropertyGroup):
    """`obj.meshy_print`. Empty strings where nothing is known."""

    verdict: bpy.props.StringProperty(name="Verdict", description="Meshy's, as JSON")
    before: bpy.props.StringProperty(name="Before", description="Ahead of the repair, as JSON")
    file: bpy.props.StringProperty(
        name="3MF File", description="The file for a multi-colour print", subtype="FILE_PATH"
    )
    colors: bpy.props.CollectionProperty(type=MeshyPrintColor)


def write_verdict(
    thing: bpy.types.Object, found: "Printability", before: "Printability | None" = None
) -> None:
    """Keep what was found with the object."""
    thing.meshy_print.verdict = json.dumps(found.as_json())
    thing.meshy_print.before = json.dumps(before.as_json()) if before else ""


def read_verdict(thing: bpy.types.Object) -> "tuple[Printability | None, Printability | None]":
    """What was found last, and what had been found before a repair."""
    return _read(thing.meshy_print.verdict), _read(thing.meshy_print.before)


def write_print_file(thing: bpy.types.Object, file: str, colors: Iterable[str]) -> None:
    """Keep where the object's 3MF is, and its colours ("#rrggbb")."""
    thing.meshy_print.file = file
    thing.meshy_print.colors.clear()
    for color in colors:
        added = thing.meshy_print.colors.add()
        added.value = tuple(int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _read(text: str) -> "Printability | None":
    # Here, not above: nothing of it is needed before an object has a verdict.
    from ...api.printability import Printability

    try:
        return Printability(**json.loads(text)) if text else None
    except (TypeError, ValueError):
        return None  # written by another version


def register() -> None:
    """Adds `obj.meshy_print`."""
    bpy.utils.register_class(MeshyPrintColor)
    bpy.utils.register_class(MeshyPrintReport)
    bpy.types.Object.meshy_print = bpy.props.PointerProperty(type=MeshyPrintReport)


def unregister() -> None:
    """Takes it away; what it says stays in the file."""
    del bpy.types.Object.meshy_print
    bpy.utils.unregister_class(MeshyPrintReport)
    bpy.utils.unregister_class(MeshyPrintColor)
