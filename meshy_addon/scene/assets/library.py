"""Assets kept in a folder of the artist's, a .blend each, so that every file finds them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import bpy

from ...api.errors import InvalidParameter, MeshyError
from ...jobs.folders import CannotWrite, job_folder, make_folder, safe_name, writing_to
from ...jobs.job import Result
from .. import home
from ..placing import Placed
from ..session import SESSION
from .catalogs import ensure_catalog
from .marking import mark, markable, title_of

_ID_CHARACTERS = 8


@dataclass(frozen=True)
class Wishes:
    """What the artist wants of assets."""

    marks_results: bool = False
    """Each of them, as it comes."""
    library: str = ""
    """The name of one of Blender's asset libraries, to save assets in."""
    folder: str = ""
    """A folder to save them in, where no library is named."""

    def place(self) -> Path | None:
        """Where assets are saved; None for nowhere but this file. Raises InvalidParameter."""
        if self.library:
            libraries = bpy.context.preferences.filepaths.asset_libraries
            known = libraries.get(self.library)
            if known is None or not known.path:
                raise InvalidParameter(
                    "library", f'There is no asset library "{self.library}" in the preferences.'
                )
            return Path(bpy.path.abspath(known.path))
        return Path(bpy.path.abspath(self.folder)) if self.folder else None


def wishes() -> Wishes:
    """Those in the preferences; none where there are no preferences. Main thread."""
    addon = bpy.context.preferences.addons.get(home.EXTENSION) if home.EXTENSION else None
    if addon is None or addon.preferences is None:
        return Wishes()
    saved = addon.preferences
    return Wishes(saved.mark_results, saved.asset_library, saved.asset_folder)


def mark_and_save(
    thing: bpy.types.Object, picture: Path | None, folder: Path | None
) -> Path | None:
    """Marks `thing`, and saves it in the library at `folder`; the .blend. Main thread.

    Raises CannotMark and CannotWrite.
    """
    mark(thing, picture)
    return _save(thing, folder) if folder else None


def mark_placed(placed: Placed, result: Result) -> Placed:
    """Marks what has just been placed, if the artist wants that of every result. Main thread.

    What goes wrong is told beside the result, which is there all the same.
    """
    wanted = wishes()
    if not (wanted.marks_results and result.tasks):
        return placed
    here = [bpy.data.objects[name] for name in placed.objects]
    made = [each for each in markable(here) if each.meshy.task_id == result.tasks[-1].id]
    try:
        folder = wanted.place()
        for thing in made:
            mark_and_save(thing, result.thumbnail, folder)
    except MeshyError as error:
        return replace(placed, sentence=f"{placed.told} As an asset: {error}")
    return placed


def picture_of(task_id: str) -> Path | None:
    """The service's picture of what `task_id` made, if this machine has it. Main thread: reads."""
    engine = SESSION.running
    for record in engine.journal.find(task_id) if engine else ():
        for file in engine.journal.files(record.job.id) if engine else ():
            if file.role in ("thumbnail", "image"):
                return job_folder(home.state_dir(), record.job.id) / file.path
    return None


def _save(thing: bpy.types.Object, folder: Path) -> Path:
    """A .blend with `thing`, all it's made of and nothing else. Whole or not at all."""
    path = make_folder(folder) / f"{safe_name(thing.name)} {_told_apart(thing)}.blend"
    if bpy.data.filepath and path == Path(bpy.data.filepath):
        raise CannotWrite(f"{path} is open: save it as usual.")
    catalog = ensure_catalog(folder, title_of(thing))
    here, thing.asset_data.catalog_id = thing.asset_data.catalog_id, catalog
    unfinished = path.with_name(path.name + ".part")
    try:
        with writing_to(path):
            _write(thing, unfinished)
            unfinished.replace(path)
    finally:
        thing.asset_data.catalog_id = here
        unfinished.unlink(missing_ok=True)
    return path


def _write(thing: bpy.types.Object, path: Path) -> None:
    try:
        bpy.data.libraries.write(str(path), {thing}, path_remap="ABSOLUTE", fake_user=True)
    except RuntimeError as error:
        raise CannotWrite(f"{path.with_suffix('')} can't be written.") from error


def _told_apart(thing: bpy.types.Object) -> str:
    """Two owls are two files; the same one, saved again, is the same file."""
    return safe_name(thing.meshy.task_id[-_ID_CHARACTERS:])
