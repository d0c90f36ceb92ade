"""A new look for an object that stays what it is: its mesh, and all that hangs on that, is kept."""

from __future__ import annotations

from collections.abc import Sequence

import bpy

from ..jobs.job import Result
from . import variants
from .errors import TargetGone
from .material_nodes import pin_uv_map
from .naming import name_from_file, name_from_prompt, with_suffix
from .placing import Placed, Target, place
from .preparing import prepare
from .provenance import fill
from .sources import find_source, has_source

_PICTURE_STYLE = "Style picture"


def retexture(result: Result, target: Target) -> Placed:
    """A new variant of the object that the job was started on, and that object wears it.

    Without such an object it's a new model. Main thread. Raises TargetGone if the object isn't
    there or can't change its look now, BrokenModel.
    """
    if not has_source(result.job.target):
        return place(result, target)
    thing = find_source(result.job.target)
    _refuse(thing)
    task_id = result.tasks[-1].id if result.tasks else ""
    known = variants.of_task(thing, task_id)
    if known is None:
        known = _add(thing, result)
    variants.show(thing, known)
    name = thing.meshy_variants.items[known].name
    return Placed(thing.name, (thing.name,), sentence=f"{thing.name} wears {name} now.")


def _refuse(thing: bpy.types.Object) -> None:
    if reason := variants.why_not_flip(thing):
        raise TargetGone(f"{reason}; then place the result.")


def _add(thing: bpy.types.Object, result: Result) -> int:
    objects = prepare(result)
    name = style_name(result)
    materials = _materials(objects)
    uv_map = _uv_map_for_render(thing)
    if len(thing.data.uv_layers) > 1:
        pin_uv_map(materials[0], uv_map)
    _name(materials[0], with_suffix(thing.name, name))
    _discard(objects)
    added = variants.add(thing, name, materials[0], uv_map=uv_map)
    fill(added.origin, result)
    return len(thing.meshy_variants.items) - 1


def style_name(result: Result) -> str:
    """What a variant is called: what was asked for, in a few words."""
    values = result.job.steps[-1].values if result.job.steps else {}
    picture = str(values.get("image_style_url") or "")
    if picture:
        named = not picture.startswith("data:")
        return name_from_file(picture.partition("?")[0]) if named else _PICTURE_STYLE
    return name_from_prompt(str(values.get("text_style_prompt") or ""))


def _materials(objects: Sequence[bpy.types.Object]) -> list[bpy.types.Material]:
    """Each once, in order."""
    meshes = [thing.data for thing in objects if isinstance(thing.data, bpy.types.Mesh)]
    return list(dict.fromkeys(each for mesh in meshes for each in mesh.materials if each))


def _uv_map_for_render(thing: bpy.types.Object) -> str:
    return next((layer.name for layer in thing.data.uv_layers if layer.active_render), "")


def _name(material: bpy.types.Material, name: str) -> None:
    """With its images, which are called after it."""
    before = material.name
    material.name = name
    for node in material.node_tree.nodes:
        if node.bl_idname == "ShaderNodeTexImage" and node.image:
            node.image.name = with_suffix(name, node.image.name.removeprefix(before).strip())


def _discard(objects: Sequence[bpy.types.Object]) -> None:
    meshes = {thing.data for thing in objects if thing.data}
    bpy.data.batch_remove([*objects, *meshes])
