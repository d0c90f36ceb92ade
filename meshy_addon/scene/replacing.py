"""A new mesh for an object that stays what it is: name, place, relations and all that it wears."""

from __future__ import annotations

from collections.abc import Sequence

import bpy
import numpy as np
from mathutils import Matrix, Vector

from ..jobs.job import Result
from .errors import TargetGone
from .parcel import Sent
from .placing import Placed, Target
from .preparing import prepare
from .provenance import record
from .sources import SENT, find_source


def replace_mesh(result: Result, target: Target) -> Placed:
    """Gives the object that the job was started on the mesh of `result`, fitted to what was sent.

    Raises TargetGone if the object isn't there or is being edited, BrokenModel.
    """
    thing = find_source(result.job.target)
    if thing.mode != "OBJECT":
        raise TargetGone(f'"{thing.name}" is being edited: leave that mode, then place the result.')
    mesh = joined(prepare(result))
    fit(mesh, Sent.from_json(result.job.target[SENT]))
    _swap(thing, mesh)
    record(thing, result)
    return Placed(thing.name, (thing.name,))


def joined(objects: Sequence[bpy.types.Object]) -> bpy.types.Mesh:
    """The one mesh of prepared objects, which are gone afterwards."""
    meshes = [thing for thing in objects if isinstance(thing.data, bpy.types.Mesh)]
    mesh = meshes[0].data
    bpy.data.batch_remove(list(objects))
    return mesh


def fit(mesh: bpy.types.Mesh, sent: Sent) -> None:
    """Brings `mesh`, as it was prepared, to where the sent one was in the object's own space.

    The service may have scaled and centred it; its middle and its diagonal tell.
    """
    points = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.vertices.foreach_get("co", points)
    points = points.reshape(-1, 3)
    low, high = Vector(points.min(axis=0)), Vector(points.max(axis=0))
    factor = sent.size.length / ((high - low).length or 1.0)
    middle = (Vector(sent.low) + Vector(sent.high)) / 2
    to_own_space = Matrix.Diagonal((*(1.0 / each for each in sent.scale), 1.0))
    mesh.transform(
        to_own_space
        @ Matrix.Translation(middle)
        @ Matrix.Scale(factor, 4)
        @ Matrix.Translation(-(low + high) / 2)
    )


def _swap(thing: bpy.types.Object, mesh: bpy.types.Mesh) -> None:
    before = thing.data
    name = before.name
    before.user_remap(mesh)
    bpy.data.meshes.remove(before)
    mesh.name = name
