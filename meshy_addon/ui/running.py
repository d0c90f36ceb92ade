"""What an operator does with what it was given: submit the job, and wait or not. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..jobs.engine import Engine
from ..scene import headless
from ..scene.finishing import finish
from ..scene.home import state_dir
from ..scene.ordering import make_job
from ..scene.selection import continued
from ..scene.session import SESSION
from . import pump
from .properties import given_values

if TYPE_CHECKING:
    import bpy

    from .operators import JobOperator


def run_to_end(operator: JobOperator, context: bpy.types.Context) -> None:
    """Submit the operator's job and return when its result is in the scene. Raises MeshyError."""
    engine, job_id = _submit(operator, context)
    try:
        finish(headless.run_to_end(engine, job_id))
    except KeyboardInterrupt:
        # The artist ends the wait, not the job: another process may go on with it.
        SESSION.close()
        raise
    engine.placed(job_id)


def start(operator: JobOperator, context: bpy.types.Context) -> None:
    """Submit the operator's job and return; the pump places its result. Raises MeshyError."""
    _submit(operator, context)
    pump.start()


def _submit(operator: JobOperator, context: bpy.types.Context) -> tuple[Engine, str]:
    kind = operator.kind
    engine = SESSION.engine()
    values, target = continued(
        kind, given_values(operator.properties, kind), operator.collection, context
    )
    if operator.properties.is_property_set("location"):
        target["location"] = tuple(operator.location)
    only_first = bool(kind.only_first) and getattr(operator, kind.only_first)
    job = make_job(kind, values, target=target, state=state_dir(), only_first=only_first)
    engine.submit(job)
    return engine, job.id
