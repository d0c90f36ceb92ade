"""What an earlier Blender did, for the list: jobs left unfinished, results that came lately.

A result is in the scene, and the file is lost before it was saved: it can be placed again, for as
long as the file stays here (see `jobs/cleaning.py`). Worker thread.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from ...api.frozen import frozen
from ...jobs.job import Job, Result, Stage
from .board import JobRow

if TYPE_CHECKING:
    from ...jobs.journal import JobRecord, Journal

_PLACED_LATELY = 20
"""At most so many are offered again, the latest."""


@frozen
class LeftOver:
    """What is in the journal from before."""

    jobs: tuple[tuple[JobRow, Job], ...] = ()
    placed: tuple[tuple[JobRow, Result], ...] = ()
    """What came lately and is still here."""
    warning: str = ""
    """One sentence if the journal could not be used."""


def left_over(state: Path) -> LeftOver:
    """The jobs in `state` that no process works on. Raises CannotWrite.

    Needs neither a key nor the network: what is on disk can be shown without.
    """
    # Here, not above: SQLite is of no use where no job ever ran.
    from ...jobs.journal import Journal
    from ...jobs.owner import Owner

    path = state / "jobs.sqlite"
    if not path.is_file():
        return LeftOver()
    journal, owner = Journal(path), Owner(state / "owners")
    try:
        free = [
            record
            for record in journal.unfinished()
            if not (record.owner and owner.alive(record.owner))
        ]
        unfinished = tuple((_unfinished_row(journal, state, each), each.job) for each in free)
        return LeftOver(unfinished, _placed_lately(journal, state), journal.warning)
    finally:
        owner.close()
        journal.close()


def _unfinished_row(journal: Journal, state: Path, record: JobRecord) -> JobRow:
    from ...jobs.folders import job_folder
    from ...jobs.keeping import kept_until
    from ...jobs.planning import total_price

    job, tasks = record.job, journal.tasks(record.job.id)
    done = sum(task.progress for task in tasks) / 100 / len(job.steps)
    files = {file.role: file.path for file in journal.files(job.id)}
    thumbnail = files.get("thumbnail") or files.get("image")
    return JobRow(
        job.id,
        job.kind,
        job.name,
        record.stage,
        price=total_price(job.steps),
        fraction=1.0 if record.stage is Stage.READY else min(done, 1.0),
        parts=len(job.steps),
        began_at=job.created_at,
        ended_at=record.updated_at,
        error=record.error,
        is_left=True,
        is_open=any(task.is_unanswered for task in tasks),
        task_id=tasks[-1].task_id if tasks else "",
        kept_until=kept_until(tasks),
        thumbnail=job_folder(state, job.id) / thumbnail if thumbnail else None,
    )


def result_here(journal: Journal, state: Path, record: JobRecord) -> tuple[JobRow, Result] | None:
    """The result of a job that is over, for the list, if all its files are here.

    Raises CannotWrite if the journal can't be read.
    """
    from ...jobs.at_hand import result_at_hand
    from ...jobs.planning import total_price
    from ...jobs.spending import credits_of

    result = result_at_hand(journal, state, record.job)
    if result is None:
        return None
    row = JobRow(
        record.job.id,
        record.job.kind,
        record.job.name,
        record.stage,
        price=total_price(record.job.steps),
        credits=credits_of(journal, record.job.id),
        fraction=1.0,
        parts=len(record.job.steps),
        began_at=record.job.created_at,
        ended_at=record.updated_at,
        task_id=result.tasks[-1].id if result.tasks else "",
        thumbnail=result.thumbnail,
    )
    return row, result


def _placed_lately(journal: Journal, state: Path) -> tuple[tuple[JobRow, Result], ...]:
    from ...jobs.cleaning import PLACEABLE_S

    oldest, found = time.time() - PLACEABLE_S, []
    for record in journal.jobs():
        if record.stage is not Stage.PLACED or record.updated_at < oldest:
            continue
        if here := result_here(journal, state, record):
            found.append(here)
    return tuple(found[:_PLACED_LATELY])
