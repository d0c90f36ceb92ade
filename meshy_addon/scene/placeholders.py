"""What marks a result's place while its job runs: an empty about as large as the result.

It's found by the job's id in a custom property, never by a reference: undo makes those void.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import bpy
from mathutils import Matrix

from ..jobs.job import Job
from .linking import put_where
from .printing.true_size import ordered_size_m, wished_height_m

if TYPE_CHECKING:
    from .placing import Placed

SIZE_M = 1.9
"""How large most of Meshy's models are that weren't asked for in a certain size."""
_JOB = "meshy_job"
_AT = "meshy_at"
_NAME = "meshy_name"


def add_placeholder(job: Job, *, select: bool = True) -> bpy.types.Object:
    """An empty where the result of `job` will stand, selected as what Blender adds is."""
    # Here, not above: what places results is of no use before the first job.
    from .placing import Target, put

    target = Target.from_json(job.target)
    empty = bpy.data.objects.new(job.name or "Meshy", None)
    empty.empty_display_type = "CUBE"
    size_m = ordered_size_m(job) or wished_height_m(job) or SIZE_M
    empty.empty_display_size = size_m / 2
    empty.location.z = size_m / 2
    put([empty], bpy.data.scenes[target.scene], target, select=select)
    empty[_JOB] = job.id
    empty[_AT] = tuple(empty.location)
    empty[_NAME] = empty.name
    return empty


def job_of(thing: bpy.types.Object) -> str:
    """The id of the job whose result `thing` waits for; empty for any other object."""
    return str(thing.get(_JOB, ""))


def find_placeholder(job_id: str) -> bpy.types.Object | None:
    """The placeholder of a job, if it's still in a scene of this file. Looks at every object."""
    return next(
        (thing for thing in bpy.data.objects if job_of(thing) == job_id and thing.users_scene), None
    )


def hand_over(empty: bpy.types.Object, placed: Placed) -> Placed:
    """Give what `empty` has to the result that was placed where it was made, and remove it.

    Its movement since then, parent, children, collections, visibility, and its name if the artist
    gave it one. Returns `placed` with the new name.
    """
    things = [bpy.data.objects[name] for name in placed.objects]
    root = things[0]
    put_where(things, empty)
    root.parent, root.parent_type = empty.parent, empty.parent_type
    root.parent_bone = empty.parent_bone
    root.matrix_parent_inverse = empty.matrix_parent_inverse.copy()
    made_at = Matrix.Translation(list(empty.get(_AT, empty.location)))
    # A placeholder never turns before it is moved, so this is exact, without any shear.
    root.matrix_basis = empty.matrix_basis @ made_at.inverted() @ root.matrix_basis
    _take_children(root, empty)
    for thing in things:
        thing.hide_viewport, thing.hide_render = empty.hide_viewport, empty.hide_render
        if empty.hide_get():
            thing.hide_set(True)
    name, is_renamed = empty.name, empty.name != empty.get(_NAME)
    bpy.data.objects.remove(empty)  # first, or it would keep the name to itself
    root.name = name
    if is_renamed and root.data:
        root.data.name = name
    return replace(placed, root=root.name, objects=tuple(thing.name for thing in things))


def remove_placeholder(empty: bpy.types.Object) -> None:
    """Nothing comes in its place; what the artist parented to it stays where it is."""
    if empty.children:
        bpy.context.view_layer.update()
    for child in empty.children:
        place = child.matrix_world.copy()
        child.parent = None
        child.matrix_world = place
    bpy.data.objects.remove(empty)


def _take_children(root: bpy.types.Object, empty: bpy.types.Object) -> None:
    if not empty.children:
        return
    bpy.context.view_layer.update()
    change = root.matrix_world.inverted_safe() @ empty.matrix_world
    for child in empty.children:
        child.parent = root
        child.matrix_parent_inverse = change @ child.matrix_parent_inverse
