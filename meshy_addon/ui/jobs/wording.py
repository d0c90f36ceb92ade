"""How the interface says what a job is at, in the artist's language."""

from __future__ import annotations

from bpy.app.translations import pgettext_iface

from ...jobs.events import CreditsTold
from ...jobs.job import Stage
from ..wording import say
from .board import JobRow

_STAGES = {
    Stage.QUEUED: "Queued",
    Stage.PREPARING: "Preparing",
    Stage.SUBMITTING: "Submitting",
    Stage.DOWNLOADING: "Downloading",
    Stage.CONVERTING: "Importing",
    Stage.READY: "Ready to Place",
    Stage.PLACED: "Placed",
    Stage.FAILED: "Failed",
    Stage.CANCELLED: "Cancelled",
}

_SOON_HOURS = 24


def stage_in_words(row: JobRow) -> str:
    """Short, as it stands on a progress bar: "Generating 43%"."""
    if row.is_open and row.is_left:
        return pgettext_iface("Meshy May Have This One")
    if row.is_left and not row.is_to_place:
        return pgettext_iface("Interrupted")
    if row.stage is not Stage.WAITING:
        return pgettext_iface(_STAGES[row.stage])
    if row.preceding_tasks:
        return say("{count} Before It in Meshy's Queue", count=row.preceding_tasks)
    percent = f"{row.fraction:.0%}"
    if row.parts == 1:
        return say("Generating {percent}", percent=percent)
    return say(
        "Step {step} of {steps}: {percent}", step=row.part + 1, steps=row.parts, percent=percent
    )


def credits_in_words(told: CreditsTold) -> str:
    """What became of the credits of a cancelled job."""
    if told.is_returned:
        return say("Meshy hadn't begun with it: {credits} credits come back.", credits=told.credits)
    return say(
        "Meshy was at it already: its {credits} credits don't come back.", credits=told.credits
    )


def time_in_words(row: JobRow, now: float) -> str:
    """The time so far and the one expected: "0:42 of about 1:30"."""
    seconds = max(0.0, (row.ended_at or now) - row.began_at)
    so_far = _clock(seconds)
    if not row.expected_s or not row.is_running:
        return so_far
    expected = _clock(row.expected_s)
    if seconds > row.expected_s:
        return say("{so_far}, usually {expected}", so_far=so_far, expected=expected)
    return say("{so_far} of about {expected}", so_far=so_far, expected=expected)


def keeping_in_words(row: JobRow, now: float) -> str:
    """That what was paid for is about to expire at Meshy; "" where there's time, or nothing to."""
    if row.is_to_place or row.kept_until is None:
        return ""
    hours = (row.kept_until - now) / 3600
    if hours > _SOON_HOURS:
        return ""
    if hours <= 0:
        return say("Meshy keeps results for three days: this one may be gone.")
    if hours < 1:
        return say("Meshy keeps it for less than an hour.")
    return say("Meshy keeps it for {hours:.0f} more hours.", hours=hours)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
