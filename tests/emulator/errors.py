"""The two ways something goes wrong: a refused request, and a task that fails later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DOCUMENTED_CODES = frozenset(
    {
        "image_too_complex",
        "model_missing_uv",
        "model_insufficient_uv",
        "invalid_input",
        "moderation_blocked",
        "timeout",
        "format_conversion_failed",
    }
)


class Refusal(Exception):
    """A request that is answered with an error at once; the body is `{"message": ...}`."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = dict(headers or {})


def bad_request(message: str) -> Refusal:
    """The documented answer to a missing or malformed parameter."""
    return Refusal(400, message)


@dataclass(frozen=True)
class TaskError:
    """Why a task FAILED, as its `task_error` tells it (the Errors page)."""

    type: str
    message: str
    code: str | None = None

    def as_json(self) -> dict[str, str]:
        """The `task_error` object: `code` and `doc_url` only when there is a code."""
        if self.code is None:
            return {"type": self.type, "message": self.message}
        anchor = self.code.replace("_", "-")
        return {
            "type": self.type,
            "code": self.code,
            "message": self.message,
            "doc_url": f"https://docs.meshy.ai/en/api/errors#{anchor}",
        }


def invalid_input(message: str, code: str = "invalid_input") -> TaskError:
    """A failure that the caller's input caused."""
    return TaskError("invalid_input", message, code)
