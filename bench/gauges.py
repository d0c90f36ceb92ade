"""What a process says of itself, for the scripts that are measured. Linux tells memory exactly."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path


def megabytes_now() -> float:
    """Memory of this process that is in use now."""
    return _status("VmRSS")


def megabytes_at_most() -> float:
    """The most that it has been since `forget_most`."""
    return _status("VmHWM")


def forget_most() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def cpu_ms() -> float:
    """Of all threads of this process together."""
    return time.process_time() * 1000


def _status(field: str) -> float:
    try:
        text = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (2**20 if sys.platform == "darwin" else 2**10)
    return int(re.search(rf"^{field}:\s+(\d+)", text, re.MULTILINE)[1]) / 1024  # type: ignore[index]
