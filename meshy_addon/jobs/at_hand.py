"""What of a job's result is on the disk already. Worker thread: asks the disk and the journal."""

from __future__ import annotations

from pathlib import Path

from .converting import READY, images_path
from .flushing import flush_file
from .folders import safe_name, writing_to
from .job import Job, Result
from .journal import Journal


def files_at_hand(journal: Journal, state: Path, job: Job) -> dict[str, Path]:
    """The files that an earlier run brought, if they are still as large as they were.

    Raises CannotWrite if the journal can't be read.
    """
    folder = state / "jobs" / safe_name(job.id)
    here = {}
    for record in journal.files(job.id):
        path = folder / record.path
        if path.is_file() and path.stat().st_size == record.size:
            here[record.role] = path
    return here


def keep_ready(journal: Journal, result: Result) -> None:
    """Write down what the converter made of `result`, once it's safe on the disk.

    After somebody was given it: that takes longer than to place it, and what gets lost is made
    again. Raises CannotWrite.
    """
    if ready := result.files.get(READY):
        with writing_to(ready):
            if images_path(ready).is_file():
                flush_file(images_path(ready))
            flush_file(ready)
            size = ready.stat().st_size
        journal.file_done(result.job.id, READY, ready.name, size)


def result_at_hand(journal: Journal, state: Path, job: Job) -> Result | None:
    """The result of a job that came to its end, if all its files are here; without the service.

    Raises CannotWrite if the journal can't be read.
    """
    files = files_at_hand(journal, state, job)
    known = {file.role for file in journal.files(job.id)}
    if not files or known - {READY} - files.keys():
        return None
    tasks = tuple(known.task for known in journal.tasks(job.id) if known.task)
    return Result(job, tasks, files)
