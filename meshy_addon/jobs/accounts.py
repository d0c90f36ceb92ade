"""Which of an artist's accounts a task belongs to: nobody else's key can ask after it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ..api.account import Account
from ..api.errors import Refused
from .keeping import KEPT_S

if TYPE_CHECKING:
    from .records import TaskRecord


class NotAllowedToAsk(Refused):
    """A task that was paid for can't be asked after, say with a key that isn't valid any more."""


def mark_of(account: Account) -> str:
    """Sixteen characters that tell keys apart; which key it is can't be told from them."""
    told = f"{account.url} {account.key}".encode()
    return hashlib.sha256(told).hexdigest()[:16]


def may_be_elsewhere(task: TaskRecord, now: float) -> bool:
    """Whether Meshy may have the task although it doesn't know it under our key.

    `now` in seconds since the Unix epoch.
    """
    return task.is_of_another_account and now - task.sent_at <= KEPT_S
