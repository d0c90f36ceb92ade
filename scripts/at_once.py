"""How many tests run at a time: what keeps the processors busy and fits into the memory."""

from __future__ import annotations

import os

WORKER_BYTES = 2 * 10**9
"""A worker's pytest, emulator and Blenders take 1 GB, and more where a picture is rendered."""


def workers(processors: int | None = None, memory_bytes: int | None = None) -> int:
    """Half as many again as `processors`, as far as `memory_bytes` reach; default this machine's.

    With one test for each processor a quarter of their time was spent waiting: every test waits
    for Meshy or for a window now and then.
    """
    processors = processors or os.cpu_count() or 1
    memory_bytes = memory_bytes or _memory_bytes()
    wanted = max(2, processors * 3 // 2)
    return wanted if memory_bytes is None else max(1, min(wanted, memory_bytes // WORKER_BYTES))


def _memory_bytes() -> int | None:
    """The memory of this machine; None on Windows, which doesn't tell Python."""
    if not hasattr(os, "sysconf"):
        return None
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
