"""What comes of the jobs for 3D printing: a verdict, a repaired mesh, a file for the printer."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import bpy

from ...api.printability import Printability, read_printability
from ...jobs.folders import free_name, make_folder, safe_name, writing_to
from ...jobs.job import Result
from ...jobs.print_files import colors_of
from ..errors import BrokenModel, TargetGone
from ..objects.fitting_ahead import found_ahead, measured_ahead
from ..objects.returning import return_to_source
from ..objects.sources import find_source, has_source
from ..placing import Placed, Target
from .measures import measure, metres_of
from .report import write_print_file, write_verdict

SAVE_TO = "save_to"
"""In a job's target: where the artist wants the printer's file."""

_QUICK_FACES = 50_000
"""Measured within 50 ms."""


def keep_verdict(result: Result, target: Target) -> Placed:
    """The verdict goes with the object that was sent. Main thread."""
    found = read_printability(result.tasks[-1].raw)
    thing = _source(result)
    if thing is not None:
        write_verdict(thing, found)
    name = thing.name if thing else "The model"
    return Placed(name, sentence=f"{name} is checked: {found.verdict}.")


def place_repaired(result: Result, target: Target) -> Placed:
    """The repaired mesh in place of the sent one or beside it, with a report on both. Main thread.

    Raises TargetGone, BrokenModel.
    """
    source = _source(result)
    found = found_ahead(source, result) if source else None
    before = None if found else _measured(source)
    placed = return_to_source(result, target)
    thing = bpy.data.objects[placed.root]
    before, after = measured_ahead(found) if found else (before, _measured(thing))
    if after is None:
        return placed
    write_verdict(thing, after, before)
    if placed.sentence:
        return placed
    return replace(placed, sentence=f"{thing.name} is repaired: {after.verdict}.")


def save_print(result: Result, target: Target) -> Placed:
    """The printer's file where the artist wanted it, its colours with the object. Main thread.

    Raises BrokenModel, CannotWrite.
    """
    if "3mf" not in result.files:
        raise BrokenModel("The result holds no 3MF file.")
    made = result.files["3mf"]
    colors = colors_of(made)
    thing = _source(result)
    name = thing.name if thing else result.job.name or "Print"
    path = _saved(made, str(result.job.target.get(SAVE_TO) or ""), name)
    if thing is not None:
        write_print_file(thing, str(path), colors)
    count = f"{len(colors)} colours" if len(colors) != 1 else "1 colour"
    return Placed(name, sentence=f"{name} is ready for the printer, in {count}: {path}")


def _source(result: Result) -> bpy.types.Object | None:
    """The object that was sent; None if the job had none, or it's gone: paid is paid."""
    if not has_source(result.job.target):
        return None
    try:
        return find_source(result.job.target)
    except TargetGone:
        return None


def _measured(thing: bpy.types.Object | None) -> Printability | None:
    """None where it would keep an artist waiting: that is done ahead, unless the object has changed
    since.
    """
    if thing is None or not isinstance(thing.data, bpy.types.Mesh):
        return None
    if len(thing.data.polygons) > _QUICK_FACES and not bpy.app.background:
        return None
    return measure(thing.data, metres_of(thing))


def _saved(made: Path, wanted: str, name: str) -> Path:
    """Where the artist said; beside the .blend if they didn't; where it is if that isn't saved.

    In a folder nothing that lies there is replaced. Raises CannotWrite.
    """
    if not wanted and not bpy.data.filepath:
        return made
    path = Path(bpy.path.abspath(wanted or "//")).expanduser().absolute()
    with writing_to(path):
        is_folder = not wanted or wanted.endswith(("/", "\\")) or path.is_dir()
    if is_folder:
        with free_name(path, safe_name(name, "print"), [".3mf"]) as free:
            return _copied(made, path / f"{free}.3mf")
    is_named = path.suffix.lower() == ".3mf"
    return _copied(made, path if is_named else path.with_name(f"{path.name}.3mf"))


def _copied(made: Path, path: Path) -> Path:
    with writing_to(path):
        make_folder(path.parent)
        unfinished = path.with_name(f".{path.name}.part")
        shutil.copyfile(made, unfinished)
        return unfinished.replace(path)
