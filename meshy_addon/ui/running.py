"""What an operator does with what it was given: submit the job, and wait or not. Main thread."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import bpy

from ..api.endpoint import Endpoint, Kind
from ..api.endpoints import ENDPOINTS, ORIGINAL_PICTURES
from ..api.errors import InvalidParameter, MeshyError
from ..jobs.engine import Engine
from ..jobs.job import Job
from ..jobs.planning import total_price
from ..jobs.spending import refuse_at_once
from ..jobs.traces import is_dropped
from ..scene import headless
from ..scene.finishing import finish
from ..scene.home import state_dir
from ..scene.objects.selection import Order, orders, refuse_amid_modes
from ..scene.objects.sources import has_source
from ..scene.open_file import OPEN_FILE
from ..scene.ordering import make_job
from ..scene.placing import target_here
from ..scene.session import SESSION
from .account.preferences import keeps_original_pictures
from .account.spending_limits import limits
from .errands import ERRANDS
from .jobs.board import BOARD
from .jobs.stand_ins import STAND_INS
from .objects.held import as_held
from .objects.sending_properties import manner_of
from .placing import STANDS_IN
from .properties import given_values

_ONE_PRESS_S = 1.0
"""Who presses twice within this time wants one job."""


class Asking(Protocol):
    """The operator of a job, with what it was given."""

    kind: Kind
    properties: Any
    """By the API's names, and whether each was set."""
    collection: str
    location: Sequence[float]


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


def run_to_end(operator: Asking, context: bpy.types.Context) -> bool:
    """Submit the operator's jobs and return when all results are in the scene.

    Raises MeshyError, when the others are in the scene.
    """
    engine = SESSION.engine()
    wanted = _asked(operator, context)
    refuse_amid_modes(operator.kind, wanted)
    jobs = [_job(operator, order) for order in wanted]
    engine.submit(*jobs, limits=limits())
    try:
        errors = [error for job in jobs if (error := _place_when_ready(engine, job))]
    except KeyboardInterrupt:
        # The artist ends the wait, not the job: another process may go on with it.
        SESSION.close()
        raise
    if errors:
        raise errors[0]
    return True


def _place_when_ready(engine: Engine, job: Job) -> MeshyError | None:
    """What kept the result of `job` from the scene, if anything did."""
    try:
        finish(headless.run_to_end(engine, job.id))
    except MeshyError as error:
        return error
    engine.placed(job.id)
    return None


def start(operator: Asking, context: bpy.types.Context) -> bool:
    """Submit the operator's job and return; the pump places its result. Raises MeshyError.

    The same twice within a second is one job: False if this was the second press.
    """
    SESSION.engine()  # what stands in the way of any job is told first
    with as_held(operator, context):
        wanted = _asked(operator, context)
    if LAST_PRESS.is_repeated(operator.kind.name, [(each.values, each.target) for each in wanted]):
        return False
    gives_model = _last_endpoint(operator).gives_model
    try:
        jobs = [
            _job(operator, replace(order, target=_at_home(order.target, gives_model)))
            for order in wanted
        ]
        begin_together(jobs)
    except BaseException:
        LAST_PRESS.forget()
        raise
    return True


def begin(job: Job) -> None:
    """Submit a job whose result the pump will place, and mark its place. Raises MeshyError."""
    begin_together([job])


def begin_together(jobs: Sequence[Job]) -> None:
    """Submit what one press asks for, if all of it is within the limits. Raises MeshyError.

    What a day's limit has to say comes later, as Failed: it takes the disk.
    """
    engine = SESSION.engine()
    prices = [total_price(job.steps) for job in jobs]
    refuse_at_once(allowed := limits(), prices)
    engine.submit_soon(*jobs, limits=allowed)
    for job, price in zip(jobs, prices, strict=True):
        BOARD.add(job, price)
        if job.target.get(STANDS_IN):
            STAND_INS.add(job)
        _learn_expected_time(engine, job)


def again(job: Job) -> Job:
    """A new job that asks for the same as `job`, at its place if that is in this file.

    Raises InvalidParameter where what it was made from isn't kept.
    """
    for step in job.steps:
        for key, value in step.values.items():
            if is_dropped(value):
                raise InvalidParameter(
                    key,
                    f"What {key} was given isn't kept (a signed address, or data): give it anew.",
                )
    target = dict(job.target)
    if not OPEN_FILE.is_home_of(target) or str(target.get("scene")) not in bpy.data.scenes:
        target = target_here().as_json()
    at_home = _at_home(target, ENDPOINTS[job.steps[-1].endpoint].gives_model)
    return replace(job, id=uuid.uuid4().hex[:12], created_at=time.time(), target=at_home)


def _asked(operator: Asking, context: bpy.types.Context) -> list[Order]:
    """The jobs that are to be made."""
    kind = operator.kind
    values = given_values(operator.properties, kind)
    wanted = orders(kind, values, operator.collection, context, manner_of(operator))
    wishes = {wish.key: getattr(operator, wish.key) for wish in kind.wishes}
    if kind.takes_pictures and not operator.properties.is_property_set(ORIGINAL_PICTURES.key):
        wishes[ORIGINAL_PICTURES.key] = keeps_original_pictures()
    if operator.properties.is_property_set("location"):
        wishes["location"] = tuple(operator.location)
    return [replace(order, target={**order.target, **wishes}) for order in wanted]


def _job(operator: Asking, order: Order) -> Job:
    return make_job(
        operator.kind,
        order.values,
        target=order.target,
        state=state_dir(),
        only_first=_is_only_first(operator),
        name=order.name,
        parcel=order.parcel,
    )


def _is_only_first(operator: Asking) -> bool:
    return bool(operator.kind.only_first) and getattr(operator, operator.kind.only_first)


def _last_endpoint(operator: Asking) -> Endpoint:
    """Whose result the job is for."""
    return operator.kind.parts_for(_is_only_first(operator))[-1].endpoint


def _at_home(target: Mapping[str, Any], gives_model: bool) -> dict[str, Any]:
    """With what tells the open file from others; a placeholder where a new model will stand."""
    stands_in = gives_model and not has_source(target)
    return {**target, **OPEN_FILE.marks(), STANDS_IN: stands_in}


def _learn_expected_time(engine: Engine, job: Job) -> None:
    def ask() -> float | None:
        known = [engine.journal.typical_seconds(step.endpoint) for step in job.steps]
        return None if None in known else sum(seconds or 0.0 for seconds in known)

    ERRANDS.run(ask, lambda seconds: BOARD.expect(job.id, seconds))
