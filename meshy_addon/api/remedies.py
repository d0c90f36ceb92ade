"""What an artist can do about a task that failed."""

from __future__ import annotations

from .frozen import frozen


@frozen
class Remedy:
    """What an artist can do about a failed task."""

    advice: str
    worth_retrying: bool = False


# Codes and types: Meshy's error reference (docs.meshy.ai/api/errors).
REMEDIES_BY_CODE = {
    "image_too_complex": Remedy(
        "Ask for one simple object: no piles of small things, no lattices, no whole buildings."
    ),
    "model_missing_uv": Remedy(
        "Unwrap the model first (UV ▸ Smart UV Project), or let Meshy make new UVs."
    ),
    "model_insufficient_uv": Remedy(
        "Unwrap the model again so that its islands fill the UV space, or let Meshy make new UVs."
    ),
    "invalid_input": Remedy(
        "Check the picture or model that was sent: it may be empty or of a kind Meshy can't read."
    ),
    "moderation_blocked": Remedy("Say it in other words, or use another picture."),
    "timeout": Remedy("Try again; if it keeps happening, ask for something simpler.", True),
    "format_conversion_failed": Remedy("Try again, or ask for another file format.", True),
}
REMEDIES_BY_TYPE = {
    "invalid_input": REMEDIES_BY_CODE["invalid_input"],
    "timeout": REMEDIES_BY_CODE["timeout"],
    "service_unavailable": Remedy("Meshy is busy: wait a moment and try again.", True),
    "server_error": Remedy("Try again; if it keeps happening, write to Meshy's support.", True),
}


def remedy_for(type: str, code: str) -> Remedy:
    """For a failure with the service's own `type` and `code`, either of which may be empty."""
    return REMEDIES_BY_CODE.get(code) or REMEDIES_BY_TYPE.get(type) or Remedy("")
