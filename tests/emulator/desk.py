"""What a body may look up while it is checked: the caller's tasks and the files it sends."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tests.emulator.accounts import Account
from tests.emulator.errors import Refusal, bad_request
from tests.emulator.identifiers import is_uuid
from tests.emulator.options import Options
from tests.emulator.tasks import Status, Task, Tasks
from tests.emulator.uploads import Uploads

SAMPLE = "a monster mask"


@dataclass(frozen=True)
class Desk:
    """One request's view of the service. Used on a worker thread; it only reads."""

    account: Account
    tasks: Tasks
    uploads: Uploads
    options: Options

    def seed(self, own: str) -> str:
        """What decides the look of a result; in test mode it is the same for every request."""
        return SAMPLE if self.account.test_mode else own

    def input_task(
        self,
        task_id: str,
        parameter: str,
        types: Collection[str] | None,
        *,
        missing: int = 400,
        wrong_type: int = 400,
        foreign: int | None = None,
    ) -> Task:
        """The caller's own SUCCEEDED task of one of `types`, or of any.

        `missing`, `wrong_type` and `foreign` (another account's; default as missing) are the
        statuses that the endpoint's page gives for these refusals.
        """
        if not is_uuid(task_id):
            raise bad_request(f"Invalid {parameter}: {task_id!r} is not a valid task id")
        task = self.tasks.find(task_id)
        if task is None:
            raise Refusal(missing, f"Invalid {parameter}: task {task_id} was not found")
        if task.account is not self.account:
            status = missing if foreign is None else foreign
            raise Refusal(status, f"Invalid {parameter}: task {task_id} was not found")
        if types is not None and task.type not in types:
            raise Refusal(wrong_type, f"Invalid {parameter}: a {task.type} task can't be used here")
        if task.status is not Status.SUCCEEDED:
            raise bad_request(
                f"Invalid {parameter}: the task must have status SUCCEEDED, it is "
                f"{task.status.value}"
            )
        return task
