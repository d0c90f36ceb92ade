"""Waiting for a job: scripts, background Blenders and the command line.

Neither timers nor modal operators tick there, so the queue of events is pumped here.
"""

from __future__ import annotations

from collections.abc import Callable

from ..api.errors import MeshyError
from ..jobs.engine import Engine
from ..jobs.events import Event, Failed, Interrupted, JobCancelled, Ready
from ..jobs.job import Result

_TICK_S = 0.2
"""How soon a Ctrl-C is noticed on platforms where it can't interrupt a wait."""


class WasCancelled(MeshyError):
    """Somebody cancelled the job, say from another terminal."""


def run_to_end(
    engine: Engine, job_id: str, on_event: Callable[[Event], None] = lambda _: None
) -> Result:
    """The result of a job that was submitted or resumed, waited for. Main thread.

    Raises the error that the job ended with; after an `Interrupted` it can be resumed. Events of
    other jobs are handed to `on_event` too and then dropped: here nobody else waits for them.
    """
    while True:
        event = engine.next_event(_TICK_S)
        if event is None:
            continue
        on_event(event)
        if event.job_id != job_id:
            continue
        match event:
            case Ready(result=result):
                return result
            case Failed(error=error) | Interrupted(error=error):
                raise error
            case JobCancelled():
                raise WasCancelled("The job was cancelled.")
