"""What stands against sending an object, or speaks for a second look, before anything is paid."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import bpy

from ...api.endpoint import Kind
from ...api.parameters import Model
from .good_uvs import UvLayout, uv_layout
from .leading import CONVERTED
from .parcel import Parcel
from .posture import Posture, posture_of
from .procedural import procedural_materials

RIG_FACES = 300_000
"""docs.meshy.ai/api/rigging: models with more faces are refused."""
_BYTES_PER_FACE = 40
"""Of a GLB with UVs: its indices, and its share of vertices that seams don't share."""
_LARGE_BYTES = 100_000_000
_POSTURES = {
    Posture.LYING: '"{name}" doesn\'t stand upright along its own Z axis.',
    Posture.SIDEWAYS: '"{name}" should face −Y in its own axes: its side seems to.',
    Posture.BACKWARDS: '"{name}" should face −Y in its own axes: its toes point to +Y.',
}
_GIVES_MESH_BACK = ("remesh",)
_SEES_COLOURS = ("rig", "convert", "print_multi_color")
"""Kinds to which the colours matter that are sent."""


class Severity(enum.StrEnum):
    REFUSE = "refuse"
    WARN = "warn"


@dataclass(frozen=True)
class Finding:
    """One thing about an object, in one sentence."""

    severity: Severity
    sentence: str
    wants_unwrap: bool = False
    """Whether unwrapping the object would do."""


def findings(
    kind: Kind, values: Mapping[str, Any], parcel: Parcel, *, keep_original: bool = False
) -> list[Finding]:
    """What is to be said of sending `parcel` for a job of this `kind`, what refuses it first.

    Main thread; some 20 ms for 300,000 triangles, so not while drawing.
    """
    found = [*_about_each(parcel), *_about_size(kind, parcel)]
    if kind.name in _SEES_COLOURS:
        found += _about_colours(parcel)
    if values.get("enable_original_uv"):
        found += _about_uvs(parcel.leader)
    if kind.name == "rig":
        found += _about_rigging(values, parcel)
    if kind.name in _GIVES_MESH_BACK and not keep_original:
        found += _about_replacing(parcel)
    return sorted(found, key=lambda finding: finding.severity is not Severity.REFUSE)


def _about_each(parcel: Parcel) -> Iterator[Finding]:
    for thing in parcel.objects:
        if _has_no_faces(thing, parcel):
            yield _refuse(f'"{thing.name}" has no faces to send.')
        scale = thing.matrix_world.to_scale()
        if min(abs(each) for each in scale) < 1e-9:
            yield _refuse(f'The scale of "{thing.name}" is 0: give it a size first.')
        elif thing.matrix_world.is_negative:
            yield _warn(f'"{thing.name}" is mirrored by its scale: it is sent as it was before.')


def _has_no_faces(thing: bpy.types.Object, parcel: Parcel) -> bool:
    if not isinstance(thing.data, bpy.types.Mesh):
        return False
    makes_faces = parcel.apply_modifiers and bool(thing.modifiers)
    return not (makes_faces or len(thing.data.polygons) or thing.mode == "EDIT")


def _about_size(kind: Kind, parcel: Parcel) -> Iterator[Finding]:
    model = next((p for p in kind.parameters if isinstance(p, Model)), None)
    faces = _faces(parcel)
    size = faces * _BYTES_PER_FACE
    limit = model.max_bytes if model else None
    if limit and size > limit:
        most = limit // 1_000_000
        yield _refuse(f"{faces:,} faces make more than the {most} MB that Meshy takes.")
    elif size > _LARGE_BYTES:
        yield _warn(f"{faces:,} faces are some {size // 1_000_000} MB to send.")


def _about_colours(parcel: Parcel) -> Iterator[Finding]:
    names = dict.fromkeys(name for thing in parcel.objects for name in procedural_materials(thing))
    if names:
        told = ", ".join(f'"{name}"' for name in names)
        yield _warn(f"Nodes make the colour of {told}, which is not sent: bake it to a picture.")


def _about_uvs(thing: bpy.types.Object) -> Iterator[Finding]:
    is_mesh = isinstance(thing.data, bpy.types.Mesh)
    if not is_mesh or not thing.data.uv_layers:
        yield Finding(
            Severity.REFUSE,
            f'"{thing.name}" has no UVs to keep: unwrap it, or let Meshy make new ones.',
            wants_unwrap=is_mesh,
        )
    elif (layout := uv_layout(thing)) is not None:
        yield from _about_layout(thing.name, layout)


def _about_layout(name: str, layout: UvLayout) -> Iterator[Finding]:
    if not layout.is_on_the_square:
        yield _warn(f'UVs of "{name}" lie outside the square that is painted.')
    if not layout.has_room:
        yield _warn(f'Parts of "{name}" have hardly any room in its UVs: they stay blurred.')
    if layout.is_shared:
        yield _warn(f'UVs of "{name}" overlap: what is painted on one part shows on another, too.')


def _about_rigging(values: Mapping[str, Any], parcel: Parcel) -> Iterator[Finding]:
    thing, faces = parcel.leader, _faces(parcel)
    if faces > RIG_FACES:
        yield _refuse(f"{faces:,} faces are more than the {RIG_FACES:,} that can be rigged.")
    if not _has_texture(thing) and not values.get("texture_image_url"):
        yield _warn(f'"{thing.name}" has no texture: Meshy may find no body in it.')
    if (posture := posture_of(thing)) in _POSTURES:
        yield _warn(_POSTURES[posture].format(name=thing.name))


def _about_replacing(parcel: Parcel) -> Iterator[Finding]:
    thing = parcel.leader
    if thing.library or thing.override_library:
        yield _warn(f'"{thing.name}" is linked: a new object takes its place.')
    elif thing.type in CONVERTED or thing.type == "EMPTY":
        yield _warn(f'"{thing.name}" is no mesh: a new object takes its place.')
    elif parcel.baked:
        names = ", ".join(parcel.baked)
        yield _warn(f"The new mesh has these modifiers in it, and they are switched off: {names}.")
    elif thing.data.users > 1:
        yield _warn(f"{thing.data.users} objects share this mesh, and all get the new one.")


def _faces(parcel: Parcel) -> int:
    depsgraph = bpy.context.evaluated_depsgraph_get() if parcel.apply_modifiers else None
    return sum(_faces_of(thing, depsgraph) for thing in parcel.objects)


def _faces_of(thing: bpy.types.Object, depsgraph: bpy.types.Depsgraph | None) -> int:
    seen = thing.evaluated_get(depsgraph) if depsgraph else thing
    return len(seen.data.polygons) if isinstance(seen.data, bpy.types.Mesh) else 0


def _has_texture(thing: bpy.types.Object) -> bool:
    return any(
        getattr(node, "image", None)
        for slot in thing.material_slots
        if slot.material and slot.material.node_tree
        for node in slot.material.node_tree.nodes
    )


def _refuse(sentence: str) -> Finding:
    return Finding(Severity.REFUSE, sentence)


def _warn(sentence: str) -> Finding:
    return Finding(Severity.WARN, sentence)
