"""The whole state of one emulator, shared by the API, the asset host and the control paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.emulator.accounts import Account, Accounts
from tests.emulator.desk import Desk
from tests.emulator.errors import TaskError
from tests.emulator.faults import Fault, Faults
from tests.emulator.limits import PLANS, Limits
from tests.emulator.options import Options
from tests.emulator.orders import Order
from tests.emulator.request_log import RequestLog
from tests.emulator.result_files import ResultFiles
from tests.emulator.schedule import Schedule
from tests.emulator.signing import Signer
from tests.emulator.steering import steering
from tests.emulator.task_objects import Sign
from tests.emulator.tasks import Task, Tasks
from tests.emulator.uploads import Uploads


class Service:
    """Everything that lives as long as the process. Changed on the event loop only."""

    def __init__(self, options: Options, assets_url: str) -> None:
        self.options = self._first_options = options
        self.signer = Signer(assets_url)
        self.faults = Faults()
        self.log = RequestLog()
        self.files = ResultFiles()
        self._hang_ups: set[Callable[[], None]] = set()
        self._begin()

    @contextmanager
    def under_way(self, hang_up: Callable[[], None]) -> Iterator[None]:
        """Around the answer to a request, which `hang_up` ends amid whatever it is."""
        self._hang_ups.add(hang_up)
        try:
            yield
        finally:
            self._hang_ups.discard(hang_up)

    def reset(self) -> None:
        """Back to the state after the start: balances, tasks, faults, log, files.

        Nobody is answered any more who asked before, however long a fault would have held him up.
        """
        for hang_up in tuple(self._hang_ups):
            hang_up()
        for task in self.tasks.everything():
            self.schedule.drop(task)
            self.tasks.delete(task)
        self._begin()

    def _begin(self) -> None:
        self.options = self._first_options
        self.accounts = Accounts(self.options.key, self.options.credits)
        self.limits = Limits(PLANS[self.options.plan], self.options.retry_after)
        self.tasks = Tasks()
        make = self.files.make_all if self.options.files_ahead else None
        self.schedule = Schedule(self.options.running, make)
        self.uploads = Uploads(self.read_own)
        self.own_files: dict[str, bytes] = {}
        self.faults.clear()
        for fault in self.options.faults:
            self.faults.add(Fault.model_validate_json(fault))
        self.log.clear()
        self.files.clear()

    def desk(self, account: Account) -> Desk:
        """What a body of this account may look up."""
        return Desk(account, self.tasks, self.uploads, self.options)

    def create(
        self,
        account: Account,
        order: Order,
        *,
        failure: TaskError | None = None,
        seconds: float | None = None,
    ) -> Task:
        """Check queue and balance, charge, and start the task. Raises Refusal."""
        self.limits.check_queue(self.tasks.active(account))
        account.charge(order.credits)
        steered = steering(" ".join(v for v in order.fields.values() if isinstance(v, str)))
        task = Task(order, account, self.options.task_seconds)
        task.seconds = next(
            s for s in (seconds, steered.seconds, self.options.task_seconds) if s is not None
        )
        task.failure = failure or steered.failure or order.failure
        task.consumed_credits = 0 if account.test_mode else order.credits
        self.tasks.add(task)
        self.schedule.start(task)
        return task

    def sign(self, lifetime_s: float) -> Sign:
        """Signs files of tasks with URLs that live for `lifetime_s` seconds."""

        def of(task: Task, name: str) -> str:
            path = f"/{task.account.id}/tasks/{task.id}/output/{name}"
            return self.signer.url(path, lifetime_s)

        return of

    def read_own(self, url: str) -> bytes | None:
        """The content behind a URL of the own asset host. On a worker thread.

        None for another host's; LookupError when the signature or the file is not there."""
        if not url.startswith(self.signer.base_url + "/"):
            return None
        parts = urlsplit(url)
        path = unquote(parts.path)
        if not self.signer.accepts(path, dict(parse_qsl(parts.query))):
            raise LookupError(url)
        if path in self.own_files:
            return self.own_files[path]
        _, _, _, task_id, _, name = path.split("/")
        task = self.tasks.find(task_id)
        file = None if task is None else self.files.path(task, name)
        if file is None:
            raise LookupError(url)
        return file.read_bytes()

    def change(self, **settings: Any) -> None:
        """Change options while serving."""
        queue_message = settings.pop("queue_message", None)
        if queue_message is not None:
            self.limits.queue_message = queue_message
        self.options = replace(self.options, **settings)

    def close(self) -> None:
        """Remove the files."""
        self.files.close()
