"""What the interface knows of the account's history. Main thread; fetches in others."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ...api.endpoints import ENDPOINTS
from ...api.errors import MeshyError, NotFound
from ...jobs.job import Job, Result
from ...scene.home import state_dir
from ...scene.naming import name_from_prompt
from ...scene.open_file import OPEN_FILE
from ...scene.session import SESSION
from .. import redrawing
from ..errands import ERRANDS
from ..jobs.board import BOARD, JobRow
from ..jobs.left_over import result_here
from ..jobs.notice import NOTICES
from ..jobs.resuming import place
from ..placing import QUEUE
from ..wording import say

if TYPE_CHECKING:
    from ...jobs.engine import Engine
    from ...jobs.history import History
    from ...jobs.history_entry import Entry


class HistoryState:
    """The tasks that were fetched so far, newest first."""

    def __init__(self) -> None:
        self.entries: Sequence[Entry] = ()
        self.error = ""
        """Why there are no more, in one sentence."""
        self.is_fetching = False
        self.is_complete = False
        self.version = 0
        """Grows with each change."""
        self._history: History | None = None
        self._earlier: History | None = None
        """The one before: it tells which lists are in use."""
        self._engine: object = None

    def fetch(self) -> None:
        """Ask for the next page, unless that is under way or there's none. Returns at once."""
        try:
            engine = SESSION.engine()
        except MeshyError as error:
            self._failed(error)
            return
        if self._engine is not engine:
            self.clear()
            self._earlier = None  # of another account, it may be
            self._engine = engine
        if self._history is None:
            self._history = self._anew(engine)
        if not self.is_fetching and not self.is_complete:
            self._ask(self._history)

    def _ask(self, history: History) -> None:
        """For the next page; what a history of before answers is passed over."""
        self.is_fetching, self.error = True, ""
        latest: deque[Sequence[Entry]] = deque(maxlen=1)

        def so_far(entries: Sequence[Entry]) -> None:
            latest.append(entries)
            ERRANDS.tell(tell_latest)

        def tell_latest() -> None:
            if latest:  # or a later one was told in place of this
                self._arrived(history, latest.pop())

        def fetched(entries: Sequence[Entry]) -> None:
            if history is self._history:
                self._fetched(entries)

        def failed(error: MeshyError) -> None:
            if history is self._history:
                self._failed(error)

        ERRANDS.run(lambda: history.more(so_far=so_far), fetched, failed)

    def clear(self) -> None:
        """Forget everything, to be asked for anew."""
        self.entries, self.error = (), ""
        self.is_fetching = self.is_complete = False
        self._earlier, self._history = self._history or self._earlier, None
        self._change()

    def _anew(self, engine: Engine) -> History:
        # Here, not above: nothing of it is needed before somebody looks.
        from ...jobs.history import History
        from ...jobs.history_entry import made_here

        state = state_dir()
        return History(
            engine.calls(),
            made_here=lambda: made_here(engine.journal, state),
            earlier=self._earlier,
        )

    @property
    def is_of_another_account(self) -> bool:
        """Whether what is shown was asked with another key than the one in effect."""
        return self._engine is not None and self._engine is not SESSION.running

    def entry(self, task_id: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.id == task_id), None)

    def found(self, text: str, kind: str = "") -> list[Entry]:
        """The fetched ones that say `text` and are of this `kind`."""
        return [entry for entry in self.entries if entry.is_of(kind) and entry.has(text)]

    def place(self, entry: Entry) -> None:
        """Bring what the task made into the open file. Nothing is paid. Raises MeshyError."""
        if entry.has_files and BOARD.row(entry.job_id):
            place(entry.job_id)
            return
        # Here, not above: what places results is of no use before there's one.
        from ...jobs.adopting import adopt
        from ...scene.placing import target_here

        engine, state = SESSION.engine(), state_dir()
        name = name_from_prompt(entry.prompt) if entry.prompt else ""
        target = {**target_here().as_json(), **OPEN_FILE.marks()}

        def work() -> Callable[[], None]:
            record = engine.journal.job(entry.job_id) if entry.has_files else None
            here = result_here(engine.journal, state, record) if record else None
            if here:
                return lambda: found(*here)
            job = adopt(engine.journal, entry.endpoint, entry.id, name=name, target=target)
            return lambda: adopted(job)

        def found(row: JobRow, result: Result) -> None:
            BOARD.add_placed(row, result)
            QUEUE.want(row.job_id)

        def adopted(job: Job) -> None:
            BOARD.add(job, 0)
            QUEUE.want(job.id)
            ERRANDS.run(lambda: engine.resume(job.id))

        ERRANDS.run(work, lambda go_on: go_on(), self._failed)

    def download(self, entry: Entry, folder: Path) -> None:
        """All files of the task into `folder`. Returns at once. Raises MeshyError."""
        from ...jobs.downloading import copy_all, download_all

        engine, state = SESSION.engine(), state_dir()

        def work() -> list[Path]:
            if entry.is_gone:
                return copy_all(engine.journal, state, entry, folder)
            return download_all(engine.calls(), entry.endpoint, entry.id, folder)

        ERRANDS.run(
            work,
            lambda files: NOTICES.tell(
                say("{count} files are in {folder}.", count=len(files), folder=files[0].parent)
            ),
            lambda error: self._not_had(entry, error),
        )

    def delete(self, entry: Entry) -> None:
        """Delete the task with its files at the service. Returns at once. Raises MeshyError."""
        engine, history = SESSION.engine(), self._history

        def work() -> None:
            with suppress(NotFound):  # somebody else has deleted it
                engine.calls().delete(ENDPOINTS[entry.endpoint], entry.id)
            engine.journal.deleted(entry.id)
            if history:
                history.forget(entry.id)

        def deleted(_: None) -> None:
            self.entries = tuple(each for each in self.entries if each.id != entry.id)
            self._change()

        ERRANDS.run(work, deleted, self._failed)

    def _not_had(self, entry: Entry, error: MeshyError) -> None:
        """One who looked for its files was told that there are none any more."""
        history = self._history
        if isinstance(error, NotFound) and history:

            def lose() -> Sequence[Entry]:
                history.lost(entry.id)
                return history.shown

            ERRANDS.run(lose, lambda entries: self._arrived(history, entries))
        self._failed(error)

    def _change(self) -> None:
        """Who draws it sees by the version that there's something new."""
        self.version += 1
        redrawing.tag(changed=False)

    def _arrived(self, history: History, entries: Sequence[Entry]) -> None:
        if history is self._history:
            self.entries = entries
            self._change()

    def _fetched(self, entries: Sequence[Entry]) -> None:
        self.is_fetching = False
        self.entries = entries
        self.is_complete = bool(self._history and self._history.is_complete)
        self._change()

    def _failed(self, error: MeshyError) -> None:
        self.is_fetching = False
        self.error = str(error)
        self._change()


HISTORY = HistoryState()
"""One, as there's one account in effect."""
