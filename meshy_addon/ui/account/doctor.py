"""Check Everything: the doctor's findings in the preferences."""

from __future__ import annotations

import os

import bpy

from ...api.errors import MeshyError


class Findings:
    """What the doctor has found, as lines, and the icons before them. Main thread."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []
        self.is_looking = False

    @property
    def text(self) -> str:
        """All of it, for the clipboard."""
        from ...scene.home import about

        return "\n".join([about(), *(line for line, _ in self.lines)])


FINDINGS = Findings()
"""One, as there's one place that shows them."""
_ICONS = {"ok": "CHECKMARK", "look": "INFO", "bad": "ERROR"}


def look() -> None:
    """Begin to look; the findings come by and by."""
    from ...jobs.doctor import Finding, Verdict, examine
    from ...scene.examining import blender_findings, offline_reason
    from ...scene.home import state_dir
    from .. import pump
    from ..errands import ERRANDS

    def show(found: list[Finding]) -> None:
        FINDINGS.is_looking = False
        FINDINGS.lines = [(each.line, _ICONS[each.verdict]) for each in found]
        _redraw()

    def fail(error: MeshyError) -> None:
        FINDINGS.is_looking = False
        FINDINGS.lines = [(f"{Verdict.BAD:<4}  {error}", _ICONS[Verdict.BAD])]
        _redraw()

    environment, state = dict(os.environ), state_dir()
    offline, others = offline_reason(), blender_findings()
    FINDINGS.is_looking, FINDINGS.lines = True, []
    pump.start()
    ERRANDS.run(lambda: examine(environment, state, offline, others), show, fail)


def draw(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    """The button, and below it what was found."""
    from ..wrapping import sentence

    row = layout.row()
    row.operator("meshy.doctor", icon="VIEWZOOM")
    if FINDINGS.is_looking:
        row.label(text="Looking…")
    elif FINDINGS.lines:
        row.operator("meshy.copy_findings", icon="COPYDOWN")
        box = layout.box().column(align=True)
        for line, icon in FINDINGS.lines:
            sentence(box, context, line.split(None, 1)[1], icon=icon)


def _redraw() -> None:
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "PREFERENCES":
                area.tag_redraw()
