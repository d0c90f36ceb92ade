"""`meshy <kind>`: one job, from its arguments to its files."""

from __future__ import annotations

import argparse
import json
import logging
import os
import time
from collections.abc import Mapping
from typing import Any

from ..api.account import service_url
from ..api.endpoint import Kind
from ..api.endpoints import ENDPOINTS
from ..api.errors import MeshyError, NotEnoughCredits
from ..api.printability import Printability, read_printability
from ..api.request import request_body
from ..jobs.engine import Engine
from ..jobs.job import Job
from ..jobs.journal import JobRecord, Journal
from ..jobs.planning import PREVIOUS_TASK, total_price
from ..jobs.spending import limits_of
from ..jobs.undecided import Undecided
from .answer import Answer
from .arguments import given_values, is_only_first, wishes
from .exit_codes import exit_for
from .model_input import ordered
from .outputs import Outputs
from .progress import Progress
from .report import as_json, describe_job, warn_of
from .stopping import stoppable

log = logging.getLogger(__name__)

OUTPUTS = "outputs"
"""In a job's target: what the command line was to write."""


class OverBudget(NotEnoughCredits):
    """The job costs more than `--max-credits` allows."""


def run(kind: Kind, arguments: argparse.Namespace) -> Answer:
    """Run the job that the arguments describe; what keeps it from its end is an answer too."""
    attempt = _Attempt(kind, arguments)
    try:
        with stoppable():
            return attempt.run()
    except MeshyError as error:
        return attempt.came_to_nothing(error)


class _Attempt:
    """One run of the command, and how far it has come."""

    def __init__(self, kind: Kind, arguments: argparse.Namespace) -> None:
        self._kind, self._arguments = kind, arguments
        self._began = time.monotonic()
        self._job: Job | None = None
        self._engine: Engine | None = None

    def run(self) -> Answer:
        """Raises MeshyError."""
        from ..scene.blank import open_blank_file
        from ..scene.session import SESSION

        open_blank_file()
        is_json = self._arguments.json
        outputs = Outputs.parse(self._arguments.output)
        job = self._job = _job(self._kind, self._arguments, outputs)
        if self._arguments.dry_run:
            return Answer(_requests_text(job, json_wanted=is_json))
        engine = self._engine = SESSION.engine()
        warn_of(engine.journal)
        engine.submit(job, limits=limits_of())
        answer = complete(engine, job, outputs, self._began)
        _remove_old_results()
        return Answer(as_json(answer) if is_json else _answer_text(answer))

    def came_to_nothing(self, error: MeshyError) -> Answer:
        """What there is to tell when `error` ended it. Raises CannotWrite."""
        journal = self._engine.journal if self._engine else None
        record = journal.job(self._job.id) if journal and self._job else None
        job_id = record.job.id if record else ""  # what was refused is no job
        seconds = time.monotonic() - self._began
        told = describe_job(journal, job_id, seconds=seconds, error=error)
        complaint = _complaint(journal, record, error) if journal and record else str(error)
        return Answer(as_json(told) if self._arguments.json else "", exit_for(error), complaint)


def _remove_old_results() -> None:
    """Where no artist ever opens a window the disk isn't to fill either."""
    from ..jobs.cleaning import clean
    from ..scene.home import state_dir

    try:
        clean(state_dir(), time.time())
    except MeshyError as error:
        log.info("%s", error)  # the job is done all the same


def _complaint(journal: Journal, record: JobRecord, error: MeshyError) -> str:
    resume = f"meshy resume {record.job.id}"
    if isinstance(error, Undecided):
        return f"{error} `{resume}` looks again, `{resume} --send-again` sends it again."
    is_paid = not record.stage.is_over and journal.tasks(record.job.id)
    return f"{error} `{resume}` goes on with the job." if is_paid else str(error)


def complete(
    engine: Engine, job: Job, outputs: Outputs, began: float, *, is_at_home: bool = True
) -> dict[str, Any]:
    """Wait for a job that was submitted or resumed, place it, write its files; describes it.

    `is_at_home`: the file is open that the job was for.
    """
    from ..scene.finishing import finish
    from ..scene.headless import run_to_end
    from ..scene.placing import Target

    progress = Progress()
    try:
        result = run_to_end(engine, job.id, progress)
    finally:
        progress.done()
    placed = finish(result, instead=None if is_at_home else Target())
    files = outputs.write(placed, result)
    engine.placed(job.id)
    described = describe_job(
        engine.journal,
        job.id,
        objects=placed.objects,
        files=files,
        seconds=time.monotonic() - began,
    )
    if "printability" in ENDPOINTS[job.steps[-1].endpoint].outputs:
        described["printability"] = read_printability(result.tasks[-1].raw).as_json()
    return described


def _job(kind: Kind, arguments: argparse.Namespace, outputs: Outputs) -> Job:
    from ..scene.home import state_dir
    from ..scene.ordering import make_job

    values = outputs.with_formats(kind, given_values(arguments, kind))
    order = ordered(kind, values, arguments)
    job = make_job(
        kind,
        order.values,
        target={**order.target, OUTPUTS: outputs.as_texts(), **wishes(arguments, kind)},
        state=state_dir(),
        only_first=is_only_first(arguments, kind),
        name=order.name,
        parcel=order.parcel,
    )
    outputs.refuse_for(ENDPOINTS[job.steps[-1].endpoint])
    price, budget = total_price(job.steps), arguments.max_credits
    if budget is not None and price > budget:
        raise OverBudget(f"This costs {price} credits, and --max-credits allows {budget}.")
    return job


def _requests_text(job: Job, *, json_wanted: bool) -> str:
    requests = [_request(job, index) for index in range(len(job.steps))]
    price = total_price(job.steps)
    if json_wanted:
        return as_json({"requests": requests, "credits": price})
    lines = []
    for request in requests:
        lines.append(f"{request['method']} {request['url']}")
        lines.append(json.dumps(request["body"], indent=2, ensure_ascii=False))
    return "\n".join([*lines, f"{price} credits. Nothing was sent."])


def _request(job: Job, index: int) -> dict[str, Any]:
    step = job.steps[index]
    endpoint = ENDPOINTS[step.endpoint]
    values: Mapping[str, Any] = step.values
    if step.after:
        values = {step.after: PREVIOUS_TASK, **values}
    url = f"{service_url(os.environ)}{endpoint.path}"
    return {"method": "POST", "url": url, "body": request_body(endpoint, values)}


def _answer_text(answer: Mapping[str, Any]) -> str:
    if "printability" in answer:
        found = Printability(**answer["printability"])
        return "\n".join([found.verdict, *(f"{what}: {value}" for what, value in found.lines())])
    credits = sum(task["credits"] for task in answer["tasks"])
    made = ", ".join(answer["objects"]) or "Done"
    files = answer["files"] or ["Nothing was written: name a file with -o, as in -o model.blend."]
    return "\n".join([f"{made}: {credits} credits, {answer['seconds']:.0f} s", *files])
