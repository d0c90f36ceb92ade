"""What the interface needs once Blender shows its window, and not to be enabled.

Whoever imports this has all that the tab is drawn from, and what its buttons need first.
"""

from __future__ import annotations

from ..scene.session import SESSION
from . import pump
from .account import drawing as account_drawing
from .account import spending
from .account import state as account
from .animate import library
from .animate.moving_previews import PREVIEWS
from .create import drawing as create_drawing
from .create.prompts import RECENT
from .errands import ERRANDS
from .history import rows as history
from .history.pictures import PICTURES
from .icons import ICONS
from .jobs import drawing as job_drawing
from .jobs import status_bar
from .jobs.thumbnails import THUMBNAILS
from .jobs.viewport_text import TEXT
from .objects import drawing as object_drawing

SEEN_FIRST = (account_drawing, create_drawing, job_drawing, object_drawing)
"""What the panels draw that an artist opens first."""


def begin() -> None:
    """Look for the key and for what was left, and pick up from now on what jobs say."""
    ICONS.load()
    account.ACCOUNT.look()
    RECENT.load()
    status_bar.append()
    pump.start()


def end() -> None:
    """Leave nothing behind of what was made since; unfinished jobs stay in the journal."""
    pump.end()
    ERRANDS.end()
    SESSION.close()
    status_bar.remove()
    for end_of_it in (account.end, spending.end, library.end, history.end):
        end_of_it()
    for pictures in (ICONS, PREVIEWS, PICTURES, THUMBNAILS):
        pictures.remove_all()
    TEXT.keep(False)
