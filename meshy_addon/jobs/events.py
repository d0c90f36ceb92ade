"""What the engine tells a front end. Frozen; made in worker threads, read in the main thread."""

from __future__ import annotations

from ..api.errors import MeshyError
from ..api.frozen import frozen
from ..api.tasks import Status
from .job import Result, Stage


@frozen
class Event:
    job_id: str


@frozen
class StageChanged(Event):
    stage: Stage


@frozen
class TaskProgressed(Event):
    """A task of the job was created, or moved on."""

    task_id: str
    part: int
    """Which of the job's tasks, from 0."""
    parts: int
    status: Status
    progress: int
    """Percent of this task."""
    preceding_tasks: int
    """How many wait before it in Meshy's queue, while PENDING."""

    @property
    def fraction(self) -> float:
        """Of all the job's tasks, 0 to 1."""
        return (self.part + self.progress / 100) / self.parts


@frozen
class FileProgressed(Event):
    """A file of the result arrives."""

    role: str
    done_bytes: int
    total_bytes: int | None


@frozen
class Ready(Event):
    """The files are here: place them."""

    result: Result


@frozen
class Failed(Event):
    """The job ended without a result; nothing more was paid than the tasks that succeeded."""

    error: MeshyError


@frozen
class Interrupted(Event):
    """The job can't go on now, but nothing is lost: `Engine.resume` takes it up again."""

    error: MeshyError


@frozen
class JobCancelled(Event):
    """The artist didn't want it any more."""


@frozen
class CreditsTold(Event):
    """What became of the credits of a task that was cancelled at the service."""

    credits: int
    is_returned: bool
    """By the service's rule: it gives back what it hadn't begun with."""


@frozen
class BalanceTold(Event):
    """The answer to `Engine.ask_balance`; belongs to no job, its `job_id` is empty."""

    credits: int | None
    """None with an error, and without one in test mode, where nothing costs any."""
    error: MeshyError | None = None
