"""Taking a job up that was left. Main thread."""

from __future__ import annotations

from ...scene.session import SESSION
from ..errands import ERRANDS
from ..placing import QUEUE
from .board import BOARD


def place(job_id: str) -> None:
    """Bring a job's result into the open file, as the artist asks for it; the pump does it.

    Raises MeshyError if it can't be fetched.
    """
    QUEUE.want(job_id)
    if BOARD.result(job_id) is None:
        resume(job_id)


def resume(job_id: str, *, send_again: bool = False) -> None:
    """Take a job up that nobody works on. Raises MeshyError if none can be worked on at all."""
    # Here, not above: Blender's start waits for what is above.
    from ..account.spending_limits import limits

    engine, allowed, row = SESSION.engine(), limits(), BOARD.row(job_id)
    take_up = engine.send_again if send_again else engine.resume

    def taken(is_ours: bool) -> None:
        if not is_ours:
            BOARD.not_resumed(row, "Another Blender works on this job.")

    BOARD.resumed(job_id)
    QUEUE.resumed(job_id)
    ERRANDS.run(
        lambda: take_up(job_id, allowed), taken, lambda error: BOARD.not_resumed(row, str(error))
    )
