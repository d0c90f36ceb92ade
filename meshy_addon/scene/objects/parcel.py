"""What of the scene goes into one upload, and copies of it that can be written to a file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix, Vector

from ..errors import NothingToExport
from ..models.arrivals import Arrivals
from ..units import metres_per_unit
from .fingerprint import geometry_mark
from .leading import CONVERTED
from .sources import Known

Triple = tuple[float, float, float]
_POSING = ("ARMATURE",)


@dataclass(frozen=True)
class Parcel:
    """The objects of one upload, in the space of the first: its own, its scale applied."""

    objects: tuple[bpy.types.Object, ...]
    apply_modifiers: bool = True
    at_rest: bool = False
    """Without the armature's pose and the shape keys, which go on working on what comes back."""
    apply_scale: bool = True

    @property
    def baked(self) -> tuple[str, ...]:
        """The names of the leader's modifiers that go into what is sent."""
        return tuple(each.name for each in self.leader.modifiers if _is_baked(each, self))

    @property
    def leader(self) -> bpy.types.Object:
        return self.objects[0]


@dataclass(frozen=True)
class Sent:
    """What went into the file. Survives as JSON in `Job.target`."""

    scale: Triple
    """Metres for each unit of the leader's own space."""
    low: Triple
    """The lowest corner around it all, in metres."""
    high: Triple
    mark: str = ""
    """The leader's geometry, see `geometry_mark`; empty if it isn't a mesh."""
    baked: tuple[str, ...] = ()
    """The leader's modifiers that went into what was sent."""
    others: tuple[Known, ...] = ()
    """The objects that were joined to the leader."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Sent:
        return cls(
            _triple(value["scale"]),
            _triple(value["low"]),
            _triple(value["high"]),
            str(value["mark"]),
            tuple(value["baked"]),
            tuple(map(Known.from_json, value["others"])),
        )

    @property
    def size(self) -> Vector:
        return Vector(self.high) - Vector(self.low)


@contextmanager
def unpacked(parcel: Parcel) -> Iterator[tuple[list[bpy.types.Object], Sent]]:
    """Mesh objects that show what `parcel` holds, and its size; gone after the `with`.

    They are evaluated in a scene of their own, so that what is hidden counts too and the artist's
    scene isn't evaluated anew. Main thread. Raises NothingToExport if there isn't a face.
    """
    bpy.ops.ed.flush_edits()  # what was sculpted or modelled just now is in the mesh then
    arrivals = Arrivals()
    try:
        pieces, scale = _pieces(parcel)
        if not pieces:
            raise NothingToExport(f'"{parcel.leader.name}" has no faces to send.')
        yield pieces, _described(parcel, pieces, scale)
    finally:
        arrivals.remove_all()


@contextmanager
def unpacked_again(thing: bpy.types.Object) -> Iterator[bpy.types.Object]:
    """A mesh object that shows what was sent of `thing`, in its own space and with its weights.

    However `thing` and the scene's unit have been scaled meanwhile.
    """
    with unpacked(Parcel((thing,), at_rest=True, apply_scale=False)) as (pieces, again):
        pieces[0].data.transform(Matrix.Diagonal((*again.scale, 1.0)).inverted())
        yield pieces[0]


def _described(parcel: Parcel, pieces: list[bpy.types.Object], scale: Triple) -> Sent:
    leader = parcel.leader
    is_mesh = isinstance(leader.data, bpy.types.Mesh)
    return Sent(
        scale,
        *_bounds(pieces),
        mark=geometry_mark(leader.data) if is_mesh else "",
        baked=parcel.baked,
        others=tuple(Known.of(thing) for thing in parcel.objects[1:]),
    )


def _pieces(
    parcel: Parcel,
) -> tuple[list[bpy.types.Object], Triple]:
    """Mesh objects in metres, and what a unit of the leader's own space measures."""
    scene = bpy.data.scenes.new("Meshy sending")
    scene.frame_set(bpy.context.scene.frame_current)
    stand_ins = [_stand_in(thing, parcel) for thing in parcel.objects]
    for stand_in in stand_ins:
        scene.collection.objects.link(stand_in)
    layer = scene.view_layers[0]
    layer.update()
    place = stand_ins[0].evaluated_get(layer.depsgraph).matrix_world
    scale = _scale(place if parcel.apply_scale else Matrix())
    to_leader = Matrix.Diagonal((*scale, 1.0)) @ place.inverted_safe()
    # Amid the iteration: an instance's object is gone with the next one.
    pieces = [
        _piece(instance.object, to_leader @ instance.matrix_world, parcel, layer.depsgraph)
        for instance in layer.depsgraph.object_instances
        if _counts(instance, stand_ins)
    ]
    return [piece for piece in pieces if len(piece.data.polygons)], scale


