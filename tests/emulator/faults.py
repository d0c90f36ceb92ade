"""Faults that can be switched on: what each does, and which requests it strikes."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tests.emulator.errors import TaskError
from tests.emulator.steering import failure_of

# What makes sense for some requests only is not used up by others.
_METHOD_OF_KIND = {"fail_task": "POST", "task_seconds": "POST", "expired_urls": "GET"}
_STREAM_KINDS = ("cut_events", "silent", "pings")


class Failure(BaseModel):
    """The `task_error` of a task that is made to fail."""

    model_config = ConfigDict(extra="forbid")

    type: str = "server_error"
    message: str = "An internal error occurred. Please retry."
    code: str | None = None

    def as_error(self) -> TaskError:
        """The error, with the usual message when only a documented code was given."""
        if self.code is not None and "message" not in self.model_fields_set:
            return failure_of(self.code)
        return TaskError(self.type, self.message, self.code)


class Fault(BaseModel):
    """One fault, as it is posted to /_emulator/faults.

    It strikes requests whose host, method and path match: first it lets `skip` of them pass,
    then it strikes `times` (0: until it is cleared). README.md explains the kinds.
    """

    model_config = ConfigDict(extra="forbid")

    kind: Literal[
        "refuse",
        "html",
        "lose_answer",
        "delay",
        "cut",
        "cut_events",
        "silent",
        "pings",
        "slow",
        "truncate",
        "expired_urls",
        "fail_task",
        "task_seconds",
        "no_range",
    ]
    host: Literal["api", "assets"] | None = None
    method: str | None = None
    path: str = ""
    times: int = Field(default=1, ge=0)
    skip: int = Field(default=0, ge=0)

    status: int = 500
    message: str = "Internal server error"
    retry_after: str | None = None
    seconds: float = Field(default=1.0, ge=0)
    bytes: int = Field(default=0, ge=0)
    bytes_per_second: int = Field(default=65536, gt=0)
    events: int = Field(default=1, ge=0)
    failure: Failure = Failure()

    id: int = 0
    seen: int = 0
    hits: int = 0

    def strikes(self, host: str, method: str, path: str) -> bool:
        """Whether it is this request's turn; counts it."""
        if not self._concerns(host, method, path) or (self.times and self.hits >= self.times):
            return False
        self.seen += 1
        if self.seen <= self.skip:
            return False
        self.hits += 1
        return True

    def _concerns(self, host: str, method: str, path: str) -> bool:
        wanted = self.method or _METHOD_OF_KIND.get(self.kind)
        if self.host not in (None, host) or wanted not in (None, method):
            return False
        if self.kind in _STREAM_KINDS and not path.endswith("/stream"):
            return False
        return re.search(self.path, path) is not None


class Faults:
    """The faults that are switched on."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._last_id = 0

    def add(self, fault: Fault) -> Fault:
        """Switch a fault on."""
        self._last_id += 1
        fault.id = self._last_id
        self._faults.append(fault)
        return fault

    def striking(self, host: str, method: str, path: str) -> list[Fault]:
        """The faults that strike this request."""
        return [fault for fault in self._faults if fault.strikes(host, method, path)]

    def all(self) -> list[Fault]:
        """Every fault with its counts, struck out or not."""
        return list(self._faults)

    def clear(self) -> None:
        """Switch all of them off."""
        self._faults = []
