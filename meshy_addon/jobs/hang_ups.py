"""Whoever is at the other end of a connection or a pipe may go away: that is an error, no end."""

from __future__ import annotations

import sys
import threading


def survive_hang_ups() -> None:
    """Writing to somebody who is gone raises BrokenPipeError, as anywhere in Python.

    The Python in Blender's program leaves SIGPIPE as the system has it, which ends the process: a
    server that hung up amid an upload took the artist's Blender along. Does something in the main
    thread alone, and nothing where somebody has seen to it.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        return
    import signal  # not loaded at Blender's start

    if signal.getsignal(signal.SIGPIPE) is signal.SIG_DFL:
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
