"""The jobs that an earlier Blender left unfinished, for the list. Worker thread."""

from __future__ import annotations

from pathlib import Path

from ...api.frozen import frozen
from ...jobs.job import Job, Stage
from .board import JobRow


@frozen
class LeftOver:
    """What is in the journal from before."""

    jobs: tuple[tuple[JobRow, Job], ...] = ()
    warning: str = ""
    """One sentence if the journal could not be used."""


def left_over(state: Path) -> LeftOver:
    """The unfinished jobs in `state` that no process works on. Raises CannotWrite.

    Needs neither a key nor the network: what is on disk can be shown without.
    """
    # Here, not above: SQLite is of no use where no job ever ran.
    from ...jobs.folders import job_folder
    from ...jobs.journal import Journal
    from ...jobs.owner import Owner
    from ...jobs.planning import total_price

    path = state / "jobs.sqlite"
    if not path.is_file():
        return LeftOver()
    journal, owner = Journal(path), Owner(state / "owners")
    found = []
    try:
        for record in journal.unfinished():
            if record.owner and owner.alive(record.owner):
                continue
            job, tasks = record.job, journal.tasks(record.job.id)
            done = sum(task.progress for task in tasks) / 100 / len(job.steps)
            files = {file.role: file.path for file in journal.files(job.id)}
            thumbnail = files.get("thumbnail") or files.get("image")
            row = JobRow(
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
                thumbnail=job_folder(state, job.id) / thumbnail if thumbnail else None,
            )
            found.append((row, job))
    finally:
        owner.close()
        journal.close()
    return LeftOver(tuple(found), journal.warning)
