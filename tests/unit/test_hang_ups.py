"""The Python in Blender's program lets a broken pipe end the process: that is seen to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
AS_IN_BLENDER = "import os, signal; signal.signal(signal.SIGPIPE, signal.SIG_DFL)\n"
THREAD = """
import socket, threading
from meshy_addon.jobs.crew import start_thread

done = threading.Event()

def write_to_nobody():
    ours, theirs = socket.socketpair()
    theirs.close()
    try:
        ours.send(b"a model")
    except OSError:
        done.set()

start_thread(write_to_nobody)
os._exit(0 if done.wait(30) else 1)
"""
COMMAND = """
from meshy_addon.cli.dispatch import dispatch

os._exit(dispatch(["--no-such-thing"]))
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")


def test_a_server_that_hangs_up_does_not_end_blender() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", AS_IN_BLENDER + THREAD], cwd=REPOSITORY, timeout=60
    )
    assert ended.returncode == 0


def test_a_reader_that_goes_away_does_not_end_a_command() -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    ended = subprocess.run(
        [sys.executable, "-c", AS_IN_BLENDER + COMMAND], cwd=REPOSITORY, timeout=60, stderr=theirs
    )
    os.close(theirs)
    assert ended.returncode == 2
