"""What is known of an object as a thing to print, and the buttons for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

import bpy

from ...api.endpoints import KINDS
from ...api.printability import CM3, NAMES
from ...scene.objects.leading import is_sendable, leader
from ...scene.printing.report import read_verdict
from .. import priced_button
from ..create.generating import why_not_at_all
from ..wording import told
from ..wrapping import fits, sentence, share, text_px

if TYPE_CHECKING:
    from ...api.printability import Printability

_ICONS = {"healthy": "CHECKMARK", "warning": "ERROR", "error": "CANCEL", "unknown": "QUESTION"}
_GAP = " " * 3
"""Between a name and its value."""
_ISSUES = (
    ("non_manifold_edges", "NON_MANIFOLD"),
    ("holes", "HOLES"),
    ("degenerate_faces", "DEGENERATE"),
)
"""Field of a verdict → what to select."""


def draw_print(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    thing = leader(context, is_sendable)
    found, before = read_verdict(thing)
    _draw_button(layout, context, "print_analyze", "Check", ask=False)
    if found:
        _draw_verdict(layout, context, found, before)
    _draw_button(layout, context, "print_repair", "Repair…")
    _draw_button(layout, context, "print_multi_color", "Multi-Colour Print…")
    _draw_print(layout, thing.meshy_print)
    if reason := why_not_at_all():
        sentence(layout, context, reason, icon="INFO")


def _draw_button(
    layout: bpy.types.UILayout,
    context: bpy.types.Context,
    kind: str,
    text: str,
    *,
    ask: bool = True,
) -> None:
    credits = KINDS[kind].parts[0].endpoint.price.base
    priced_button.draw(layout, context, f"meshy.{kind}", text, credits).ask = ask


def _draw_verdict(
    layout: bpy.types.UILayout,
    context: bpy.types.Context,
    found: Printability,
    before: Printability | None,
) -> None:
    """The verdict, then what was measured, in two columns if there's room for them."""
    box = layout.box().column(align=True)
    title = box.column()
    title.alert = found.status == "error"
    sentence(title, context, found.verdict, icon=_ICONS.get(found.status, "QUESTION"))
    lines = _lines(found, before)
    longest = max((told(line.name) for line in lines), key=text_px, default="")
    has_columns = all(line.fits(context, longest) for line in lines)
    for line in lines:
        if has_columns:
            row = box.row().split(factor=share(context, longest + _GAP))
            row.label(text=line.name)
            _draw_value(row.row(), line)
        else:
            _draw_line(box, context, line)


def _draw_line(box: bpy.types.UILayout, context: bpy.types.Context, line: _Line) -> None:
    """The value at the right, below the name where they don't fit beside each other."""
    if line.fits(context, told(line.name)):
        row = box.row()
        row.label(text=line.name)
        row = row.row()
    else:
        sentence(box, context, line.name)
        row = box.row()
    row.alignment = "RIGHT"
    if line.fits(context, ""):
        _draw_value(row, line)
    else:
        sentence(row, context, line.value)


def _draw_value(row: bpy.types.UILayout, line: _Line) -> None:
    row.label(text=line.value, translate=False)
    if line.what:
        button = row.operator("meshy.select_print_issues", text="", icon="RESTRICT_SELECT_OFF")
        button.what = line.what


@dataclass(frozen=True)
class _Line:
    name: str
    value: str
    what: str
    """What can be selected of it, if it's bad."""

    def fits(self, context: bpy.types.Context, name: str) -> bool:
        """Whether the value has room beside this `name`."""
        text = f"{name}{_GAP}{self.value}"
        return fits(context, text, icons=1 if self.what else 0, in_box=True)


def _lines(found: Printability, before: Printability | None) -> list[_Line]:
    earlier = dict(before.lines()) if before else {}
    selecting = {NAMES[field]: what for field, what in _ISSUES if getattr(found, field)}
    lines = []
    for name, value in found.lines():
        was = earlier.get(name, value)
        change = f"{told(was.removesuffix(CM3))} → {told(value)}"
        told_value = told(value) if was == value else change
        lines.append(_Line(name, told_value, selecting.get(name, "")))
    return lines


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
