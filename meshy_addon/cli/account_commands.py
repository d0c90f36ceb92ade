"""`meshy balance`, `jobs`, `cancel` and `resume`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..api.errors import InvalidParameter, MeshyError
from ..jobs.engine import Engine
from ..jobs.events import Interrupted, JobCancelled
from ..jobs.job import Stage
from ..jobs.journal import JobRecord, Journal
from ..jobs.planning import total_price
from ..jobs.spending import limits_of, spent
from ..jobs.undecided import Undecided
from .answer import Answer
from .exit_codes import Exit, exit_for
from .job_command import OUTPUTS, complete
from .outputs import Outputs
from .report import as_json, describe_job, job_line, warn_of
from .stopping import stoppable


def balance(arguments: argparse.Namespace) -> Answer:
    """Show the credits on the account, and which key they belong to."""
    from ..api.client import Client

    engine = _engine()
    credits = Client(engine.account).balance()
    used = spent(engine.journal)
    if arguments.json:
        told = {"balance": credits, "source": engine.account.source, **asdict(used)}
        return Answer(as_json(told))
    return Answer(
        f"{credits} credits. The key comes from {engine.account.source}.\n"
        f"Spent from here: {used.today} today, {used.this_month} this month."
    )


def jobs(arguments: argparse.Namespace) -> Answer:
    """List the jobs on this machine, or tell all about one."""
    journal = _journal()
    if arguments.action:
        return _shown(journal, arguments)
    records = journal.jobs()
    if arguments.json:
        return Answer(as_json({"jobs": [_described(journal, record) for record in records]}))
    return Answer("\n".join(job_line(record, journal) for record in records) or "No jobs yet.")


def _shown(journal: Journal, arguments: argparse.Namespace) -> Answer:
    """What a person can send us about a job."""
    from ..jobs.report import report
    from ..scene.home import about, state_dir

    if not arguments.id:
        raise InvalidParameter("id", "jobs show wants a job's id.")
    record = _one(journal, arguments.id)
    text = report(journal, state_dir(), record.job.id, about())
    return Answer(
        as_json({**_described(journal, record), "report": text}) if arguments.json else text
    )


def cancel(arguments: argparse.Namespace) -> Answer:
    """Cancel one job, here and at Meshy."""
    engine = _engine()
    record = _one(engine.journal, arguments.id)
    _refuse_if_over(record)
    engine.cancel(record.job.id)
    while not isinstance(event := engine.next_event(timeout_s=0.2), JobCancelled):
        if isinstance(event, Interrupted):
            raise event.error
        # It may have come to its end just now; then there's nothing to cancel and no event.
        now = _one(engine.journal, record.job.id)
        if now.stage is not Stage.CANCELLED:
            _refuse_if_over(now)
    if arguments.json:
        return Answer(as_json(describe_job(engine.journal, record.job.id)))
    return Answer(f"Cancelled {record.job.id}  {record.job.name}")


def resume(arguments: argparse.Namespace) -> Answer:
    """Go on with what was interrupted, and write the files that were asked for then, or now."""
    engine = _engine()
    if arguments.send_again and not arguments.id:
        raise InvalidParameter("send_again", "--send-again wants a job's id: it may pay twice.")
    if arguments.id:
        record = _one(engine.journal, arguments.id)
        _refuse_if_over(record)
        records = [record]
    else:
        records = engine.unfinished()
        _refuse_one_file_for_several(records, arguments)
    outcomes = list(_outcomes(engine, records, arguments))
    end = next((outcome.exit for outcome in outcomes if outcome.exit), Exit.DONE)
    if arguments.json:
        described = [outcome.described for outcome in outcomes]
        return Answer(as_json(described[0] if arguments.id else {"jobs": described}), end)
    lines = [outcome.line for outcome in outcomes]
    return Answer("\n".join(lines) or "No job is waiting to be resumed.", end)


@dataclass(frozen=True)
class _Outcome:
    """What became of one job that was resumed."""

    described: dict[str, Any]
    line: str
    exit: Exit = Exit.DONE


def _outcomes(
    engine: Engine, records: Sequence[JobRecord], arguments: argparse.Namespace
) -> Iterator[_Outcome]:
    """Of one after the other, until Ctrl-C."""
    for record in records:
        if arguments.id or engine.journal.tasks(record.job.id):
            outcome = _resume_one(engine, record, arguments)
        else:
            outcome = _unsent(engine, record)
        yield outcome
        if outcome.exit is Exit.INTERRUPTED:
            return


def _refuse_one_file_for_several(
    records: Sequence[JobRecord], arguments: argparse.Namespace
) -> None:
    if len(records) > 1 and Outputs.parse(arguments.output).files:
        raise InvalidParameter(
            "output", "output: several jobs can't be written to one file; name a job, or a folder."
        )


def _unsent(engine: Engine, record: JobRecord) -> _Outcome:
    """A job that nothing was paid for yet: it costs credits, so only its own name starts it."""
    price = total_price(record.job.steps)
    line = f"not sent yet: `resume {record.job.id}` sends it for {price} credits"
    return _Outcome(
        describe_job(engine.journal, record.job.id),
        f"{record.job.id}  {record.job.name}  {line}",
    )


def _resume_one(engine: Engine, record: JobRecord, arguments: argparse.Namespace) -> _Outcome:
    from ..scene.blank import open_blank_file

    began = time.monotonic()
    open_blank_file()
    try:
        outputs = Outputs.parse(arguments.output or record.job.target.get(OUTPUTS, ()))
        take_up = engine.send_again if arguments.send_again else engine.resume
        if not take_up(record.job.id, limits_of()):
            raise MeshyError(f"Another Blender is working on {record.job.id}.")
        with stoppable():
            answer = _complete(engine, record, outputs, began)
    except Undecided as error:
        return _undecided(engine, record, error)
    except MeshyError as error:
        described = describe_job(engine.journal, record.job.id, error=error)
        return _Outcome(described, f"{record.job.id}  {error}", exit_for(error))
    return _Outcome(answer, "  ".join([record.job.id, record.job.name, *answer["files"]]))


def _undecided(engine: Engine, record: JobRecord, error: Undecided) -> _Outcome:
    """Meshy may have made the task: only a person may decide to pay once more."""
    job_id = record.job.id
    described = describe_job(engine.journal, job_id, error=error)
    advice = f"`resume {job_id}` looks again, `resume {job_id} --send-again` sends it again"
    return _Outcome(described, f"{job_id}  {error} {advice}.", exit_for(error))


def _complete(engine: Engine, record: JobRecord, outputs: Outputs, began: float) -> dict[str, Any]:
    if outputs:
        # What the job was to do in another file doesn't concern the empty one.
        return complete(engine, record.job, outputs, began, is_at_home=False)
    from ..scene.headless import run_to_end

    # Nothing to write it to: it is fetched, and stays to be placed.
    result = run_to_end(engine, record.job.id)
    engine.journal.release(record.job.id)
    return describe_job(
        engine.journal,
        record.job.id,
        files=result.files.values(),
        seconds=time.monotonic() - began,
    )


def _described(journal: Journal, record: JobRecord) -> dict[str, Any]:
    return {
        **describe_job(journal, record.job.id),
        "kind": record.job.kind,
        "name": record.job.name,
        "stage": record.stage.value,
        "message": record.error,
    }


def _one(journal: Journal, prefix: str) -> JobRecord:
    found = journal.find(prefix)
    if not found:
        raise InvalidParameter("id", f"There is no job {prefix} on this machine.")
    if len(found) > 1:
        raise InvalidParameter("id", f"Several jobs begin with {prefix}: give more of the id.")
    return found[0]


def _refuse_if_over(record: JobRecord) -> None:
    if record.stage.is_over:
        raise InvalidParameter("id", f"The job {record.job.id} is over already ({record.stage}).")


def _engine() -> Engine:
    from ..scene.session import SESSION

    engine = SESSION.engine()
    warn_of(engine.journal)
    return engine


def _journal() -> Journal:
    """The job list, which needs no key."""
    from ..scene.home import state_dir

    journal = Journal(state_dir() / "jobs.sqlite")
    warn_of(journal)
    return journal
