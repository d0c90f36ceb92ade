"""Results into the scene, one after the other, a piece at a time. Main thread."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress

import bpy

from ..api.endpoints import KINDS
from ..api.errors import MeshyError
from ..api.late_log import LateLogger
from ..jobs.job import Result, Stage
from ..scene.errors import TargetGone
from ..scene.objects.sources import find_source, has_source, is_gone
from ..scene.open_file import OPEN_FILE
from ..scene.selected import Selection, selection_now
from ..scene.session import SESSION
from .errands import ERRANDS
from .jobs.board import BOARD, JobRow
from .jobs.fittings import FITTINGS
from .jobs.stand_ins import STAND_INS
from .jobs.swept import SWEPT
from .pictures import image_viewing
from .room import ROOM
from .starting import begin
from .wording import on_button, say, told

log = LateLogger(__name__)
_SMALL_S = 0.008
"""What was appended in less is placed in the same tick: the window may be drawn between two."""
_RENDERING = "RENDER_OT_render"
STANDS_IN = "stands_in"
"""In a job's target: that a placeholder was made for it."""


class PlacingQueue:
    """The jobs whose results are about to be placed, in their order. Main thread."""

    def __init__(self) -> None:
        self._jobs: deque[str] = deque()
        self._wanted: dict[str, Selection] = {}
        """With what was selected when the artist asked."""
        self._cancelled: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._jobs)

    def add(self, job_id: str) -> None:
        if job_id not in self._jobs:
            self._jobs.append(job_id)

    def want(self, job_id: str) -> None:
        """The artist asks for it: here, even if the job was started elsewhere."""
        self.expect(job_id)
        self.resumed(job_id)
        if result := BOARD.result(job_id):
            self._add_when_read(job_id, result)

    def expect(self, job_id: str) -> None:
        """The artist asks for it, and its files are yet to come."""
        self._wanted[job_id] = selection_now()

    def _add_when_read(self, job_id: str, result: Result) -> None:
        from ..jobs.reading_ahead import read_ahead

        def add(_: object) -> None:
            self.add(job_id)

        ERRANDS.run(lambda: read_ahead(result), add, add)

    def cancel(self, job_id: str) -> None:
        """The artist has cancelled it: it doesn't come, even if it's here before that is done."""
        self._wanted.pop(job_id, None)
        self._cancelled.add(job_id)

    def resumed(self, job_id: str) -> None:
        """The artist goes on with it after all."""
        self._cancelled.discard(job_id)

    def is_cancelled(self, job_id: str) -> bool:
        """Whether the artist cancelled it, and hasn't gone on with it since."""
        return job_id in self._cancelled

    def ready(self, job_id: str) -> bool:
        """Files are here: place them, if this is where the artist expects them. Whether it is."""
        job = BOARD.job(job_id)
        if job_id in self._wanted or (job and _is_expected_here(job_id, job.target)):
            self.add(job_id)
            return True
        return False

    def is_wanted(self, job_id: str) -> bool:
        """Whether the artist asked for it."""
        return job_id in self._wanted

    @property
    def first(self) -> str:
        """The next job; it stays in the queue."""
        return self._jobs[0]

    def take(self) -> tuple[str, Selection | None]:
        """The next job; if the artist asked for it, with what was selected then."""
        job_id = self._jobs.popleft()
        return job_id, self._wanted.pop(job_id, None)


QUEUE = PlacingQueue()
"""One, because results come into the open file one after the other."""


def _is_expected_here(job_id: str, target: Mapping[str, object]) -> bool:
    """Whether the result comes without being asked for: only to where the artist left it."""
    if STAND_INS.find(job_id):
        return True  # whatever the file was called when the job began
    # A placeholder that was deleted, or undone: the artist may not want it here any more.
    return OPEN_FILE.is_home_of(target) and not target.get(STANDS_IN)


def append_next() -> bool:
    """Do ahead a piece of what takes longest of placing the next result; whether there's more."""
    from ..scene.models.preparing import append_early

    job_id = QUEUE.first
    result = FITTINGS.result(job_id)
    if result is None or not _is_coming(job_id, is_wanted=QUEUE.is_wanted(job_id)):
        return False
    ROOM.give()
    return append_early(result)


def _is_coming(job_id: str, *, is_wanted: bool) -> bool:
    """Whether a result in the queue still is to be placed here: it may have waited a while."""
    row, job = BOARD.row(job_id), BOARD.job(job_id)
    if is_wanted or row is None or job is None:
        return is_wanted
    is_cancelled = row.stage is Stage.CANCELLED or QUEUE.is_cancelled(job_id)
    return not is_cancelled and _is_expected_here(job_id, job.target)


