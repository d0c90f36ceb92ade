"""What a command answers, and the stdout that is kept free for it."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .exit_codes import Exit
from .saying import lead_nowhere, say

_NO_READER = (errno.EPIPE, errno.EINVAL)
"""Whoever read our output has gone; the second is how Windows says so."""


@dataclass(frozen=True)
class Answer:
    """A command's whole outcome."""

    text: str = ""
    """For stdout."""
    exit: Exit = Exit.DONE
    complaint: str = ""
    """For stderr: one sentence."""


def kept_stdout() -> int:
    """A descriptor for the real stdout, which leads nowhere from now on.

    Blender and its exporters print there as they please, some of it only when the process ends;
    whoever reads our answer must not find theirs in it.
    """
    sys.stdout.flush()
    real = os.dup(1)
    lead_nowhere(1)
    return real


@contextmanager
def silence() -> Iterator[None]:
    """Nothing reaches stdout inside the `with`: what Blender has to say when it starts, say."""
    real = kept_stdout()
    try:
        yield
    finally:
        os.dup2(real, 1)
        os.close(real)


def give(answer: Answer, stdout: int) -> int:
    """Write the answer out; the process's exit code."""
    end = answer.exit
    try:
        if answer.text:
            # A path whose bytes are no UTF-8: with a backslash it's as JSON has it.
            again = os.dup(stdout)
            with os.fdopen(again, "w", encoding="utf-8", errors="backslashreplace") as stream:
                print(answer.text, file=stream)
    except OSError as error:
        if error.errno not in _NO_READER:
            say(f"meshy: The answer can't be written ({error.strerror}).")
            end = end or Exit.BAD_INPUT
    if answer.complaint:
        say(f"meshy: {answer.complaint}")
    return end
