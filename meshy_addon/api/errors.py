"""Everything that can go wrong between us and the service, as a tree.

    MeshyError
    ├── InvalidParameter      ours: refused before the request was whole
    ├── Refused               the service declined the request, nothing was charged
    │   ├── KeyRefused            401, or no key at all
    │   ├── NotEnoughCredits      402
    │   ├── Forbidden             403
    │   ├── ParameterRefused      400, 422
    │   ├── NotFound              404: unknown, deleted, or older than three days
    │   └── TooMany               429
    │       ├── RateLimited           too many requests a second
    │       └── QueueFull             too many tasks at a time
    ├── ServiceTrouble        the network or the service did not do its part
    │   ├── Unreachable           no connection, time-out, cut off
    │   ├── ServerFault           5xx
    │   └── Nonsense              an answer that isn't Meshy's: HTML, broken JSON, a broken file
    └── TaskFailed            the task was accepted and ended without a result

"Refused" and "failed" are apart on purpose: a refused request can be mended and sent again at no
cost, a failed task was worked on. Every message is one sentence for a person and holds no secret.
"""

from __future__ import annotations


class MeshyError(Exception):
    """Base of all errors that a person can be told about. `str(error)` is one sentence."""


class InvalidParameter(MeshyError):
    """A parameter that the endpoint would not accept; `parameter` is its name."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


class Refused(MeshyError):
    """The service declined the request; nothing was charged."""


class KeyRefused(Refused):
    """No API key, or one that the service doesn't accept."""


class NotEnoughCredits(Refused):
    """The account holds fewer credits than the task costs."""


class Forbidden(Refused):
    """The account may not do this."""


class ParameterRefused(Refused):
    """The service found fault with a parameter that our own checks let pass."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class NotFound(Refused):
    """The service doesn't know this task (any more)."""


class TooMany(Refused):
    """Slow down; `retry_after_s` is the service's own wish where it states one."""

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class RateLimited(TooMany):
    """Too many requests in one second."""


class QueueFull(TooMany):
    """As many tasks at a time as the plan allows."""


class ServiceTrouble(MeshyError):
    """The network or the service did not do its part; trying again later may help."""


class Unreachable(ServiceTrouble):
    """No answer: no connection, a time-out, or a connection that was cut.

    `sent` is False only when it is certain that the service never saw the request.
    """

    def __init__(self, message: str, *, sent: bool = True) -> None:
        super().__init__(message)
        self.sent = sent


class ServerFault(ServiceTrouble):
    """The service answered with a 5xx status."""


class Nonsense(ServiceTrouble):
    """The answer isn't what Meshy sends: HTML, broken JSON, a file of another kind."""


class TaskFailed(MeshyError):
    """The task ended as FAILED, of which Meshy gives the credits back, or as CANCELED.

    `type` and `code` are the service's own, empty where it gave none.
    """

    def __init__(self, message: str, *, task_id: str, type: str = "", code: str = "") -> None:
        from .remedies import remedy_for

        self.task_id = task_id
        self.type = type
        self.code = code
        self.remedy = remedy_for(type, code)
        told = message.strip().rstrip(".") or "The task failed on Meshy's side"
        super().__init__(f"{told}. {self.remedy.advice}".strip())