def place_next() -> str:
    """Place the next result in the queue, as one undo step; what the artist should know of it.

    Empty if it's to wait after all. Main thread.
    """
    from ..scene.models.preparing import discard_early

    job_id, asked_amid = QUEUE.take()
    result = FITTINGS.result(job_id)
    STAND_INS.stale()
    STAND_INS.tidy()
    try:
        return _place(job_id, result, asked_amid)
    finally:
        if result:
            discard_early(result)
        FITTINGS.is_over(job_id)


def _place(job_id: str, result: Result | None, asked_amid: Selection | None) -> str:
    # What places results takes a while to import: not when the extension is enabled.
    from ..scene.finishing import finish
    from ..scene.placing import target_here

    row, is_wanted = BOARD.row(job_id), asked_amid is not None
    if result is None or row is None or not _is_coming(job_id, is_wanted=is_wanted):
        return ""
    if not result.is_here:
        return _fetch_again(row, is_wanted=is_wanted)
    instead = target_here() if _is_homeless(row, result, is_wanted=is_wanted) else None
    try:
        selects = _is_to_be_selected(result, asked_amid)
        placed = finish(result, undo_step=True, instead=instead, selects=selects)
    except MeshyError as error:
        BOARD.trouble(job_id, str(error))
        return told(str(error))
    except Exception as error:
        log.exception("job %s", job_id)
        sentence = say("An error in the add-on: {error}.", error=repr(error))
        BOARD.trouble(job_id, sentence)
        return sentence
    BOARD.placed(job_id)
    SWEPT.landed(job_id, placed.objects or placed.images)
    if placed.images:
        image = bpy.data.images[placed.images[0]]
        image_viewing.show_result(image, is_change=result.job.kind == "image_to_image")
    engine = SESSION.running
    if engine and not row.stage.is_over:
        ERRANDS.run(lambda: engine.placed(job_id))
    return told(placed.sentence) or say("{name} is in the scene.", name=placed.root)


def _is_to_be_selected(result: Result, asked_amid: Selection | None) -> bool:
    """Whether it takes the selection: unless the artist has turned to something else meanwhile."""
    target = result.job.target
    if asked_amid:
        return asked_amid == selection_now()
    with suppress(TargetGone):
        return not has_source(target) or find_source(target).select_get()
    return False


def _fetch_again(row: JobRow, *, is_wanted: bool) -> str:
    """Somebody cleaned up between its coming and its placing; what the artist should know of it."""
    from .jobs.resuming import fetch_again

    try:
        fetch_again(row.job_id, is_wanted=is_wanted)
    except MeshyError as error:
        BOARD.trouble(row.job_id, str(error))
        return told(str(error))
    name = row.name or on_button(KINDS[row.kind].title)
    return say("{name}: its files were removed, and are fetched again.", name=name)


def place_a_piece() -> tuple[str, bool]:
    """A piece of one result: what the artist should know of it, and whether there's more.

    What is in the queue when another file is opened waits.
    """
    began = time.monotonic()
    if QUEUE and (append_next() or time.monotonic() - began > _SMALL_S):
        return "", True
    sentence = place_next() if QUEUE else ""
    return sentence, bool(QUEUE) and not _is_fitted_first()


def _is_homeless(row: JobRow, result: Result, *, is_wanted: bool) -> bool:
    """Whether the result can't, or is not to, go where its job was for."""
    from ..scene.objects.retexturing import is_for_its_object

    target = result.job.target
    if STAND_INS.find(row.job_id):
        return False
    is_home = OPEN_FILE.is_home_of(target) and str(target.get("scene")) in bpy.data.scenes
    if not is_home or (is_wanted and is_gone(target)):
        return True
    # Once more: that's a second model, but for a look, of which the object has a list.
    return (row.stage.is_over or row.is_once_more) and not is_for_its_object(result)


def _is_fitted_first() -> bool:
    """Whether the next result is for an object that a background Blender still fits it to."""
    job_id = QUEUE.first
    result, row, is_wanted = BOARD.result(job_id), BOARD.row(job_id), QUEUE.is_wanted(job_id)
    if result is None or row is None or not _is_coming(job_id, is_wanted=is_wanted):
        return False
    is_homeless = _is_homeless(row, result, is_wanted=is_wanted)
    return not is_homeless and FITTINGS.is_awaited(job_id)


def start_placing() -> None:
    """Place what is in the queue, unless the artist is amid something."""
    if not QUEUE or is_busy() or _is_fitted_first():
        return
    if bpy.app.background:
        while QUEUE:
            place_next()
        return
    begin("place_results")


def is_busy() -> bool:
    """Whether placing would get in the artist's way: amid a transform, a render."""
    if bpy.app.is_job_running("RENDER"):
        return True
    windows = bpy.context.window_manager.windows
    modal = [each.bl_idname for window in windows for each in window.modal_operators]
    # The render's own operator learns of its end only when the artist next moves the mouse.
    return any(name != _RENDERING for name in modal)
