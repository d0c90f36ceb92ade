"""What was written stays written, also if the power fails a moment later. Worker threads."""

from __future__ import annotations

import os
from pathlib import Path


def flush_file(path: Path) -> None:
    """Have what is in `path` on the disk, whoever wrote it. Takes a while. Raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make a rename last. Windows does it by itself, and has no way to ask for it.

    Raises OSError.
    """
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
