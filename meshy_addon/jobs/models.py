"""Which of a result's files are the model that is placed: the GLB, else what else there is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def models_in(files: Mapping[str, Path]) -> dict[str, Path]:
    """Role → file: the GLB alone, else the OBJ alone, else all STL files, which are its parts."""
    for role in ("model", "obj"):
        if role in files:
            return {role: files[role]}
    return {role: path for role, path in files.items() if path.suffix.lower() == ".stl"}
