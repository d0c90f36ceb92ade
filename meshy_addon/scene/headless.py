"""Waiting for a job: scripts, background Blenders and the command line.

Neither timers nor modal operators tick there, so the queue of events is pumped here.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..api.errors import MeshyError
from ..jobs.converting import NotPrepared
from ..jobs.engine import Engine
from ..jobs.events import Event, Failed, Interrupted, JobCancelled, Ready, StageChanged
from ..jobs.job import Result, Stage
from ..jobs.postponed import pictures_to_write
from ..jobs.runner import models_to_write
from .warming import import_what_is_slow

_TICK_S = 0.2
"""How soon a Ctrl-C is noticed on platforms where it can't interrupt a wait."""


class WasCancelled(MeshyError):
    """Somebody cancelled the job, say from another terminal."""


def run_to_end(
    engine: Engine, job_id: str, on_event: Callable[[Event], None] = lambda _: None
) -> Result:
    """The result of a job that was submitted or resumed, waited for. Main thread.

    `on_event` is told of everything that happens to the job. Raises the error that it ended with;
    after an `Interrupted` it can be resumed, and after a KeyboardInterrupt too.
    """
    others: list[Event] = []
    try:
        with _interruptible():
            while True:
                event = engine.next_event(_TICK_S)
                if event is None:
                    continue
                if event.job_id != job_id:
                    others.append(event)
                    continue
                if _wants_model(event) and _write_models(engine, job_id):
                    engine.resume(job_id)
                    continue
                on_event(event)
                if isinstance(event, StageChanged) and event.stage is Stage.WAITING:
                    import_what_is_slow()
                if result := _result(event):
                    return result
    finally:
        engine.put_back(others)


def _wants_model(event: Event) -> bool:
    return isinstance(event, Interrupted) and isinstance(event.error, NotPrepared)


def _write_models(engine: Engine, job_id: str) -> bool:
    """Writes in process what no background Blender is there to write; whether there was any."""
    from .objects.sending import glb_from_blend
    from .pictures.sendable import write_postponed

    record = engine.journal.job(job_id)
    waiting = [
        pair
        for step in (record.job.steps if record else ())
        for pair in models_to_write(step.endpoint, {**step.values, **step.instead})
    ]
    for blend, glb in waiting:
        glb_from_blend(blend, glb)
    noted = [
        pair
        for step in (record.job.steps if record else ())
        for pair in pictures_to_write(step.endpoint, step.values)
    ]
    for recipe, picture in noted:
        write_postponed(recipe, picture)
    return bool(waiting or noted)


def _result(event: Event) -> Result | None:
    match event:
        case Ready(result=result):
            return result
        case Failed(error=error) | Interrupted(error=error):
            raise error
        case JobCancelled():
            raise WasCancelled("The job was cancelled.")
    return None


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C raises KeyboardInterrupt, as in any Python: Blender in background takes it itself."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        # None: a handler that wasn't installed from Python, and can't be from there.
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)
