"""What a command says on stderr meanwhile, for whoever reads it."""

from __future__ import annotations

import os
import sys


def say(text: str, end: str = "\n") -> None:
    """Never fails: once nobody reads it any more, stderr leads nowhere."""
    try:
        print(text, end=end, file=sys.stderr, flush=True)
    except OSError:
        # What is still held back would be tried once more, and fail, when the process ends.
        lead_nowhere(2)


def lead_nowhere(descriptor: int) -> None:
    """Whatever is written to it from now on is gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
