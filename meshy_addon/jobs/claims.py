"""The journal's part on who works on a job: one process at a time."""

from __future__ import annotations

from collections.abc import Callable

from .database import Database
from .job import Stage
from .traces import as_note


class Claims(Database):
    """Of all jobs. Raises and may be called as Journal says."""

    def claim(
        self,
        job_id: str,
        owner_id: str,
        alive: Callable[[str], bool],
        first: Callable[[], object] = lambda: None,
    ) -> bool:
        """Take a job that nobody works on; True only for the one who got it.

        A job is free if it has no owner or `alive(owner)` is False. Atomic across processes. Also
        False for an unknown job, and for one that this owner has already. Nobody gets it where
        `first` raises, which is called if it's free.
        """
        with self._writing() as database:
            row = database.execute("SELECT owner FROM jobs WHERE id = ?", (job_id,)).fetchone()
            if row is None or (row["owner"] and alive(row["owner"])):
                return False
            first()
            database.execute("UPDATE jobs SET owner = ? WHERE id = ?", (owner_id, job_id))
            return True

    def reopen(self, job_id: str, owner_id: str, is_others: Callable[[str], bool]) -> bool:
        """Take a job whose result came, and have it READY again, also if it was placed; else False.

        Not if its owner `is_others`. Atomic across processes.
        """
        with self._writing() as database:
            row = database.execute(
                "SELECT owner FROM jobs WHERE id = ? AND stage IN (?, ?)",
                (job_id, Stage.READY, Stage.PLACED),
            ).fetchone()
            if row is None or is_others(row["owner"]):
                return False
            database.execute(
                "UPDATE jobs SET stage = ?, error = '', owner = ? WHERE id = ?",
                (Stage.READY, owner_id, job_id),
            )
            return True

    def release(self, job_id: str, *, error: str = "") -> None:
        """Give a job free, and note why it couldn't go on. Only its owner may."""
        with self._writing() as database:
            database.execute(
                "UPDATE jobs SET owner = '', error = ?2 WHERE id = ?1",
                (job_id, as_note(error)),
            )
