"""Files in other formats: into a folder for the artist, and into the scene if asked."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from ...jobs.folders import make_folder, safe_name, writing_to
from ...jobs.job import Result
from ..naming import name_from_prompt
from ..objects.sources import FOLDER, INTO_SCENE
from ..placing import Placed, Target, place

_NOT_ASKED = ("thumbnail", "ready")


def keep_files(result: Result, target: Target) -> Placed:
    """Copies the converted files to the job's folder of choice; without one they stay where they
    were downloaded to. Nothing that lies there is overwritten. Main thread.

    Raises CannotWrite, BrokenModel.
    """
    told = result.job.target
    name = name_from_prompt(result.job.name)
    placed = place(result, target) if told.get(INTO_SCENE) else Placed(name)
    asked = result.job.steps[-1].values.get("target_formats", ())
    files = {
        role: file
        for role, file in result.files.items()
        if role not in _NOT_ASKED and (role != "model" or "glb" in asked)
    }
    kept = list(files.values())
    if folder := str(told.get(FOLDER) or ""):
        kept = [_copied(file, make_folder(Path(folder)), safe_name(name)) for file in kept]
    if not kept:
        return placed
    names = ", ".join(file.name for file in kept)
    sentence = f"{names} in {kept[0].parent}."
    return replace(placed, files=tuple(kept), sentence=sentence)


def _copied(file: Path, folder: Path, name: str) -> Path:
    copy, number = folder / f"{name}{file.suffix}", 1
    while copy.exists():
        number += 1
        copy = folder / f"{name} {number}{file.suffix}"
    with writing_to(copy):
        shutil.copyfile(file, copy)
    return copy
