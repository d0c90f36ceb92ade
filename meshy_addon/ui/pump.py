"""Picks up what the engine has to say while an artist works: a timer that costs next to nothing.

A timer, not a modal operator: one of those would hold back Blender's autosave for as long as it
runs. Main thread.
"""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import TYPE_CHECKING

import bpy

from ..api.endpoints import KINDS
from ..api.errors import MeshyError
from ..api.late_log import LateLogger
from ..jobs.events import BalanceTold, CreditsTold, Event, Failed, Interrupted, JobCancelled, Ready
from ..jobs.job import Result
from ..scene.home import state_dir
from ..scene.open_file import OPEN_FILE
from ..scene.session import SESSION
from . import redrawing
from .account.spending import SPENDING
from .account.state import ACCOUNT
from .errands import ERRANDS
from .going_online import ONLINE_WATCH
from .jobs import viewport_text
from .jobs.board import BOARD, JobRow
from .jobs.left_over import LeftOver, left_over
from .jobs.notice import NOTICES
from .jobs.stand_ins import STAND_INS
from .jobs.thumbnails import THUMBNAILS
from .jobs.wording import credits_in_words
from .placing import QUEUE, is_busy, start_placing
from .room import ROOM
from .turns import TURNS
from .wording import on_button, say, told

if TYPE_CHECKING:
    from ..jobs.engine import Engine

TICK_S = 0.25
EXPECTING_S, LANDING_S = 0.05, 0.0
"""While jobs or errands are under way; while a result comes: at each turn of the main loop."""
_HELD_S = 1.0
"""How long nothing is drawn anew for a result that comes. It has a second to be in the scene."""
_ANOTHER_KEY = "Another API key is in use now: Resume goes on with it."
log = LateLogger(__name__)


class Pump:
    """What one tick has to remember for the next."""

    def __init__(self) -> None:
        self._has_looked = False
        self._opened = OPEN_FILE.opened
        self._shown = (-1, 0, 0)
        self._drawn_at = 0.0
        self._landing_since = math.inf
        self.is_account_old = False
        """Whether a job has ended since balance and spending were looked at."""

    def restart(self) -> None:
        """Know nothing of what was before: the extension was disabled."""
        self.__init__()  # type: ignore[misc]

    def tick(self) -> float:
        """Never raises: whatever leaves a timer's function ends the timer."""
        try:
            self._work()
        except Exception:
            log.exception("pump")
        is_expecting = bool(BOARD.running) or ERRANDS.is_any_out
        TURNS.keep(short=is_expecting)
        if self._is_held():
            return LANDING_S
        return EXPECTING_S if is_expecting else TICK_S

    def _work(self) -> None:
        if not self._has_looked:
            self._has_looked = True
            _look_for_left_over()
        ERRANDS.deliver()
        if SESSION.running:
            BOARD.warn(SESSION.running.journal.warning)
            for event in SESSION.running.drain():
                _handle(event)
        ONLINE_WATCH.look()
        if BOARD.rows:
            STAND_INS.look()
            if STAND_INS.is_any_over and not is_busy():
                STAND_INS.tidy()
            self._look_into_file()
            start_placing()
            if NOTICES.waiting and not is_busy():
                NOTICES.show()
        self._look_for_landing()
        self._look_for_room()
        if not self._is_held():
            self._look_at_account()
            self._redraw()

    def _look_into_file(self) -> None:
        """Whether a file that was opened just now is the one that results have waited for."""
        if self._opened == OPEN_FILE.opened:
            return
        self._opened = OPEN_FILE.opened
        for row in BOARD.rows:
            if row.is_to_place and BOARD.result(row.job_id) and STAND_INS.find(row.job_id):
                QUEUE.ready(row.job_id)

    def _look_for_landing(self) -> None:
        """Whether results are about to be in the scene, and since when."""
        is_landing = bool(QUEUE or BOARD.landing)
        self._landing_since = min(self._landing_since, time.monotonic()) if is_landing else math.inf

    def _look_for_room(self) -> None:
        """Memory for results to come: those that are here are given it when they're appended."""
        if QUEUE:
            return
        if BOARD.running:
            ROOM.take_some()
        else:
            ROOM.leave()

    def _is_held(self) -> bool:
        """Whether all else waits for a result that comes, and is drawn with it.

        To draw a window may take longer than all the rest takes until the result is in the scene.
        """
        return 0.0 <= time.monotonic() - self._landing_since < _HELD_S

    def _look_at_account(self) -> None:
        if self.is_account_old:
            self.is_account_old = False
            SPENDING.look()
            if SESSION.running:
                SESSION.running.ask_balance()

    def _redraw(self) -> None:
        """When something changed, and once a second for the time that the list shows."""
        if (now := time.monotonic()) - self._drawn_at < TICK_S:
            return  # with one of the next ticks
        shown = (BOARD.version, redrawing.NEWS.version, int(now) if BOARD.running else 0)
        if shown != self._shown:
            changed, self._shown, self._drawn_at = shown[:2] != self._shown[:2], shown, now
            viewport_text.keep(bool(BOARD.running))
            redrawing.tag(changed=changed)


