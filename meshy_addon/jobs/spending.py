"""What was spent, out of the journal, and the limits that jobs are held to. Main thread or any."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ..api.errors import InvalidParameter, NotEnoughCredits
from ..api.tasks import Status
from .job import Job
from .journal import Journal
from .planning import total_price

_TOLD_BY = {
    "per_job": "MESHY_MAX_CREDITS_PER_JOB",
    "per_day": "MESHY_MAX_CREDITS_PER_DAY",
    "per_batch": "MESHY_MAX_CREDITS_PER_BATCH",
}
"""Environment variables."""
_LOOKED_THROUGH = 50
"""Of so many of the newest jobs one looks for some that took credits."""


class OverLimit(NotEnoughCredits):
    """More than the artist allows to be spent. Nothing was sent."""


@dataclass(frozen=True)
class Limits:
    """Credits; None where there's no limit."""

    per_job: int | None = None
    per_day: int | None = None
    per_batch: int | None = None
    """For the jobs that one press begins."""
    unreadable: str = ""
    """A variable that is no number of credits: nothing new is paid then."""

    def over(self, environment: Mapping[str, str]) -> Limits:
        """With what the environment says instead."""
        told = {name: environment.get(variable, "").strip() for name, variable in _TOLD_BY.items()}
        numbers = {name: int(text) for name, text in told.items() if text.isdecimal()}
        others = [_TOLD_BY[name] for name, text in told.items() if text and name not in numbers]
        return replace(self, **numbers, unreadable=others[0] if others else "")


NO_LIMITS = Limits()


@dataclass(frozen=True)
class Spent:
    """Credits since midnight and since the first of the month, by this machine's clock."""

    today: int
    this_month: int


@dataclass(frozen=True)
class JobCost:
    """What one job has taken so far."""

    kind: str
    name: str
    """What the artist calls it; may be empty."""
    credits: int


def latest_costs(journal: Journal, count: int) -> tuple[JobCost, ...]:
    """Of the newest jobs that took any, the latest first; what was only taken over took none.

    Raises CannotWrite.
    """
    jobs = (record.job for record in journal.jobs(limit=_LOOKED_THROUGH))
    costs = (JobCost(job.kind, job.name, credits_of(journal, job.id)) for job in jobs)
    return tuple(islice((cost for cost in costs if cost.credits), count))


def credits_of(journal: Journal, job_id: str) -> int:
    """What a job's tasks took; those that failed were given back. Raises CannotWrite."""
    return sum(
        task.credits
        for task in journal.tasks(job_id)
        if not task.is_taken_over and task.status is not Status.FAILED
    )


def spent(journal: Journal) -> Spent:
    """Tasks that failed were given back and don't count. Raises CannotWrite."""
    there = time.localtime()
    month = time.mktime((there[0], there[1], 1, 0, 0, 0, 0, 0, -1))
    return Spent(journal.credits_since(_midnight()), journal.credits_since(month))


def promised(journal: Journal, alive: Callable[[str], bool], besides: str = "") -> int:
    """What jobs will take yet that were asked for today, or that somebody `alive` works on.

    But for the job `besides`. Raises CannotWrite.
    """
    day = _midnight()
    return sum(
        _unpaid(journal, record.job)
        for record in journal.unfinished()
        if record.job.id != besides
        and (record.job.created_at >= day or (record.owner and alive(record.owner)))
    )


def _unpaid(journal: Journal, job: Job) -> int:
    """The price of the steps that nothing is known of yet to have been taken for."""
    known = {
        task.step
        for task in journal.tasks(job.id)
        if task.credits or task.status.is_final or task.is_taken_over
    }
    return total_price(step for index, step in enumerate(job.steps) if index not in known)


def refuse_over(
    limits: Limits,
    prices: Sequence[int],
    journal: Journal,
    alive: Callable[[str], bool],
    taken_up: str = "",
) -> None:
    """Raises OverLimit if jobs of these prices, begun together, would go past a limit.

    And InvalidParameter where one can't be read and there's something to pay. `alive` tells whether
    the owner of a job still runs, `taken_up` is the job if it's one that is in the journal already.
    Raises CannotWrite.
    """
    refuse_at_once(limits, prices)
    batch = sum(prices)
    if limits.per_day is not None and batch:
        today = spent(journal).today + promised(journal, alive, besides=taken_up)
        if today + batch > limits.per_day:
            raise OverLimit(
                f"This costs {batch} credits; {today} of the {limits.per_day} that are allowed"
                " per day are spent already."
            )


def refuse_at_once(limits: Limits, prices: Sequence[int]) -> None:
    """The same, but for what takes no look at the disk."""
    most, batch = max(prices, default=0), sum(prices)
    if limits.unreadable and batch:
        name = limits.unreadable
        raise InvalidParameter(name, f"{name} is not a number of credits.")
    if limits.per_job is not None and most > limits.per_job:
        raise OverLimit(f"This costs {most} credits, and {limits.per_job} are allowed per job.")
    if limits.per_batch is not None and batch > limits.per_batch:
        raise OverLimit(
            f"These cost {batch} credits, and {limits.per_batch} are allowed at a time."
        )


def limits_of(saved: Limits | None = None) -> Limits:
    """Those in effect."""
    return (saved or Limits()).over(os.environ)


def _midnight() -> float:
    """The last one, by this machine's clock. Seconds since the Unix epoch."""
    return time.mktime((*time.localtime()[:3], 0, 0, 0, 0, 0, -1))
