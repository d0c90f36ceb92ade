"""Files in other formats: into a folder for the artist, and into the scene if asked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path

from ...jobs.folders import free_name, make_folder, safe_name, writing_to
from ...jobs.job import Result
from ..naming import name_from_prompt
from ..objects.sources import FOLDER, INTO_SCENE
from ..placing import Placed, Target, place

_NOT_ASKED = ("thumbnail", "ready")


def keep_files(result: Result, target: Target) -> Placed:
    """Copies the converted files to the job's folder of choice; without one they stay where they
    were downloaded to. Nothing that lies there is overwritten. Main thread.

    Where that or the scene fails nothing has come to either, so that it can be tried again. Raises
    CannotWrite, BrokenModel, TargetGone.
    """
    told = result.job.target
    name = name_from_prompt(result.job.name)
    asked = result.job.steps[-1].values.get("target_formats", ())
    files = [
        file
        for role, file in result.files.items()
        if role not in _NOT_ASKED and (role != "model" or "glb" in asked)
    ]
    folder = str(told.get(FOLDER) or "")
    with _copies(files, Path(folder), safe_name(name)) if folder else nullcontext(files) as kept:
        placed = place(result, target) if told.get(INTO_SCENE) else Placed(name)
    if not kept:
        return placed
    names = ", ".join(file.name for file in kept)
    sentence = f"{names} in {kept[0].parent}."
    return replace(placed, files=tuple(kept), sentence=sentence)


@contextmanager
def _copies(files: Sequence[Path], folder: Path, name: str) -> Iterator[Sequence[Path]]:
    """Copies of `files` in `folder`, which are gone again if that or the `with` fails."""
    made: list[Path] = []
    try:
        for file in files:
            with free_name(make_folder(folder), name, [file.suffix]) as free:
                copy = folder / f"{free}{file.suffix}"
                made.append(copy)
                with writing_to(copy):
                    shutil.copyfile(file, copy)
        yield made
    except BaseException:
        for copy in made:
            with suppress(OSError):
                copy.unlink()
        raise
