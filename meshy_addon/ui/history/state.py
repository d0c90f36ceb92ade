"""What the interface knows of the account's history. Main thread; fetches in others."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ...api.endpoints import ENDPOINTS
from ...api.errors import MeshyError, NotFound
from ...jobs.job import Job
from ...scene.home import state_dir
from ...scene.naming import name_from_prompt
from ...scene.open_file import OPEN_FILE
from ...scene.session import SESSION
from ..errands import ERRANDS
from ..jobs.board import BOARD
from ..jobs.notice import NOTICES
from ..placing import QUEUE
from ..wording import say

if TYPE_CHECKING:
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
        self._engine: object = None

    def fetch(self) -> None:
        """Ask for the next page, unless that is under way or there's none. Returns at once."""
        try:
            engine = SESSION.engine()
        except MeshyError as error:
            self._failed(error)
            return
        # Here, not above: nothing of it is needed before somebody looks.
        from ...jobs.history import History
        from ...jobs.history_entry import made_here

        if self._engine is not engine:
            self.clear()
            state = state_dir()
            self._engine = engine
            self._history = History(
                engine.calls(), made_here=lambda: made_here(engine.journal, state)
            )
        history = self._history
        if history is None or self.is_fetching or self.is_complete:
            return
        self.is_fetching, self.error = True, ""

        def so_far(entries: Sequence[Entry]) -> None:
            ERRANDS.tell(lambda: self._arrived(history, entries))

        ERRANDS.run(lambda: history.more(so_far=so_far), self._fetched, self._failed)

    def clear(self) -> None:
        """Forget everything, to be asked for anew."""
        self.entries, self.error, self.is_complete = (), "", False
        self._engine = self._history = None
        self._change()

    def entry(self, task_id: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.id == task_id), None)

    def found(self, text: str, kind: str = "") -> list[Entry]:
        """The fetched ones that say `text` and are of this `kind`."""
        return [entry for entry in self.entries if entry.is_of(kind) and entry.has(text)]

    def place(self, entry: Entry) -> None:
        """Bring what the task made into the open file. Nothing is paid. Raises MeshyError."""
        # Here, not above: what places results is of no use before there's one.
        from ...jobs.adopting import adopt
        from ...scene.placing import target_here

        engine = SESSION.engine()
        name = name_from_prompt(entry.prompt) if entry.prompt else ""
        target = {**target_here().as_json(), **OPEN_FILE.marks()}

        def work() -> Job:
            return adopt(engine.journal, entry.endpoint, entry.id, name=name, target=target)

        def adopted(job: Job) -> None:
            BOARD.add(job, 0)
            QUEUE.want(job.id)
            ERRANDS.run(lambda: engine.resume(job.id))

        ERRANDS.run(work, adopted, self._failed)

    def download(self, entry: Entry, folder: Path) -> None:
        """All files of the task into `folder`. Returns at once. Raises MeshyError."""
        from ...jobs.downloading import download_all

        calls = SESSION.engine().calls()
        ERRANDS.run(
            lambda: download_all(calls, entry.endpoint, entry.id, folder),
            lambda files: NOTICES.tell(
                say("{count} files are in {folder}.", count=len(files), folder=files[0].parent)
            ),
            self._failed,
        )

    def delete(self, entry: Entry) -> None:
        """Delete the task with its files at the service. Returns at once. Raises MeshyError."""
        calls, history = SESSION.engine().calls(), self._history

        def work() -> None:
            with suppress(NotFound):  # somebody else has deleted it
                calls.delete(ENDPOINTS[entry.endpoint], entry.id)

        def deleted(_: None) -> None:
            if history:
                history.forget(entry.id)
            self.entries = tuple(each for each in self.entries if each.id != entry.id)
            self._change()

        ERRANDS.run(work, deleted, self._failed)

    def _change(self) -> None:
        from .rows import changed  # which shows what is here

        self.version += 1
        changed()

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
