"""Check Everything: the doctor's findings in the preferences."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import bpy

from ...api.errors import MeshyError

if TYPE_CHECKING:
    from ...jobs.doctor import Finding


class Findings:
    """What the doctor has found. Main thread."""

    def __init__(self) -> None:
        self.found: Sequence[Finding] = ()
        self.is_looking = False

    @property
    def text(self) -> str:
        """All of it, for the clipboard: in English, as who helps may know no other language."""
        from ...scene.home import about

        return "\n".join([about(), *(each.line for each in self.found)])


FINDINGS = Findings()
"""One, as there's one place that shows them."""
_ICONS = {"ok": "CHECKMARK", "look": "INFO", "bad": "ERROR"}


def look() -> None:
    """Begin to look; the findings come by and by."""
    from ...jobs.doctor import Finding, Subject, Verdict, examine
    from ...scene.examining import blender_findings, offline_reason
    from ...scene.home import state_dir
    from .. import pump
    from ..errands import ERRANDS

    def show(found: list[Finding]) -> None:
        FINDINGS.is_looking, FINDINGS.found = False, found
        _redraw()

    def fail(error: MeshyError) -> None:
        show([Finding(Subject.SERVICE, Verdict.BAD, str(error))])

    environment, state = dict(os.environ), state_dir()
    offline, others = offline_reason(), blender_findings()
    FINDINGS.is_looking, FINDINGS.found = True, ()
    pump.start()
    ERRANDS.run(lambda: examine(environment, state, offline, others), show, fail)


def draw(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    """The button, and below it what was found."""
    from ..wording import told
    from ..wrapping import quote

    row = layout.row()
    row.operator("meshy.doctor", icon="VIEWZOOM")
    if FINDINGS.is_looking:
        row.label(text="Looking…")
    elif FINDINGS.found:
        row.operator("meshy.copy_findings", icon="COPYDOWN")
        box = layout.box().column(align=True)
        for each in FINDINGS.found:
            line = f"{told(each.subject)}: {told(each.said)} {told(each.advice)}"
            quote(box, context, line, icon=_ICONS[each.verdict])


def _redraw() -> None:
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "PREFERENCES":
                area.tag_redraw()
