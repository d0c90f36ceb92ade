"""Copying all that is known of a job, for somebody who can help."""

from __future__ import annotations

from pathlib import Path

import bpy
from bpy.props import StringProperty

from ...scene.home import about, state_dir
from ..errands import ERRANDS
from .board import BOARD, JobRow
from .notice import NOTICES
from .operators import RowOperator


class MESHY_OT_copy_report(RowOperator, bpy.types.Operator):
    """Copy all that is known of this job, to send to somebody who can help. No key is in it"""

    bl_idname = "meshy.copy_report"
    bl_label = "Copy Report"
    job_id: StringProperty(options={"SKIP_SAVE", "HIDDEN"})

    def act(self, row: JobRow, context: bpy.types.Context) -> None:
        """Read off the main thread."""
        state, place = state_dir(), about()
        ERRANDS.run(
            lambda: _report(state, row.job_id, place),
            _copy,
            lambda error: BOARD.trouble(row.job_id, str(error)),
        )


def _report(state: Path, job_id: str, place: str) -> str:
    from ...jobs.journal import Journal
    from ...jobs.report import report

    journal = Journal(state / "jobs.sqlite")
    try:
        return report(journal, state, job_id, place)
    finally:
        journal.close()


def _copy(text: str) -> None:
    bpy.context.window_manager.clipboard = text
    NOTICES.tell("the report is in the clipboard.")


def register() -> None:
    bpy.utils.register_class(MESHY_OT_copy_report)


def unregister() -> None:
    bpy.utils.unregister_class(MESHY_OT_copy_report)
