"""What is nice to know the next time, in small files whose loss costs nothing. Any thread."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)


def recall(path: Path) -> Any:
    """What was remembered in `path`; None if nothing was, or it can't be read."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def remember(path: Path, value: object) -> None:
    """Keep `value` there, as JSON: whole or not at all. A file that can't be written is passed
    over.
    """
    new = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
        new.replace(path)
    except OSError as error:
        log.info("%s is not remembered: %s", path.stem, error)
