"""What an operator does with what it was given: submit the job, and wait or not. Main thread."""

from __future__ import annotations

import time
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import bpy

from ..api.endpoint import Endpoint
from ..api.endpoints import ENDPOINTS
from ..jobs.engine import Engine
from ..jobs.job import Job
from ..jobs.planning import total_price
from ..scene import headless
from ..scene.finishing import finish
from ..scene.home import state_dir
from ..scene.open_file import OPEN_FILE
from ..scene.ordering import make_job
from ..scene.placing import target_here
from ..scene.selection import continued
from ..scene.session import SESSION
from ..scene.sources import has_source
from .errands import ERRANDS
from .job_board import BOARD
from .placing_operator import STANDS_IN
from .properties import given_values
from .stand_ins import STAND_INS

if TYPE_CHECKING:
    from .operators import JobOperator

_ONE_PRESS_S = 1.0
"""Who presses twice within this time wants one job."""


class LastPress:
    """What was asked for last in the interface, and when."""

    def __init__(self) -> None:
        self._asked: tuple[object, ...] = ()
        self._at = float("-inf")

    def is_repeated(self, *asked: object) -> bool:
        """Whether the very same was asked for a moment ago; remembers it."""
        now = time.monotonic()
        is_same = asked == self._asked and now - self._at < _ONE_PRESS_S
        self._asked, self._at = asked, now
        return is_same

    def forget(self) -> None:
        """It didn't become a job."""
        self._asked = ()


LAST_PRESS = LastPress()
"""One, as an artist has one mouse."""


def run_to_end(operator: JobOperator, context: bpy.types.Context) -> bool:
    """Submit the operator's job and return when its result is in the scene. Raises MeshyError."""
    engine = SESSION.engine()
    job = _job(operator, *_asked(operator, context))
    engine.submit(job)
    try:
        finish(headless.run_to_end(engine, job.id))
    except KeyboardInterrupt:
        # The artist ends the wait, not the job: another process may go on with it.
        SESSION.close()
        raise
    engine.placed(job.id)
    return True


def start(operator: JobOperator, context: bpy.types.Context) -> bool:
    """Submit the operator's job and return; the pump places its result. Raises MeshyError.

    The same twice within a second is one job: False if this was the second press.
    """
    SESSION.engine()  # what stands in the way of any job is told first
    values, target = _asked(operator, context)
    gives_model = _last_endpoint(operator).gives_model
    if LAST_PRESS.is_repeated(operator.kind.name, values, target):
        return False
    try:
        begin(_job(operator, values, _at_home(target, gives_model)))
    except BaseException:
        LAST_PRESS.forget()
        raise
    return True


def begin(job: Job) -> None:
    """Submit a job whose result the pump will place, and mark its place. Raises MeshyError."""
    engine = SESSION.engine()
    engine.submit(job)
    BOARD.add(job, total_price(job.steps))
    if job.target.get(STANDS_IN):
        STAND_INS.add(job)
    _learn_expected_time(engine, job)


def again(job: Job) -> Job:
    """A new job that asks for the same as `job`, at its place if that is in this file."""
    target = dict(job.target)
    if not OPEN_FILE.is_home_of(target) or str(target.get("scene")) not in bpy.data.scenes:
        target = target_here().as_json()
    at_home = _at_home(target, ENDPOINTS[job.steps[-1].endpoint].gives_model)
    return replace(job, id=uuid.uuid4().hex[:12], created_at=time.time(), target=at_home)


def _asked(
    operator: JobOperator, context: bpy.types.Context
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values of a new job and its target."""
    kind = operator.kind
    values, target = continued(
        kind, given_values(operator.properties, kind), operator.collection, context
    )
    if operator.properties.is_property_set("location"):
        target["location"] = tuple(operator.location)
    return values, target


def _job(operator: JobOperator, values: dict[str, Any], target: dict[str, Any]) -> Job:
    kind = operator.kind
    return make_job(
        kind, values, target=target, state=state_dir(), only_first=_is_only_first(operator)
    )


def _is_only_first(operator: JobOperator) -> bool:
    return bool(operator.kind.only_first) and getattr(operator, operator.kind.only_first)


def _last_endpoint(operator: JobOperator) -> Endpoint:
    """Whose result the job is for."""
    return operator.kind.parts_for(_is_only_first(operator))[-1].endpoint


def _at_home(target: dict[str, Any], gives_model: bool) -> dict[str, Any]:
    """With what tells the open file from others; a placeholder where a new model will stand."""
    stands_in = gives_model and not has_source(target)
    return {**target, **OPEN_FILE.marks(), STANDS_IN: stands_in}


def _learn_expected_time(engine: Engine, job: Job) -> None:
    def ask() -> float | None:
        known = [engine.journal.typical_seconds(step.endpoint) for step in job.steps]
        return None if None in known else sum(seconds or 0.0 for seconds in known)

    ERRANDS.run(ask, lambda seconds: BOARD.expect(job.id, seconds))
