"""The field that a key is pasted into: it shows whether there is one, never which."""

from __future__ import annotations

import bpy
from bpy.props import StringProperty

_DOT = "•"
DESCRIPTION = (
    "Paste your Meshy API key. It is kept in a file that only you can read, never in Blender's "
    "preferences or in a .blend; clear the field to remove it"
)


def shown(_: object) -> str:
    """Dots where a key is saved: what a field shows can be copied, logged and filmed."""
    from .state import ACCOUNT

    return _DOT * 12 if ACCOUNT.key_source and not ACCOUNT.is_from_environment else ""


def typed(_: object, value: str) -> None:
    """Keep what was pasted, and try it at once."""
    key = value.replace(_DOT, "").strip()
    if key or not value:
        keep(key)


def keep(key: str) -> None:
    """Save `key` ("" removes it) and ask the service about it."""
    from ...api.account import save_key
    from ...jobs.folders import CannotWrite
    from ...scene.home import state_dir
    from ..wording import say
    from .state import ACCOUNT

    try:
        save_key(state_dir(), key)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        ACCOUNT.error = CannotWrite(say("The key can't be saved ({reason}).", reason=reason))
        return
    except CannotWrite as error:
        ACCOUNT.error = error
        return
    ACCOUNT.refresh()


def keep_test_mode_key() -> None:
    """Go on without an account: the service's own test mode."""
    from ...api.account import TEST_MODE_KEY

    keep(TEST_MODE_KEY)


def register() -> None:
    """With get and set nothing is stored in the window manager itself."""
    bpy.types.WindowManager.meshy_key = StringProperty(
        name="API Key",
        description=DESCRIPTION,
        subtype="PASSWORD",
        options={"SKIP_SAVE"},
        get=shown,
        set=typed,
    )


def unregister() -> None:
    del bpy.types.WindowManager.meshy_key
