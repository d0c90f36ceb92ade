"""How a command ends, as a number that scripts can act on."""

from __future__ import annotations

import enum

from ..api.errors import (
    Forbidden,
    InvalidParameter,
    KeyRefused,
    MeshyError,
    NotEnoughCredits,
    Refused,
    ServiceTrouble,
    TaskFailed,
    TooMany,
)
from ..jobs.accounts import NotAllowedToAsk
from ..jobs.folders import CannotWrite
from ..jobs.undecided import Undecided
from .stopping import Stopped


class Exit(enum.IntEnum):
    """The contract with scripts."""

    DONE = 0
    TASK_FAILED = 1
    BAD_INPUT = 2
    KEY_REFUSED = 3
    NOT_ENOUGH_CREDITS = 4
    NETWORK_OR_SERVICE = 5
    INTERRUPTED = 130


_EXITS: tuple[tuple[type[MeshyError], Exit], ...] = (
    (InvalidParameter, Exit.BAD_INPUT),
    (CannotWrite, Exit.BAD_INPUT),
    (KeyRefused, Exit.KEY_REFUSED),
    (Forbidden, Exit.KEY_REFUSED),
    (NotAllowedToAsk, Exit.KEY_REFUSED),
    (NotEnoughCredits, Exit.NOT_ENOUGH_CREDITS),
    (TooMany, Exit.NETWORK_OR_SERVICE),
    (ServiceTrouble, Exit.NETWORK_OR_SERVICE),
    (Undecided, Exit.NETWORK_OR_SERVICE),
    (Refused, Exit.BAD_INPUT),
    (TaskFailed, Exit.TASK_FAILED),
    (Stopped, Exit.INTERRUPTED),
)


def exit_for(error: MeshyError) -> Exit:
    """The exit code for `error`; what isn't named above is a job that came to nothing."""
    return next((code for kind, code in _EXITS if isinstance(error, kind)), Exit.TASK_FAILED)
