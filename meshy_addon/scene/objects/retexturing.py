"""A new look for an object that stays what it is: its mesh, and all that hangs on that, is kept.

With the UVs that it had, it gets a material. New UVs come onto its own mesh, if what came back are
the same triangles. Only where the geometry is another one does its look bring a mesh along.
"""

from __future__ import annotations

from collections.abc import Sequence

import bpy

from ...jobs.job import Result
from ..errors import TargetGone
from ..materials.nodes import pin_uv_map
from ..models.joining import joined
from ..models.preparing import prepare
from ..naming import name_from_file, name_from_prompt, with_suffix
from ..placing import Placed, Target
from ..provenance import fill, seal
from . import variants, wearing
from .fingerprint import geometry_mark
from .good_uvs import rendered_uv_map
from .parcel import Sent, unpacked_again
from .replacing import carry_over, fit
from .returning import return_to_source
from .sources import SENT, UV_MAP, find_source, has_source
from .taking import can_take_mesh, keeps_own_uvs, refuse_while_edited
from .uv_transfer import transferred_uvs

_PICTURE_STYLE = "Style picture"
_MOST_UV_MAPS = 8


def retexture(result: Result, target: Target) -> Placed:
    """A new variant of the object that the job was started on, and that object wears it.

    A text or a linked object can't: a textured model takes its place. Main thread. Raises
    TargetGone if the object isn't there or can't change its look now, BrokenModel.
    """
    if not has_source(result.job.target):
        return return_to_source(result, target)
    thing = find_source(result.job.target)
    is_joined = bool(Sent.from_json(result.job.target[SENT]).others)
    if is_joined or not can_take_mesh(thing):
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
    keeps_uvs = keeps_own_uvs(thing, result.job.steps[-1].values, uv_map)
    if not keeps_uvs:
        refuse_while_edited(thing)
    objects = prepare(result)
    materials = _materials(objects)
    name = style_name(result)
    if keeps_uvs and len(materials) == 1:
        _discard(objects)
        added = _wear_on_own_uvs(thing, name, materials[0], uv_map)
    else:
        refuse_while_edited(thing)
        added = _wear_other_uvs(thing, name, joined(objects), result)
    for material in materials:
        _name(material, with_suffix(thing.name, name))
    fill(added.origin, result)
    return len(thing.meshy_variants.items) - 1


def _wear_on_own_uvs(
    thing: bpy.types.Object, name: str, material: bpy.types.Material, uv_map: str
) -> variants.MeshyVariant:
    if len(thing.data.uv_layers) > 1:
        pin_uv_map(material, uv_map)
    return wearing.add(thing, name, material, uv_map=uv_map)


def _wear_other_uvs(
    thing: bpy.types.Object, name: str, painted: bpy.types.Mesh, result: Result
) -> variants.MeshyVariant:
    """With new UVs on the object's own mesh if it can show them, else with the mesh that came."""
    sent = Sent.from_json(result.job.target[SENT])
    fit(painted, sent)
    material = painted.materials[0] if len(painted.materials) == 1 else None
    uvs = transferred_uvs(thing.data, painted) if material else None
    if uvs is None and material and sent.baked:
        with unpacked_again(thing, sent) as shape:
            if len(shape.data.loops) == len(thing.data.loops):  # modifiers that only move
                uvs = transferred_uvs(shape.data, painted)
    layers = thing.data.uv_layers
    if uvs is None or material is None or thing.data.library or len(layers) == _MOST_UV_MAPS:
        return _wear_mesh(thing, name, painted, sent)
    before = _uv_maps_in_use(thing)
    # First remembered by `add`, or the original would come to wear the new UVs.
    added = wearing.add(thing, name, material)
    layer = layers.new(name=name, do_init=False)
    layer.uv.foreach_set("vector", uvs.ravel())
    added.own_uv_map = added.uv_map = added.uv_map_for_render = layer.name
    _use_uv_maps(thing.data, before)
    pin_uv_map(material, layer.name)
    bpy.data.meshes.remove(painted)
    return added


def _wear_mesh(
    thing: bpy.types.Object, name: str, painted: bpy.types.Mesh, sent: Sent
) -> variants.MeshyVariant:
    carry_over(thing, painted, sent)
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
