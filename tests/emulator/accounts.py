"""Who may call, and how many credits they have left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from tests.emulator.errors import Refusal
from tests.emulator.options import TEST_MODE_KEY

_NAMESPACE = UUID("0630d47c-84b8-4d37-bc02-69e45d9272c1")


@dataclass
class Account:
    """One customer. The limits and the balance are the account's, not the key's."""

    key: str
    credits: int
    test_mode: bool = False
    id: str = field(init=False)

    def __post_init__(self) -> None:
        self.id = str(uuid5(_NAMESPACE, self.key))

    def charge(self, credits: int) -> None:
        """Take `credits` now, or refuse with 402. Test mode costs nothing."""
        if self.test_mode:
            return
        if credits > self.credits:
            raise Refusal(402, "Insufficient credits to perform this task.")
        self.credits -= credits

    def refund(self, credits: int) -> None:
        """Give `credits` of a failed or cancelled task back."""
        if not self.test_mode:
            self.credits += credits


class Accounts:
    """All accounts, found by their key. The test-mode key always works."""

    def __init__(self, key: str, credits: int) -> None:
        self._by_key: dict[str, Account] = {}
        self.put(key, credits)
        self._by_key[TEST_MODE_KEY] = Account(TEST_MODE_KEY, credits=1000, test_mode=True)

    def put(self, key: str, credits: int) -> Account:
        """Create the account of `key`, or set its balance."""
        account = self._by_key.setdefault(key, Account(key, credits))
        account.credits = credits
        return account

    def by_authorization(self, header: str | None) -> Account:
        """The account that an `Authorization` header names; 401 when there is none."""
        scheme, _, key = (header or "").partition(" ")
        account = self._by_key.get(key.strip())
        if scheme != "Bearer" or account is None:
            raise Refusal(401, "Invalid credentials")
        return account

    def __iter__(self) -> Iterator[Account]:
        return iter(self._by_key.values())
