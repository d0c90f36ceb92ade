"""What becomes of what a press asks for: submit the jobs, and wait or not. Main thread."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import bpy

from ..api.endpoints import ENDPOINTS
from ..api.errors import InvalidParameter, MeshyError
from ..api.late_log import LateLogger
from ..jobs.engine import Engine
from ..jobs.job import Job
from ..jobs.planning import total_price
from ..jobs.spending import refuse_at_once
from ..jobs.traces import is_dropped
from ..scene import headless
from ..scene.finishing import finish
from ..scene.home import state_dir
from ..scene.objects.selection import Order, refuse_amid_modes
from ..scene.objects.sources import has_source
from ..scene.open_file import OPEN_FILE
from ..scene.ordering import make_job
from ..scene.placing import target_here
from ..scene.session import SESSION
from .account.spending_limits import limits
from .asking import Press
from .errands import ERRANDS
from .jobs.board import BOARD
from .jobs.stand_ins import STAND_INS
from .placing import STANDS_IN

_ONE_PRESS_S = 1.0
"""Who presses twice within this time wants one job."""


log = LateLogger(__name__)


class LastPress:
    """What was asked for last in the interface, and when Blender was through with it."""

    def __init__(self) -> None:
        self._asked_for: list[object] = []
        self._at = float("-inf")

    def is_repeated(self, press: Press) -> bool:
        """Whether the very same was asked for a moment ago; remembers it."""
        now = time.monotonic()
        is_repeated = press.asked_for in self._asked_for and now - self._at < _ONE_PRESS_S
        self._at = now
        if not is_repeated:
            self._asked_for = [press.asked_for]
        return is_repeated

    def is_handled(self) -> None:
        """A second press that came while Blender was busy with it came at once."""
        self._at = time.monotonic()

    def leaves(self, press: Press) -> None:
        """The button asks for `press` by now, and pressed again at once it still means the same."""
        self._asked_for.append(press.asked_for)

    def forget(self) -> None:
        """It didn't become a job."""
        self._asked_for = []


LAST_PRESS = LastPress()
"""One, as an artist has one mouse."""


def run_to_end(press: Press, begun: Callable[[], None] = lambda: None) -> bool:
    """Submit the jobs and return when all results are in the scene; `begun` is called in between.

    Raises MeshyError: what keeps all of them from being submitted, or one of them from its end,
    when the others are in the scene.
    """
    engine = SESSION.engine()
    refuse_amid_modes(press.kind, press.orders)
    jobs = [_job(press, order) for order in press.orders]
    engine.submit(*jobs, limits=limits())
    begun()
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


def start(press: Press, begun: Callable[[], None] = lambda: None) -> bool:
    """Submit the jobs and return; the pump places their results. `begun` is called last.

    The same twice within a second is one press: False if this was the second. Raises MeshyError.
    """
    if LAST_PRESS.is_repeated(press):
        return False
    try:
        jobs = [
            _job(press, replace(order, target=_at_home(order.target, press.gives_model)))
            for order in press.orders
        ]
        begin_together(jobs)
    except BaseException:
        LAST_PRESS.forget()
        raise
    LAST_PRESS.is_handled()
    begun()
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
        _mark_place(job)
        _learn_expected_time(engine, job)


def _mark_place(job: Job) -> None:
    """Never raises: the job has begun, and a press that seems to fail would be pressed again."""
    try:
        if job.target.get(STANDS_IN):
            STAND_INS.add(job)
    except Exception:
        log.exception("job %s", job.id)


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


def _job(press: Press, order: Order) -> Job:
    return make_job(
        press.kind,
        order.values,
        target=order.target,
        state=state_dir(),
        only_first=press.only_first,
        name=order.name,
        parcel=order.parcel,
    )


def _at_home(target: Mapping[str, Any], gives_model: bool) -> dict[str, Any]:
    """With what tells the open file from others; a placeholder where a new model will stand."""
    stands_in = gives_model and not has_source(target)
    return {**target, **OPEN_FILE.marks(), STANDS_IN: stands_in}


def _learn_expected_time(engine: Engine, job: Job) -> None:
    def ask() -> float | None:
        known = [engine.journal.typical_seconds(step.endpoint) for step in job.steps]
        return None if None in known else sum(seconds or 0.0 for seconds in known)

    ERRANDS.run(ask, lambda seconds: BOARD.expect(job.id, seconds))
