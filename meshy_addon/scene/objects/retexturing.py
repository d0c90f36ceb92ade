"""A new look for an object that stays what it is: its mesh, and all that hangs on that, is kept.

With the UVs that it had, it gets a material. New UVs come onto its own mesh, if what came back are
the same triangles. Only where the geometry is another one does its look bring a mesh along.
"""

from __future__ import annotations

from collections.abc import Sequence

import bpy

from ...jobs.job import Result
from ..errors import TargetGone
from ..kept import MeshyVariant
from ..materials.nodes import pin_uv_map
from ..models.preparing import prepare
from ..models.ready_file import discard
from ..naming import name_from_file, name_from_prompt, with_suffix
from ..placing import Placed, Target
from ..provenance import fill, seal
from . import variants, wearing
from .fingerprint import geometry_mark
from .fitting import Floats, fitted_mesh, fitted_uvs, source_of, wear
from .fitting_ahead import fitted_ahead, found_ahead, takes_uv_map
from .good_uvs import rendered_uv_map
from .parcel import Sent
from .replacing import carry_over
from .returning import return_to_source
from .sources import SENT, UV_MAP, find_source, has_source, is_gone
from .taking import can_take_mesh, keeps_own_uvs, refuse_while_edited

_PICTURE_STYLE = "Style picture"


def retexture(result: Result, target: Target) -> Placed:
    """A new variant of the object that the job was started on, and that object wears it.

    A text or a linked object can't: a textured model takes its place. Main thread. Raises
    TargetGone if the object isn't there or can't change its look now, BrokenModel.
    """
    if not has_source(result.job.target):
        return return_to_source(result, target)
    thing = find_source(result.job.target)
    if not is_for_its_object(result):
        return return_to_source(result, target)
    if reason := variants.why_not_flip(thing):
        raise TargetGone(f"{reason}, then place the result.")
    known = variants.of_task(thing, result.tasks[-1].id if result.tasks else "")
    if known is None:
        known = _add(thing, result)
    name = thing.meshy_variants.items[known].name
    if _is_out_of_date(thing, known, result):
        said = (
            f"{thing.name} was edited meanwhile: choose {name} in its variants to see the result."
        )
        return Placed(thing.name, (thing.name,), sentence=said)
    wearing.show(thing, known)
    if thing.mode != "EDIT":  # where the mesh can't be looked at
        seal(thing)
    return Placed(thing.name, (thing.name,), sentence=f"{thing.name} wears {name} now.")


def is_for_its_object(result: Result) -> bool:
    """Whether `result` is a look of the object that the job was started on, which is still there
    and can wear it. Main thread.
    """
    target = result.job.target
    if result.job.kind != "retexture" or not has_source(target) or is_gone(target):
        return False
    is_joined = bool(Sent.from_json(target[SENT]).others)
    return not is_joined and can_take_mesh(find_source(target))


def style_name(result: Result) -> str:
    """What a variant is called: what was asked for, in a few words."""
    values = result.job.steps[-1].values if result.job.steps else {}
    picture = str(values.get("image_style_url") or "")
    if picture:
        is_named = not picture.startswith("data:")
        return name_from_file(picture.partition("?")[0]) if is_named else _PICTURE_STYLE
    return name_from_prompt(str(values.get("text_style_prompt") or ""))


def _add(thing: bpy.types.Object, result: Result) -> int:
    """Adds the look of `result`; its number."""
    uv_map = str(result.job.target.get(UV_MAP, ""))
    name = style_name(result)
    if keeps_own_uvs(thing, result.job.steps[-1].values, uv_map):
        objects = prepare(result)
        materials = _materials(objects)
        if len(materials) == 1:
            _discard(objects)
            added = _wear_on_own_uvs(thing, name, materials[0], uv_map)
            return _added(thing, added, result, materials)
        discard(objects)
    refuse_while_edited(thing)
    added, materials = _wear_other_uvs(thing, name, result)
    return _added(thing, added, result, materials)


