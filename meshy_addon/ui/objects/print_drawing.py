"""What is known of an object as a thing to print, and the buttons for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

import bpy

from ...api.endpoints import KINDS
from ...scene.printing.report import read_verdict
from ..create.generating import priced, why_not_at_all
from ..wrapping import is_narrow, sentence

if TYPE_CHECKING:
    from ...api.printability import Printability

_ICONS = {"healthy": "CHECKMARK", "warning": "ERROR", "error": "CANCEL", "unknown": "QUESTION"}
_ISSUES = (
    ("non_manifold_edges", "NON_MANIFOLD"),
    ("holes", "HOLES"),
    ("degenerate_faces", "DEGENERATE"),
)
"""Field of a verdict → what to select."""


def draw_print(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    thing = context.active_object
    found, before = read_verdict(thing)
    _button(layout, "print_analyze", "Check", ask=False)
    if found:
        _draw_verdict(layout, found, before, share=0.62 if is_narrow(context) else 0.5)
    _button(layout, "print_repair", "Repair…")
    _button(layout, "print_multi_color", "Multi-Colour Print…")
    _draw_print(layout, thing.meshy_print)
    if reason := why_not_at_all():
        sentence(layout, context, reason, icon="INFO")


def _button(layout: bpy.types.UILayout, kind: str, text: str, *, ask: bool = True) -> None:
    credits = KINDS[kind].parts[0].endpoint.price.base
    shown = priced(text, credits)
    button = layout.operator(f"meshy.{kind}", text=shown)
    button.ask = ask


def _draw_verdict(
    layout: bpy.types.UILayout, found: Printability, before: Printability | None, *, share: float
) -> None:
    """Each measure on its line, its name on a `share` of that; where it's bad, a button that
    selects it.
    """
    box = layout.box().column(align=True)
    title = box.row()
    title.alert = found.status == "error"
    title.label(text=found.verdict, icon=_ICONS.get(found.status, "QUESTION"))
    earlier = dict(before.lines()) if before else {}
    selecting = dict(_issues(found))
    for name, value in found.lines():
        line = box.row().split(factor=share)
        line.label(text=name)
        line = line.row(align=True)
        was = earlier.get(name, value)
        line.label(text=value if was == value else f"{was} → {value}", translate=False)
        if what := selecting.get(name):
            button = line.operator(
                "meshy.select_print_issues", text="", icon="RESTRICT_SELECT_OFF", emboss=False
            )
            button.what = what


def _issues(found: Printability) -> Iterator[tuple[str, str]]:
    for field, what in _ISSUES:
        if getattr(found, field):
            yield field.replace("_", " ").capitalize().replace("Non m", "Non-m"), what


def _draw_print(layout: bpy.types.UILayout, made: bpy.types.PropertyGroup) -> None:
    """The colours as they are in the file, and the way to the slicer."""
    if not made.file:
        return
    box = layout.box().column()
    box.label(text=PurePath(made.file).name, icon="FILE_3D", translate=False)
    swatches = box.row(align=True)
    for color in made.colors:
        swatches.prop(color, "value", text="")
    box.operator("meshy.open_print", icon="URL").path = made.file