def _scale(place: Matrix) -> Triple:
    """Metres for each unit of an object's own space, never negative: a mirror stays a mirror."""
    metres = metres_per_unit(bpy.context.scene)
    x, y, z = (abs(each) * metres for each in place.to_scale())
    return (x, y, z)


def _piece(
    evaluated: bpy.types.Object, matrix: Matrix, parcel: Parcel, depsgraph: bpy.types.Depsgraph
) -> bpy.types.Object:
    mesh = bpy.data.meshes.new_from_object(
        evaluated, preserve_all_data_layers=True, depsgraph=depsgraph
    )
    _take_materials(mesh, evaluated)
    _put_rendered_uvs_first(mesh)
    mesh.transform(matrix)
    if matrix.is_negative:
        mesh.flip_normals()
    return bpy.data.objects.new(parcel.leader.name, mesh)


def _stand_in(thing: bpy.types.Object, parcel: Parcel) -> bpy.types.Object:
    """A copy that shares the mesh, with just the modifiers that are to count."""
    copy = thing.copy()
    copy.hide_viewport = False
    for modifier in list(copy.modifiers):
        if not _is_baked(modifier, parcel):
            copy.modifiers.remove(modifier)
    if parcel.at_rest and isinstance(thing.data, bpy.types.Mesh) and thing.data.shape_keys:
        copy.show_only_shape_key = True
        copy.active_shape_key_index = 0
    return copy


def _is_baked(modifier: bpy.types.Modifier, parcel: Parcel) -> bool:
    if not parcel.apply_modifiers or not modifier.show_viewport:
        return False
    return not (parcel.at_rest and modifier.type in _POSING)


def _counts(
    instance: bpy.types.DepsgraphObjectInstance, ours: Collection[bpy.types.Object]
) -> bool:
    thing = instance.object
    if thing.type != "MESH" and thing.type not in CONVERTED:
        return False
    if not instance.is_instance:
        return thing.original in ours and instance.show_self
    parent = instance.parent.original if instance.parent else None
    # The mesh that a curve evaluates to comes as its own instance: that's the curve once more.
    return parent in ours and not (thing.original == parent and parent.type in CONVERTED)


def _put_rendered_uvs_first(mesh: bpy.types.Mesh) -> None:
    """Whoever reads one set of UVs from a GLB reads the first."""
    layers = mesh.uv_layers
    number = next((n for n, layer in enumerate(layers) if layer.active_render), 0)
    if number == 0:
        return
    first, rendered = (np.empty(len(mesh.loops) * 2, np.float32) for _ in range(2))
    layers[0].uv.foreach_get("vector", first)
    layers[number].uv.foreach_get("vector", rendered)
    layers[0].uv.foreach_set("vector", rendered)
    layers[number].uv.foreach_set("vector", first)
    names = layers[0].name, layers[number].name
    layers[number].name = "Meshy swapping"
    layers[0].name = names[1]
    layers[number].name = names[0]
    layers[0].active_render = True


def _take_materials(mesh: bpy.types.Mesh, evaluated: bpy.types.Object) -> None:
    """Materials that are the object's own, not the mesh's."""
    for index, slot in enumerate(evaluated.material_slots):
        if slot.link == "OBJECT" and index < len(mesh.materials):
            mesh.materials[index] = slot.material.original if slot.material else None


def _bounds(pieces: list[bpy.types.Object]) -> tuple[Triple, Triple]:
    corners = []
    for piece in pieces:
        points = np.empty(len(piece.data.vertices) * 3, np.float32)
        piece.data.vertices.foreach_get("co", points)
        axes = [points[axis::3] for axis in range(3)]  # a tenth of what both at once take
        corners += [[axis.min() for axis in axes], [axis.max() for axis in axes]]
    low, high = np.min(corners, axis=0), np.max(corners, axis=0)
    return _triple(low), _triple(high)


def _triple(values: Iterable[float]) -> Triple:
    x, y, z = (float(each) for each in values)
    return (x, y, z)