def _added(
    thing: bpy.types.Object,
    added: MeshyVariant,
    result: Result,
    materials: Sequence[bpy.types.Material],
) -> int:
    for material in materials:
        _name(material, with_suffix(thing.name, added.name))
    fill(added.origin, result)
    return len(thing.meshy_variants.items) - 1


def _wear_on_own_uvs(
    thing: bpy.types.Object, name: str, material: bpy.types.Material, uv_map: str
) -> MeshyVariant:
    if len(thing.data.uv_layers) > 1:
        pin_uv_map(material, uv_map)
    return wearing.add(thing, name, material, uv_map=uv_map)


def _wear_other_uvs(
    thing: bpy.types.Object, name: str, result: Result
) -> tuple[MeshyVariant, list[bpy.types.Material]]:
    """With new UVs on the object's own mesh if it can show them, else with the mesh that came."""
    sent = Sent.from_json(result.job.target[SENT])
    uvs, mesh, materials = _other_look(thing, result, sent)
    if uvs is None:
        return _wear_mesh(thing, name, mesh, sent), materials
    layers = thing.data.uv_layers
    before = _uv_maps_in_use(thing)
    # First remembered by `add`, or the original would come to wear the new UVs.
    added = wearing.add(thing, name, materials[0])
    layer = layers.new(name=name, do_init=False)
    layer.uv.foreach_set("vector", uvs.ravel())
    added.own_uv_map = added.uv_map = added.uv_map_for_render = layer.name
    _use_uv_maps(thing.data, before)
    pin_uv_map(materials[0], layer.name)
    if mesh:
        bpy.data.meshes.remove(mesh)
    return added, materials


def _other_look(
    thing: bpy.types.Object, result: Result, sent: Sent
) -> tuple[Floats | None, bpy.types.Mesh | None, list[bpy.types.Material]]:
    """The new UVs if the object's mesh can show them, the mesh that came unless they are known
    without it, and its materials. Quick where a background Blender has fitted it.
    """
    found = found_ahead(thing, result)
    if found and "uvs" in found:
        objects = prepare(result)
        materials = _materials(objects)
        _discard(objects)
        return found["uvs"], None, materials
    if found and (fitted := fitted_ahead(thing, result, found)):
        return None, fitted.mesh, [*fitted.mesh.materials]
    painted = fitted_mesh(prepare(result), None, sent, wears=False).mesh
    with source_of(thing, sent, wears=True, needs_shape=True) as source:
        uvs = fitted_uvs(painted, source) if takes_uv_map(thing) else None
        if uvs is None:
            wear(painted, source)
    return uvs, painted, [*painted.materials]


def _wear_mesh(
    thing: bpy.types.Object, name: str, painted: bpy.types.Mesh, sent: Sent
) -> MeshyVariant:
    carry_over(thing.data, painted)
    painted.name = with_suffix(thing.data.name, name)
    baked = [modifier for modifier in thing.modifiers if modifier.name in sent.baked]
    return wearing.add(thing, name, None, mesh=painted, idle_modifiers=baked)


def _is_out_of_date(thing: bpy.types.Object, index: int, result: Result) -> bool:
    """Whether the look would take back what the artist did to the mesh since it was sent."""
    variant = thing.meshy_variants.items[index]
    if variant.mesh is None or thing.meshy_variants.shown == index:
        return False
    return geometry_mark(thing.data) != Sent.from_json(result.job.target[SENT]).mark


def _uv_maps_in_use(thing: bpy.types.Object) -> tuple[str, str]:
    active = thing.data.uv_layers.active
    return (active.name if active else "", rendered_uv_map(thing))


def _use_uv_maps(mesh: bpy.types.Mesh, names: tuple[str, str]) -> None:
    active, rendered = (mesh.uv_layers.get(name) for name in names)
    if active:
        mesh.uv_layers.active = active
    if rendered:
        rendered.active_render = True


def _materials(objects: Sequence[bpy.types.Object]) -> list[bpy.types.Material]:
    """Each once, in order."""
    meshes = [thing.data for thing in objects if isinstance(thing.data, bpy.types.Mesh)]
    return list(dict.fromkeys(each for mesh in meshes for each in mesh.materials if each))


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
