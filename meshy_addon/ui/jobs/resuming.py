"""Taking a job up that was left. Main thread."""

from __future__ import annotations

from collections.abc import Callable

from ...scene.session import SESSION
from ..errands import ERRANDS
from ..placing import QUEUE
from .board import BOARD, JobRow


def place(job_id: str) -> None:
    """Bring a job's result into the open file, as the artist asks for it; the pump does it.

    Raises MeshyError if it can't be fetched.
    """
    QUEUE.want(job_id)
    if BOARD.result(job_id) is None:
        resume(job_id)


def fetch_again(job_id: str, *, is_wanted: bool) -> None:
    """Fetch a result whose files were removed; it's placed as it was to be, as is one that the
    artist asked for. Raises MeshyError if nothing can be fetched at all.
    """
    engine, row = SESSION.engine(), BOARD.row(job_id)
    BOARD.fetched_again(job_id)
    if is_wanted:
        QUEUE.expect(job_id)
    _take_up(lambda: engine.fetch_again(job_id), row)


def resume(job_id: str, *, send_again: bool = False) -> None:
    """Take a job up that nobody works on. Raises MeshyError if none can be worked on at all."""
    # Here, not above: Blender's start waits for what is above.
    from ..account.spending_limits import limits

    engine, allowed, row = SESSION.engine(), limits(), BOARD.row(job_id)
    take_up = engine.send_again if send_again else engine.resume

    BOARD.resumed(job_id)
    QUEUE.resumed(job_id)
    _take_up(lambda: take_up(job_id, allowed), row)


def _take_up(take: Callable[[], bool], before: JobRow | None) -> None:
    """Have `take` tell, in a thread, whether the job is ours; if not, it waits as `before`."""

    def taken(is_ours: bool) -> None:
        if not is_ours:
            BOARD.not_resumed(before, "Another Blender works on this job.")

    ERRANDS.run(take, taken, lambda error: BOARD.not_resumed(before, str(error)))
