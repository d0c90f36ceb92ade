"""What the interface knows of the account: where its key comes from, and its balance.

Panels read it whenever they are drawn; files and network are asked only by `look` and `refresh`.
"""

from __future__ import annotations

import os

import bpy
from bpy.app.translations import pgettext_iface

from ...api.account import (
    FROM_ENVIRONMENT,
    FROM_PREFERENCES,
    TEST_MODE_KEY,
    find_account,
    saved_key,
    service_url,
)
from ...api.errors import InvalidParameter, KeyRefused, MeshyError
from ...jobs.events import BalanceTold
from ...scene.home import state_dir
from ...scene.online import why_offline
from ...scene.session import SESSION, has_requests
from .. import early
from ..errands import ERRANDS
from ..wording import say

KEY_VARIABLE = "MESHY_API_KEY"


class AccountState:
    """The one account in effect, as the interface knows it. Main thread."""

    def __init__(self) -> None:
        self.balance: int | None = None
        """Credits; None while nobody has told."""
        self.error: MeshyError | None = None
        """Why there's no key or no balance, in one sentence."""
        self.key_source = ""
        """Where the key comes from, in words; "" without a key."""
        self.is_test_mode = False
        """Whether the key is the service's own for trying out: results are canned and free."""
        self.is_asking = False
        self.is_told = False
        """Whether the service has answered; in test mode without a number."""
        self.is_known = False
        """Whether somebody has looked for a key yet."""

    @property
    def is_from_environment(self) -> bool:
        return self.key_source == FROM_ENVIRONMENT

    @property
    def is_refused(self) -> bool:
        """Whether there is a key, which the service doesn't accept."""
        return bool(self.key_source) and isinstance(self.error, KeyRefused)

    @property
    def is_usable(self) -> bool:
        """Whether there is a key that nobody has refused yet."""
        return bool(self.key_source) and not self.is_refused

    def look(self) -> None:
        """Find out which key is in effect; reads a file, asks nobody."""
        self.is_known = True
        self.is_told = False
        self.balance = None
        self.error = None
        self.key_source, self.is_test_mode = "", False
        try:
            account = find_account(os.environ, state_dir())
        except KeyRefused as error:
            self._note_unusable_key(error)
        except MeshyError as error:
            self.error = error
        else:
            self.key_source = account.source
            self.is_test_mode = account.key == TEST_MODE_KEY

    def _note_unusable_key(self, error: KeyRefused) -> None:
        """No key isn't an error here, the first steps are shown then; one that can't be one is."""
        if os.environ.get(KEY_VARIABLE, "").strip():
            self.key_source, self.error = FROM_ENVIRONMENT, error
        elif saved_key(state_dir()):
            self.key_source, self.error = FROM_PREFERENCES, error

    def refresh(self) -> None:
        """Look for the key again and ask for the balance; BalanceTold brings it."""
        self.look()
        if not self.key_source or self.error or why_not_online():
            return  # once we may go online, a panel asks
        try:
            SESSION.engine().ask_balance()
        except MeshyError as error:
            self.error = error
            return
        self.is_asking = True

    def note(self, told: object) -> None:
        """Take in what the engine says of the balance; other events don't matter here."""
        if not isinstance(told, BalanceTold):
            return
        self.is_asking = False
        self.is_told = True
        self.error = told.error
        if told.credits is not None:
            self.balance = told.credits


ACCOUNT = AccountState()
"""What this process knows. One, because one key is in effect."""


def why_not_online() -> str:
    """Why Blender may not talk to the service, in one sentence; "" if it may. Asks no disk."""
    try:
        return why_offline(service_url(os.environ)) or ""
    except InvalidParameter as error:
        return str(error)


def is_ready() -> bool:
    """Whether jobs can be started at all: what the other panels wait for."""
    return has_requests() and not why_not_online() and ACCOUNT.is_usable


def account_status() -> str:
    """Which key is in effect and what it is worth, in one sentence."""
    if ACCOUNT.error:
        return str(ACCOUNT.error)
    if not ACCOUNT.key_source:
        return "There is no Meshy API key yet."
    source = pgettext_iface(ACCOUNT.key_source)
    if ACCOUNT.is_test_mode:
        return say("Test mode; the key comes from {source}.", source=source)
    if ACCOUNT.balance is None:
        return say("The key comes from {source}.", source=source)
    return say(
        "The key comes from {source}. It has {credits:,} credits.",
        source=source,
        credits=ACCOUNT.balance,
    )


def ask_soon() -> None:
    """Have the balance asked for outside of drawing, once; panels call this."""
    is_pointless = ACCOUNT.is_known and (not ACCOUNT.key_source or why_not_online())
    is_settled = ACCOUNT.is_told or ACCOUNT.error is not None or ACCOUNT.is_asking
    is_due = not is_pointless and not is_settled and not bpy.app.background
    if is_due and not bpy.app.timers.is_registered(_refresh):
        bpy.app.timers.register(_refresh, first_interval=0.0, persistent=True)


def _refresh() -> None:
    """With what any job needs imported first, in a thread: it takes a third of a second."""
    ACCOUNT.is_asking = True
    ERRANDS.run(early.import_all, lambda _: _ask(), _could_not_ask)


def _could_not_ask(error: MeshyError) -> None:
    ACCOUNT.is_asking = False
    ACCOUNT.error = error
    _redraw()


def _ask() -> None:
    ACCOUNT.is_asking = False
    ACCOUNT.refresh()
    _redraw()


def _redraw() -> None:
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "VIEW_3D":
                area.tag_redraw()


def end() -> None:
    if bpy.app.timers.is_registered(_refresh):
        bpy.app.timers.unregister(_refresh)
