"""The pictures in the history's lines: of those that are seen, and no more of them than needed.

Files are fetched in errands; Blender itself decodes them in a thread of its own.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bpy
import bpy.utils.previews

from ...api.errors import MeshyError
from ...api.tasks import Status
from ...scene.home import state_dir
from ...scene.session import SESSION
from .. import redrawing
from ..errands import ERRANDS

if TYPE_CHECKING:
    from ...jobs.history_entry import Entry

LOADED = 120
"""So many pictures stay loaded, those that were seen last: some 260 KB each."""
_AT_ONCE = 4
_WANTED = 40
"""Who scrolls past quickly wants the pictures where the list comes to rest."""


class HistoryPictures:
    """Main thread."""

    def __init__(self) -> None:
        self._previews: Any = None
        self._seen: OrderedDict[str, None] = OrderedDict()
        """Ids of what is loaded, the one seen last at the end."""
        self._without: set[str] = set()
        """Ids of tasks that have no picture, or whose picture can't be had now."""
        self._wanted: OrderedDict[str, Entry] = OrderedDict()
        self._coming: set[str] = set()
        self._has_tidied = False

    def icon(self, entry: Entry) -> int:
        """For `icon_value`; 0 as long as there's none. For drawing."""
        if entry.id in self._seen:
            self._seen.move_to_end(entry.id)
            return int(self._previews[entry.id].icon_id)
        if entry.status is Status.SUCCEEDED and not self._is_settled(entry.id):
            self._wanted[entry.id] = entry
            self._wanted.move_to_end(entry.id)
            while len(self._wanted) > _WANTED:
                self._wanted.popitem(last=False)
            if not bpy.app.background and not bpy.app.timers.is_registered(_tick):
                bpy.app.timers.register(_tick, first_interval=0.0, persistent=True)
        return 0

    def fetch_wanted(self) -> None:
        """Send for what was drawn without, the latest first. Returns at once."""
        if not self._wanted or len(self._coming) >= _AT_ONCE:
            return
        try:
            calls, state = SESSION.engine().calls(), state_dir()
        except MeshyError:
            self._wanted.clear()  # the list itself says why
            return
        # Here, not above: nothing of it is needed before somebody looks.
        from ...jobs.history_pictures import bring_picture, remove_old_pictures

        if not self._has_tidied:
            self._has_tidied = True
            ERRANDS.run(lambda: remove_old_pictures(state))
        while self._wanted and len(self._coming) < _AT_ONCE:
            task_id, entry = self._wanted.popitem()
            self._coming.add(task_id)

            def bring(entry: Entry = entry) -> Path | None:
                return bring_picture(calls, entry, state)

            def come(file: Path | None, task_id: str = task_id) -> None:
                self._come(task_id, file)

            ERRANDS.run(bring, come, lambda _, task_id=task_id: self._come(task_id, None))

    def forget(self) -> None:
        """Look anew for what could not be had."""
        self._without.clear()

    def remove_all(self) -> None:
        if bpy.app.timers.is_registered(_tick):
            bpy.app.timers.unregister(_tick)
        if self._previews is not None:
            bpy.utils.previews.remove(self._previews)
        self.__init__()  # type: ignore[misc]

    @property
    def loaded(self) -> int:
        """How many are in memory."""
        return len(self._seen)

    def _is_settled(self, task_id: str) -> bool:
        return task_id in self._without or task_id in self._coming

    def _come(self, task_id: str, file: Path | None) -> None:
        self._coming.discard(task_id)
        if file is None:
            self._without.add(task_id)
        else:
            self._load(task_id, file)
            redrawing.tag(changed=False)
        self.fetch_wanted()

    def _load(self, task_id: str, file: Path) -> None:
        if bpy.app.background:
            return  # icons have no numbers there
        if self._previews is None:
            self._previews = bpy.utils.previews.new()
        if task_id not in self._previews:
            self._previews.load(task_id, str(file), "IMAGE")
        self._seen[task_id] = None
        while len(self._seen) > LOADED:
            oldest, _ = self._seen.popitem(last=False)
            del self._previews[oldest]


PICTURES = HistoryPictures()
"""One, as all sidebars show the same list."""


def _tick() -> None:
    PICTURES.fetch_wanted()