PUMP = Pump()
"""One, as there's one timer."""


def tick() -> float:
    """What the timer calls; scripts in background call it themselves, where no timer ticks."""
    return PUMP.tick()


def start() -> None:
    """Begin to tick, unless it does already."""
    SESSION.replaced = _leave_jobs_of
    # Timers never tick in background, and one that is left over there crashes Blender 4.2's end.
    if not bpy.app.background and not bpy.app.timers.is_registered(tick):
        bpy.app.timers.register(tick, first_interval=TICK_S, persistent=True)


def stop() -> None:
    """Tick no more."""
    if bpy.app.timers.is_registered(tick):
        bpy.app.timers.unregister(tick)


def _look_for_left_over() -> None:
    try:
        state = state_dir()
    except MeshyError:
        return  # said where it matters: when a job is to begin
    ERRANDS.run(lambda: left_over(state), _show_left_over)
    ERRANDS.run(lambda: _remove_old_pictures(state))
    ERRANDS.run(lambda: _remove_old_results(state))


def _remove_old_pictures(state: Path) -> None:
    # Here, not above: it brings numpy, which takes a tenth of a second to load. In a thread.
    from ..scene.pictures.held import remove_old

    remove_old(state)


def _remove_old_results(state: Path) -> None:
    # Here, not above: it brings SQLite, which is of no use where no job ever ran.
    from ..jobs.cleaning import clean

    clean(state, time.time())


def _show_left_over(found: LeftOver) -> None:
    BOARD.warn(found.warning)
    for row, job in found.jobs:
        BOARD.add_left(row, job)
    for row, result in found.placed:
        BOARD.add_placed(row, result)
    for row in BOARD.rows:
        if row.thumbnail:
            THUMBNAILS.load(row.job_id, row.thumbnail)


def _handle(event: Event) -> None:
    if isinstance(event, BalanceTold):
        ACCOUNT.note(event)
        redrawing.soon()
        return
    row = BOARD.row(event.job_id)
    if row is None:
        return  # somebody else waits for it, say a script
    BOARD.note(event)
    name = row.name or on_button(KINDS[row.kind].title)
    match event:
        case Ready(result=result):
            if result.thumbnail:
                THUMBNAILS.load(event.job_id, result.thumbnail)
            STAND_INS.look()
            _place_or_tell(row, name, result)
        case Failed(error=error) | Interrupted(error=error):
            NOTICES.tell(f"{name}: {told(str(error))}", is_bad=True)
        case CreditsTold():
            NOTICES.tell(f"{name}: {credits_in_words(event)}")
    if isinstance(event, Ready | Failed | Interrupted | JobCancelled | CreditsTold):
        STAND_INS.stale()
        PUMP.is_account_old = True


def _leave_jobs_of(engine: Engine) -> None:
    """Its jobs wait to be resumed: another key may be another account's, which is to pay for them
    only if the artist says so.
    """
    for event in engine.drain():
        _handle(event)
    BOARD.interrupt(MeshyError(_ANOTHER_KEY))


def _place_or_tell(row: JobRow, name: str, result: Result) -> None:
    """The result comes by itself where it is expected, unless that may take Blender along."""
    if result.remark:
        NOTICES.tell(f"{name}: {told(result.remark)}", is_bad=result.is_risky)
    if result.is_risky:
        BOARD.trouble(row.job_id, result.remark)
        if not QUEUE.is_wanted(row.job_id):
            return
    if not QUEUE.ready(row.job_id):
        NOTICES.tell(say("{name} is ready: place it from the job list.", name=name))


def end() -> None:
    """The jobs stay in the journal; enabled again, the list is made from that."""
    stop()
    BOARD.forget_all()
    PUMP.restart()
    TURNS.keep(short=False)
