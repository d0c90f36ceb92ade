"""A model file of the artist's, opened to be sent. For the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import bpy

from ...api.errors import InvalidParameter

_PARAMETER = "input"


def open_model(path: Path, names: Sequence[str] = ()) -> None:
    """Opens the model file and selects the objects called `names`; without any all meshes that can
    be seen there, which are one model together.

    A .blend replaces the open file; others are imported into it, upright, with their transforms
    applied. Main thread. Raises InvalidParameter for what can't be read, or isn't in there.
    """
    extension = path.suffix.lower().removeprefix(".")
    if extension not in _OPENERS:
        known = ", ".join(f".{each}" for each in _OPENERS)
        raise InvalidParameter(_PARAMETER, f"input: {path.name} is no model file ({known}).")
    try:
        is_there = path.is_file()
    except OSError as error:  # a folder that one may not look into, a name that is too long
        raise InvalidParameter(
            _PARAMETER, f"input: {path} can't be read ({error.strerror})."
        ) from error
    if not is_there:
        raise InvalidParameter(_PARAMETER, f"input: there is no file {path}.")
    try:
        _OPENERS[extension](filepath=str(path))
    except (RuntimeError, AttributeError) as error:  # builds may lack an importer
        raise InvalidParameter(
            _PARAMETER, f"input: Blender can't read {path.name}; it may be damaged."
        ) from error
    found = [_named(name) for name in names] or _seen_meshes() or _all_meshes()
    if not found:
        raise InvalidParameter(_PARAMETER, f"input: there is no mesh in {path.name}.")
    _select(found)
    if extension != "blend":
        # Importers turn and scale objects where files have other axes and units.
        bpy.ops.object.make_single_user(object=True, obdata=True)
        bpy.ops.object.transform_apply(location=False)


def _fbx(filepath: str) -> None:
    bpy.ops.import_scene.fbx(filepath=filepath)


def _gltf(filepath: str) -> None:
    bpy.ops.import_scene.gltf(filepath=filepath)


_OPENERS: Mapping[str, Callable[..., Any]] = {
    "blend": bpy.ops.wm.open_mainfile,
    "glb": _gltf,
    "gltf": _gltf,
    "fbx": _fbx,
    "obj": bpy.ops.wm.obj_import,
    "stl": bpy.ops.wm.stl_import,
}


def _named(name: str) -> bpy.types.Object:
    thing = bpy.context.scene.objects.get(name)
    if thing is None:
        there = ", ".join(each.name for each in _all_meshes()[:8]) or "no mesh"
        raise InvalidParameter("object", f'object: there is no "{name}", but {there}.')
    return thing


def _all_meshes() -> list[bpy.types.Object]:
    return [
        thing
        for thing in bpy.context.scene.objects
        if isinstance(thing.data, bpy.types.Mesh) and len(thing.data.polygons)
    ]


def _seen_meshes() -> list[bpy.types.Object]:
    """What an artist hid, or keeps out of pictures, isn't the model."""
    layer = bpy.context.view_layer
    return [
        thing
        for thing in _all_meshes()
        if thing.visible_get(view_layer=layer) and not thing.hide_render
    ]


def _select(things: list[bpy.types.Object]) -> None:
    if bpy.context.mode != "OBJECT":
        bpy.ops.object.mode_set(mode="OBJECT")
    for thing in bpy.context.view_layer.objects:
        thing.select_set(False)
    for thing in things:
        if bpy.context.view_layer.objects.get(thing.name) != thing:  # in an excluded collection
            bpy.context.scene.collection.objects.link(thing)
        thing.hide_viewport = False
        thing.hide_set(False)
        thing.select_set(True)
    bpy.context.view_layer.objects.active = things[0]
