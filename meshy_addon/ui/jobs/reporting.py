"""Copying all that is known of a job, for somebody who can help."""

from __future__ import annotations

from pathlib import Path

import bpy

from ...scene.home import about, state_dir
from ..errands import ERRANDS
from .board import BOARD
from .notice import NOTICES


def copy_report(job_id: str) -> None:
    """To the clipboard, once it's put together: the journal is read off the main thread."""
    state, place = state_dir(), about()
    ERRANDS.run(
        lambda: _report(state, job_id, place),
        _copy,
        lambda error: BOARD.trouble(job_id, str(error)),
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
