"""How a job gets on, on stderr: a bar on a terminal, lines elsewhere."""

from __future__ import annotations

import sys
import time

from ..api.tasks import Status
from ..jobs.events import Event, FileProgressed, StageChanged, TaskProgressed
from ..jobs.job import Stage
from .saying import say

_WIDTH = 24
_WORDS = {
    Stage.QUEUED: "Waiting for a place",
    Stage.PREPARING: "Preparing",
    Stage.SUBMITTING: "Sending",
    Stage.WAITING: "Meshy is working",
    Stage.DOWNLOADING: "Downloading",
    Stage.CONVERTING: "Converting",
    Stage.READY: "Placing",
}


class Progress:
    """Shows one job's events as they come."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._began = time.monotonic()
        self._said = ""
        self._stage = Stage.QUEUED
        self._fraction = 0.0

    def __call__(self, event: Event) -> None:
        """Take note of `event` and show it, if there's anything new to see."""
        detail = ""
        match event:
            case StageChanged(stage=stage):
                self._stage = stage
                if stage is Stage.DOWNLOADING:
                    self._fraction = 1.0
            case TaskProgressed():
                self._fraction = event.fraction
                detail = _task_detail(event)
            case FileProgressed():
                detail = f"{event.role} {event.done_bytes / 1e6:.1f} MB"
            case _:
                return
        self._show(detail)

    def done(self) -> None:
        """End the bar's line, so that what follows begins on its own."""
        if self._is_terminal and self._said:
            say("")

    def _show(self, detail: str) -> None:
        words = _WORDS.get(self._stage, self._stage.value)
        if self._is_terminal:
            filled = round(self._fraction * _WIDTH)
            bar = "█" * filled + "░" * (_WIDTH - filled)
            seconds = time.monotonic() - self._began
            line = f"{bar} {self._fraction:4.0%}  {words}  {detail}  {seconds:.0f} s"
            say(f"\r{line[:100]:<100}", end="")
            self._said = line
            return
        # In a log every tenth is enough, and the bytes of a download are of no interest.
        tenth = f"{words}, {self._fraction * 10 // 1 * 10:.0f} %"
        if tenth != self._said:
            say(tenth)
            self._said = tenth


def _task_detail(event: TaskProgressed) -> str:
    part = f"task {event.part + 1} of {event.parts}" if event.parts > 1 else ""
    if event.status is Status.PENDING and event.preceding_tasks:
        return f"{part} {event.preceding_tasks} ahead".strip()
    return part
