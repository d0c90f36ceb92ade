"""One job from its first request to its last file, each step written down before and after.

Read it top to bottom: what a job has done already is in the journal, so the same lines run a new
job and one that a crash cut off. Worker thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..api.attachments import attached, is_remote
from ..api.body import Body
from ..api.conditions import Values
from ..api.endpoint import Endpoint
from ..api.endpoints import ENDPOINTS
from ..api.errors import (
    KeyRefused,
    MeshyError,
    Nonsense,
    NotEnoughCredits,
    NotFound,
    ParameterRefused,
    QueueFull,
    Refused,
    ServiceTrouble,
    TaskFailed,
    Unreachable,
)
from ..api.parameters import Model, Picture, Pictures, TaskId
from ..api.request import request_body
from ..api.tasks import Status, Task
from .accounts import NotAllowedToAsk, may_be_elsewhere
from .at_hand import result_at_hand
from .calls import Calls
from .converting import Converter, NotPrepared
from .crew import beside
from .events import Event, StageChanged, TaskProgressed
from .fetching import Fetcher
from .folders import job_folder
from .funds import Funds
from .gate import Cancelled, Slot
from .job import Job, Result, Stage
from .journal import Journal
from .lost import find_lost, is_uncertain
from .planning import total_price
from .postponed import pictures_to_write
from .reading_ahead import make_room, read_ahead
from .waiting import wait_for

_SENDS = 2
"""How often a create is sent whose answers get lost, although it never makes a task."""
_STAYS = "The task stays at Meshy."
_ELSEWHERE = (
    "This was paid with another API key, and Meshy doesn't know it under this one: "
    "set that key and resume."
)


@dataclass(frozen=True)
class Runner:
    """Runs one job."""

    job: Job
    journal: Journal
    calls: Calls
    funds: Funds
    fetcher: Fetcher
    emit: Callable[[Event], None]
    converter: Converter | None = None
    """Where an artist works; elsewhere results are converted as they are placed."""

    def make(self) -> tuple[Task, ...]:
        """The job's tasks, once all have succeeded; () if its files are here. Takes minutes.

        Raises Cancelled; InvalidParameter, Refused and TaskFailed when the job is over without a
        result; ServiceTrouble, Undecided and NotPrepared when it can be taken up again later.
        """
        if self._result_at_hand():
            return ()
        if not self.journal.tasks(self.job.id):
            self._ask_first()
            self._prepare()
        tasks: list[Task] = []
        for index in range(len(self.job.steps)):
            try:
                tasks.append(self._finished_task(index, tasks))
            except (TaskFailed, Refused) as error:
                if tasks:  # paid for, and not lost
                    kept = f"Task {tasks[-1].id} before it is kept: go on from that."
                    error.args = (f"{error} {kept}",)
                raise
        return tuple(tasks)

    def fetch(self, tasks: tuple[Task, ...]) -> Result:
        """The result of what `make` gave, its files on disk. Raises as `make` does."""
        result = self._result_at_hand()
        if not result:
            self._enter(Stage.DOWNLOADING)
            with self._paid(len(tasks) - 1, tasks[-1].id):
                files = self.fetcher.fetch(self.job, tasks[-1])
            result = Result(self.job, tasks, files)
        return self._ready(result)

    def _prepare(self) -> None:
        """Have the models written that lie in the job's folder as Blender's own files."""
        for step in self.job.steps:
            self._write_models(step.endpoint, step.values)

    def _write_models(self, endpoint: str, values: Values) -> None:
        for blend, glb in models_to_write(endpoint, values):
            if self.converter is None:
                raise NotPrepared("What this job sends is written by Blender: resume it there.")
            self._enter(Stage.PREPARING)
            self.converter.prepare(blend, glb, self.calls.cancelled)
        for recipe, picture in pictures_to_write(endpoint, values):
            if self.converter is None:
                raise NotPrepared("What this job sends is written by Blender: resume it there.")
            self._enter(Stage.PREPARING)
            self.converter.write_picture(recipe, picture, self.calls.cancelled)

    def _ready(self, result: Result) -> Result:
        """The result as it can be placed, converted where there's somebody to keep waiting."""
        if self.converter and self.converter.needs_converting(result):
            self._enter(Stage.CONVERTING)
            beside(make_room, result)
            result = self.converter.convert(result, self.calls.cancelled)
        if self.converter:
            read_ahead(result)
        self._enter(Stage.READY)
        return result

    def _result_at_hand(self) -> Result | None:
        """The result of a job whose files are all here, without asking the service."""
        record = self.journal.job(self.job.id)
        if record is None or record.stage not in (Stage.CONVERTING, Stage.READY):
            return None
        return result_at_hand(self.journal, self.fetcher.state, self.job)

    def _ask_first(self) -> None:
        """Before anything is paid: is Meshy there, and are there credits enough.

        A create that is sent into a login page, or that gets no answer, leaves open for minutes
        whether it was paid for. And nobody wants half a job. Raises Unreachable, Nonsense,
        KeyRefused and NotEnoughCredits.
        """
        try:
            self.funds.reserve(total_price(self.job.steps), self.calls)
        except (Unreachable, Nonsense, KeyRefused, NotEnoughCredits):
            raise
        except MeshyError:
            return  # the create will tell as well

    def _finished_task(self, index: int, before: list[Task]) -> Task:
        """The task of step `index` once it has succeeded, created if there's none yet."""
        records = self.journal.tasks(self.job.id)
        record = records[index] if index < len(records) else None
        is_last = index == len(self.job.steps) - 1
        if record and record.status is Status.SUCCEEDED and record.task and not is_last:
            return record.task
        is_running = record is not None and bool(record.task_id)
        with self.calls.slot(running=is_running) as slot:
            task_id = record.task_id if record else ""
            if not task_id:
                self._enter(Stage.SUBMITTING)
                task_id = self._created(index, slot, before)
            self._enter(Stage.WAITING)
            return self._awaited(index, task_id)

    def _created(self, index: int, slot: Slot, before: list[Task]) -> str:
        """The id of the step's task: a lost one's, else that of a new one."""
        step = self.job.steps[index]
        endpoint = ENDPOINTS[step.endpoint]
        values = {**step.values, step.after: before[-1].id} if step.after else step.values
        sends = 0
        instead = step.instead
        task_id = self._found_lost(index)
        if not task_id:
            self.calls.know_the_time(endpoint)
        while not task_id:
            try:
                task_id = self._sent(index, endpoint, values) or self._found_lost(index)
            except QueueFull as error:
                slot.queue_full(error.retry_after_s)
            except (NotFound, ParameterRefused) as error:
                if step.after and _is_about_task(error):
                    self._expect_known(index - 1)
                if not instead or not _is_about_task(error):
                    raise
                # Refused is not paid: this one is sent in its place, not after it.
                values, instead = _replaced(endpoint, values, instead), {}
                self._write_models(step.endpoint, values)
                self._enter(Stage.SUBMITTING)
            except ServiceTrouble as error:
                sends += 1
                if sends == _SENDS or not is_uncertain(error):
                    raise
                task_id = self._found_lost(index)
        slot.accepted()
        return task_id

    def _sent(self, index: int, endpoint: Endpoint, values: Values) -> str | None:
        """The id of a new task, written down. Its record stays in the journal if there may be one.

        None if a job that asked for the very same, and got no answer, has taken it for its own.
        """
        body = request_body(endpoint, self._with_files(endpoint, values))
        digest = Body(body).sha256()
        self.journal.creating(self.job.id, index, endpoint.name, digest, self.calls.earliest_date())
        try:
            task_id = self.calls.create(endpoint, body)
        except Cancelled:
            # Only ever while it waits for its turn, or a part is yet to be sent: it makes no task.
            self.journal.create_refused(self.job.id, index)
            raise
        except MeshyError as error:
            if not is_uncertain(error):
                self.journal.create_refused(self.job.id, index)
            raise
        return task_id if self.journal.created(self.job.id, index, task_id) else None

    def _found_lost(self, index: int) -> str | None:
        """The id of the task whose create was sent and not answered; None if there's none."""
        records = self.journal.tasks(self.job.id)
        if index >= len(records):
            return None
        with self._paid(index):
            return find_lost(self.calls, self.journal, self.job, records[index])

    def _awaited(self, index: int, task_id: str) -> Task:
        """The succeeded task. Raises TaskFailed otherwise."""
        endpoint = ENDPOINTS[self.job.steps[index].endpoint]
        parts = len(self.job.steps)

        def report(task: Task) -> None:
            if self.converter and task.status is Status.IN_PROGRESS:
                self.converter.warm_up()
            self.journal.task_seen(self.job.id, index, task)
            self.emit(
                TaskProgressed(
                    self.job.id,
                    task_id,
                    index,
                    parts,
                    task.status,
                    task.progress,
                    task.preceding_tasks,
                )
            )

        with self._paid(index, task_id):
            task = wait_for(self.calls, endpoint, task_id, report)
        task.raise_for_failure()
        return task

    @contextmanager
    def _paid(self, index: int, task_id: str = "") -> Iterator[None]:
        """Keeps a job whose task was, or may have been, paid from ending as one that was refused.

        `index` is the step that it's the task of.
        """
        try:
            yield
        except NotFound as error:
            self._expect_known(index)
            raise TaskFailed(
                "Meshy doesn't have this task any more; results are kept for three days",
                task_id=task_id,
            ) from error
        except Refused as error:
            raise NotAllowedToAsk(f"{error} {_STAYS}") from error

    def _expect_known(self, index: int) -> None:
        """Raises NotAllowedToAsk if the task of this step may be there, not known to our key."""
        record = self.journal.tasks(self.job.id)[index]
        if may_be_elsewhere(record, self.calls.earliest_date()):
            raise NotAllowedToAsk(f"{_ELSEWHERE} {_STAYS}")

    def _with_files(self, endpoint: Endpoint, values: Values) -> dict[str, Any]:
        """`values` with pictures and models as they are attached. Raises InvalidParameter."""
        ready, written_here = dict(values), job_folder(self.fetcher.state, self.job.id)
        for key, value in values.items():
            parameter = endpoint.parameter(key)
            if isinstance(parameter, Pictures):
                ready[key] = [attached(parameter, item) for item in value]
            elif isinstance(parameter, Picture):
                ready[key] = attached(parameter, value)
            elif isinstance(parameter, Model):
                is_object = written_here in Path(value).parents
                ready[key] = attached(parameter, value, self.job.name if is_object else "")
        return ready

    def _enter(self, stage: Stage) -> None:
        if not self.journal.advance(self.job.id, stage):
            raise Cancelled  # by another process
        self.emit(StageChanged(self.job.id, stage))


def models_to_write(endpoint: str, values: Values) -> Iterator[tuple[Path, Path]]:
    """The .blend and the .glb to be, for each model among `values` that isn't written yet."""
    for key, value in values.items():
        if not isinstance(ENDPOINTS[endpoint].parameter(key), Model):
            continue
        if isinstance(value, str) and not is_remote(value):
            blend = Path(value).with_suffix(".blend")
            if not Path(value).is_file() and blend.is_file():
                yield blend, Path(value)


def _is_about_task(error: Refused) -> bool:
    """Whether it may be the task named in the request that was refused: 404, or a 400 saying so."""
    return isinstance(error, NotFound) or "task" in str(error).lower()


def _replaced(endpoint: Endpoint, values: Values, instead: Values) -> dict[str, Any]:
    """`values` without the task's id, with `instead`."""
    kept = {
        key: value
        for key, value in values.items()
        if not isinstance(endpoint.parameter(key), TaskId)
    }
    return {**kept, **instead}
