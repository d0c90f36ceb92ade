"""A result's model to objects, whatever format it came in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import bpy

from ...jobs.models import models_in
from ..errors import BrokenModel
from .arrivals import Arrivals
from .importing import import_glb


def import_model(files: Mapping[str, Path]) -> list[bpy.types.Object]:
    """The objects of the model among `files`, in the current scene. Main thread.

    Call it inside `scene_aside`. Of several parts each is named after its file. Raises BrokenModel
    if there's none, or nothing to see in it; what came in until then is the caller's to take out.
    """
    models = models_in(files)
    if not models:
        raise BrokenModel("The result holds no model file.")
    if "model" in models:
        return import_glb(models["model"])
    if "obj" in models:
        objects = _imported(bpy.ops.wm.obj_import, models["obj"])
        _settle_images(objects)
    else:
        # A printer's file has its axes as Blender has them, and no unit.
        objects = [
            thing for path in models.values() for thing in _imported(bpy.ops.wm.stl_import, path)
        ]
    bpy.context.view_layer.update()
    return objects


def _imported(importer: Any, path: Path) -> list[bpy.types.Object]:
    arrivals = Arrivals()
    try:
        importer(filepath=str(path))
    except (RuntimeError, AttributeError) as error:  # distributions leave some importers out
        raise BrokenModel(f"Blender can't read {path.name} that Meshy sent.") from error
    objects = [each for each in arrivals.all() if isinstance(each, bpy.types.Object)]
    if not any(thing.type == "MESH" and thing.data.polygons for thing in objects):
        raise BrokenModel(f"{path.name} that Meshy sent holds no mesh with faces.")
    for thing in objects:
        thing.name = path.stem
    return objects


def _settle_images(objects: list[bpy.types.Object]) -> None:
    """Into the .blend, with no word of the folder that they came from.

    The service's .mtl names files that aren't there: what should be there is put in later.
    """
    materials = {m for thing in objects for m in thing.data.materials if m and m.node_tree}
    images = {
        node.image
        for material in materials
        for node in material.node_tree.nodes
        if node.bl_idname == "ShaderNodeTexImage" and node.image
    }
    for image in images:
        if Path(bpy.path.abspath(image.filepath)).is_file():
            image.pack()
            image.filepath_raw = ""
        else:
            bpy.data.images.remove(image)
