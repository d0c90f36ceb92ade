"""Marks in a prompt that steer a task, for trying things by hand (listed in README.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.emulator.errors import DOCUMENTED_CODES, TaskError, invalid_input

_MARK = re.compile(r"\[(?P<name>[a-z-]+)(?::(?P<value>[^\]]*))?\]")

_OTHER_TYPES = {
    "timeout": TaskError("timeout", "Processing exceeded the time limit.", "timeout"),
    "service_unavailable": TaskError(
        "service_unavailable", "The service is temporarily unavailable."
    ),
    "server_error": TaskError("server_error", "An internal error occurred. Please retry."),
    "format_conversion_failed": TaskError(
        "server_error",
        "The model could not be converted to the requested format.",
        "format_conversion_failed",
    ),
}
_MESSAGES = {
    "image_too_complex": "The uploaded image is too complex for 3D generation.",
    "model_missing_uv": "The model has no UV coordinates.",
    "model_insufficient_uv": "The UV coverage of the model is too small.",
    "moderation_blocked": "The input was rejected by the safety filters.",
}


@dataclass(frozen=True)
class Steering:
    """What the marks of a prompt ask for."""

    failure: TaskError | None = None
    seconds: float | None = None
    large: bool = False
    no_pose: bool = False
    dense: bool = False


def steering(prompt: str) -> Steering:
    """Read `[fail:code]`, `[seconds:n]`, `[large]`, `[no-pose]` and `[dense]` out of a prompt."""
    marks = {match["name"]: match["value"] or "" for match in _MARK.finditer(prompt)}
    return Steering(
        failure=failure_of(marks["fail"]) if "fail" in marks else None,
        seconds=_number(marks.get("seconds")),
        large="large" in marks,
        no_pose="no-pose" in marks,
        dense="dense" in marks,
    )


def failure_of(name: str) -> TaskError:
    """The documented failure of this code or type; unknown names are an internal error."""
    if name in _OTHER_TYPES:
        return _OTHER_TYPES[name]
    if name in DOCUMENTED_CODES:
        return invalid_input(_MESSAGES.get(name, "The input is invalid."), name)
    return _OTHER_TYPES["server_error"]


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else min(max(float(text), 0.0), 600.0)
    except ValueError:
        return None
