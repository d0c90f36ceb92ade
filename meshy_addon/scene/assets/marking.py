"""What Meshy made becomes an asset: found by its picture, its tags and its catalog. Main thread."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import bpy

from ...api.endpoints import KINDS
from ...api.errors import MeshyError
from ...jobs.folders import CannotWrite
from .catalogs import catalog_id, ensure_catalog

_NO_CATALOG = "00000000-0000-0000-0000-000000000000"
_TAG_CHARACTERS = 60


class CannotMark(MeshyError):
    """The object can't be an asset of this file."""


def markable(objects: Iterable[bpy.types.Object]) -> list[bpy.types.Object]:
    """The models among `objects` that Meshy made; for a rig the models that hang on it."""
    found: dict[str, bpy.types.Object] = {}
    for thing in objects:
        family = [thing] if thing.type == "MESH" else thing.children_recursive
        models = (each for each in family if each.type == "MESH" and each.meshy.task_id)
        found.update({model.name_full: model for model in models})
    return list(found.values())


def mark(thing: bpy.types.Object, picture: Path | None) -> None:
    """Marks `thing` as an asset of this file, with all that is known of it.

    What the artist said of an asset before stays. Without a `picture` Blender renders one, at its
    leisure. Raises CannotMark.
    """
    if thing.library or thing.override_library:
        raise CannotMark(f"{thing.name} comes from another file: mark it there.")
    is_new = thing.asset_data is None
    thing.asset_mark()
    told, origin = thing.asset_data, thing.meshy
    told.author = told.author or "Meshy"
    told.description = told.description or origin.prompt
    for tag in ("Meshy", title_of(thing), origin.ai_model):
        if tag:
            told.tags.new(tag[:_TAG_CHARACTERS], skip_if_exists=True)
    if told.catalog_id == _NO_CATALOG:
        told.catalog_id = _catalog_here(title_of(thing))
    if is_new:
        _show(thing, picture)


def title_of(thing: bpy.types.Object) -> str:
    """What it was made by, in words: "Text to 3D"."""
    kind = KINDS.get(thing.meshy.kind)
    return kind.title if kind else "Other"


def _catalog_here(title: str) -> str:
    """The catalog's id; listed beside the open file, or in the library in which that lies."""
    if not bpy.data.filepath:
        return catalog_id(title)
    file = Path(bpy.data.filepath)
    libraries = (Path(each.path) for each in bpy.context.preferences.filepaths.asset_libraries)
    roots = [root for root in libraries if root.is_absolute() and root in file.parents]
    with suppress(CannotWrite):  # then it's an asset without a catalog
        return ensure_catalog(roots[0] if roots else file.parent, title)
    return catalog_id(title)


def _show(thing: bpy.types.Object, picture: Path | None) -> None:
    if picture and picture.is_file():
        # A picture that can't be read is no reason not to have the asset.
        with suppress(RuntimeError), bpy.context.temp_override(id=thing):
            bpy.ops.ed.lib_id_load_custom_preview(filepath=str(picture))
            return
    thing.asset_generate_preview()
