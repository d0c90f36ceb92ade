"""The one engine of this Blender process, made when the first job needs it. Main thread."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..api.account import Account, find_account, service_url
from ..api.errors import MeshyError, Unreachable
from . import home
from .online import why_offline

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..jobs.engine import Engine


class MissingLibrary(MeshyError):
    """Python's `requests` isn't here; distributions of Blender may leave it out."""


class Session:
    """Holds the engine; replaces it when the account or the folder in effect changes."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._made_for: tuple[Account, Path] | None = None
        self.replaced: Callable[[Engine], None] = lambda _: None
        """Called with an engine that was let go amid its jobs, as another key is in effect."""

    def engine(self) -> Engine:
        """The engine for the account in effect.

        Raises KeyRefused without a key, Unreachable where we may not go online, MissingLibrary,
        CannotWrite.
        """
        require_requests()
        require_online(service_url(os.environ))
        state = home.state_dir()
        account = find_account(os.environ, state)
        if self._engine is None or self._made_for != (account, state):
            # Here, not above: the engine's modules are of no use before the first job.
            from ..jobs.engine import Engine
            from .models.background_blender import converter

            before = self._engine
            self.close()
            if before:
                self.replaced(before)
            self._engine = Engine(account, state, converter())
            self._made_for = (account, state)
        return self._engine

    @property
    def running(self) -> Engine | None:
        """The engine, if a job has needed one yet."""
        return self._engine

    def close(self) -> None:
        """Let the engine go; its unfinished jobs can be resumed."""
        if self._engine is not None:
            self._engine.close()
        self._engine = None
        self._made_for = None


SESSION = Session()
"""This process's session. One, because a job's events have one place where they are picked up."""


def require_requests() -> None:
    """Raises MissingLibrary with what to install."""
    if not has_requests():
        raise MissingLibrary(
            "This Blender comes without Python's requests library: install it "
            "(on Debian and Ubuntu: apt install python3-requests) and start Blender again."
        )


@cache
def has_requests() -> bool:
    """Whether Python's requests can be imported; doesn't import it."""
    from importlib.util import find_spec

    return find_spec("requests") is not None


def require_online(url: str) -> None:
    """Raises Unreachable with where to allow it, if we may not talk to `url`."""
    if reason := why_offline(url):
        raise Unreachable(reason, sent=False)
