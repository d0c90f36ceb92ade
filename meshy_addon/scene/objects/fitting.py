"""What came back, fitted to the object that was sent: all of it that takes long.

In place, size and wear: a second and more for 300,000 triangles. Where an artist works a background
Blender does it (`fitting_ahead.py`); headless it's done in process, by the same functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import bpy
import numpy as np
from mathutils import Matrix, Vector
from numpy.typing import NDArray

from ..models.joining import joined
from .carrying_over import carry_key_shapes, carry_materials, carry_weights
from .parcel import Sent, unpacked_again
from .uv_transfer import transferred_uvs

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Source:
    """The object that a result is fitted to, as far as that matters. Only for the moment."""

    mesh: bpy.types.Mesh
    shape: bpy.types.Object
    """What was sent of it, in its own space and with its weights: modifiers may be in it."""
    has_materials: bool
    """Whether a new mesh without pictures of its own takes the materials on."""


@dataclass(frozen=True)
class Fitted:
    """What a result is on the object that it is for."""

    mesh: bpy.types.Mesh
    """In the object's own space."""
    keeps_materials: bool = False
    """Whether its faces go by the object's own slots, which it has."""


@contextmanager
def source_of(
    thing: bpy.types.Object, sent: Sent, *, wears: bool, needs_shape: bool = False
) -> Iterator[Source]:
    """`thing` itself; with the modifiers in it that were sent where that matters: for weights on
    the mesh that it `wears`, or if a caller says so. What comes into the file inside the `with`
    doesn't outlive it.
    """
    is_one_of_many = bool(sent.others) and not wears
    has_materials = any(slot.material for slot in thing.material_slots) and not is_one_of_many
    needs_shape = needs_shape or (wears and bool(thing.vertex_groups))
    if needs_shape and sent.baked:
        with unpacked_again(thing) as shape:
            yield Source(thing.data, shape, has_materials)
    else:
        yield Source(thing.data, thing, has_materials)


def fitted_mesh(
    objects: Sequence[bpy.types.Object], source: Source | None, sent: Sent, *, wears: bool
) -> Fitted:
    """The mesh that prepared `objects` make up, fitted. Main thread.

    With the weights and the shapes of the shape keys of `source` if the object `wears` it. Without
    a `source` that is a mesh it's only brought to its place.
    """
    mesh = joined(objects)
    fit(mesh, sent)
    if source is None:
        return Fitted(mesh)
    keeps_materials = source.has_materials and not _has_images(mesh)
    if keeps_materials:
        _keep_materials(source.mesh, mesh)
    if wears:
        wear(mesh, source)
    return Fitted(mesh, keeps_materials)


def wear(mesh: bpy.types.Mesh, source: Source) -> None:
    """Gives `mesh`, fitted, the weights of `source` and the shapes of its shape keys."""
    carry_weights(source.shape, mesh)
    carry_key_shapes(source.mesh, mesh)


def fitted_uvs(painted: bpy.types.Mesh, source: Source) -> Floats | None:
    """The UVs of `painted`, which was fitted, for each face corner of the object's own mesh.

    None if that can't show them, or not with one material in all its slots.
    """
    if len(painted.materials) != 1:
        return None
    uvs = transferred_uvs(source.mesh, painted)
    shape = source.shape.data
    is_moved_only = shape != source.mesh and len(shape.loops) == len(source.mesh.loops)
    return transferred_uvs(shape, painted) if uvs is None and is_moved_only else uvs


def fit(mesh: bpy.types.Mesh, sent: Sent) -> None:
    """Brings `mesh`, as it was prepared, to where the sent one was in the object's own space.

    The service may have scaled and centred it; its middle and its diagonal tell.
    """
    low, high = bounds(mesh)
    factor = sent.size.length / ((high - low).length or 1.0)
    middle = (Vector(sent.low) + Vector(sent.high)) / 2
    mesh.transform(
        Matrix.Diagonal((*(1.0 / each for each in sent.scale), 1.0))
        @ Matrix.Translation(middle)
        @ Matrix.Scale(factor, 4)
        @ Matrix.Translation(-(low + high) / 2)
    )


def bounds(mesh: bpy.types.Mesh) -> tuple[Vector, Vector]:
    """The lowest and the highest corner."""
    points = np.empty(len(mesh.vertices) * 3, np.float32)
    # The attribute, not the vertices: those are read one by one in some versions.
    mesh.attributes["position"].data.foreach_get("vector", points)
    axes = np.ascontiguousarray(points.reshape(-1, 3).T)
    return Vector(axes.min(axis=1)), Vector(axes.max(axis=1))


def _keep_materials(before: bpy.types.Mesh, mesh: bpy.types.Mesh) -> None:
    made = [*mesh.materials]
    carry_materials(before, mesh)
    bpy.data.batch_remove([each for each in made if each and each.users == 0])


def _has_images(mesh: bpy.types.Mesh) -> bool:
    return any(
        node.bl_idname == "ShaderNodeTexImage" and node.image
        for material in mesh.materials
        if material and material.node_tree
        for node in material.node_tree.nodes
    )
