"""The journal's part on files: which of a job are here, and that they aren't any more."""

from __future__ import annotations

from collections.abc import Callable

from .database import Database
from .records import FileRecord, over_stages


class FileList(Database):
    """The files of all jobs. Raises and may be called as Journal says."""

    def file_done(self, job_id: str, role: str, relative_path: str, size: int) -> None:
        """Write down that a file is here, whole."""
        with self._writing() as database:
            database.execute(
                "INSERT OR REPLACE INTO files (job_id, role, path, size) VALUES (?, ?, ?, ?)",
                (job_id, role, relative_path, size),
            )

    def files(self, job_id: str) -> tuple[FileRecord, ...]:
        """The files of a job that are here, in the order in which they came."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT role, path, size FROM files WHERE job_id = ? ORDER BY rowid",
                (job_id,),
            ).fetchall()
        return tuple(FileRecord(*row) for row in rows)

    def strike_files(self, job_id: str, remove: Callable[[], object], *, role: str = "") -> bool:
        """Forget the files of a job that is over (of `role` only, if given), and `remove` them.

        False, and nothing is removed, if the job isn't over or an unfinished one names it. What
        `remove` raises is passed on, and the files stay written down.
        """
        query = (
            "SELECT 1 FROM jobs WHERE id = ?1 AND stage IN (SELECT value FROM json_each(?2))"
            " AND NOT EXISTS (SELECT 1 FROM jobs AS other"
            " WHERE other.stage NOT IN (SELECT value FROM json_each(?2))"
            " AND (instr(other.steps, ?1) OR instr(other.target, ?1)))"
        )
        with self._writing() as database:
            if not database.execute(query, (job_id, over_stages())).fetchone():
                return False
            database.execute(
                "DELETE FROM files WHERE job_id = ?1 AND (?2 = '' OR role = ?2)", (job_id, role)
            )
            # Within the transaction: nobody takes the files up meanwhile.
            remove()
            return True
