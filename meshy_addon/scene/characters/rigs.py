"""A rigged character as Blender's own tools like it: armature unscaled, bones along the limbs.

The service's file has an armature scaled to a hundredth whose bones all point upwards. The joints'
names stay: clips find their bones by them, and Blender knows "Left…" and "Right…" as two sides.
"""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
from mathutils import Matrix, Vector

_UP = Vector((0.0, 0.0, 1.0))
_FRONT = Vector((0.0, -1.0, 0.0))
_TIP = 0.4
"""How long a bone at a limb's end is, as a share of the one before it."""
_EXACT = 0.005


def has_rig(objects: list[bpy.types.Object]) -> bool:
    return any(thing.type == "ARMATURE" for thing in objects)


def settle_rig(objects: list[bpy.types.Object], height_m: float | None) -> bpy.types.Object:
    """Puts the character on z = 0 at its rest, `height_m` tall if that's given; its armature.

    All transforms are applied, to bones and meshes alike; what animates it is taken off. `objects`
    has lost what is neither. Main thread, with the objects in the current scene.
    """
    armature = next(thing for thing in objects if thing.type == "ARMATURE")
    meshes = [thing for thing in objects if isinstance(thing.data, bpy.types.Mesh)]
    _to_rest(armature)
    bpy.context.view_layer.update()
    worlds = {thing: thing.matrix_world.copy() for thing in (armature, *meshes)}
    for mesh in meshes:
        _bind(mesh, armature)
    for thing, world in worlds.items():
        _apply(thing, world)
    _stand([armature, *meshes], height_m)
    _orient_bones(armature)
    armature.show_in_front = True
    left = [thing for thing in objects if thing != armature and thing not in meshes]
    bpy.data.batch_remove(left)
    objects[:] = [armature, *meshes]
    return armature


def transform_rig(objects: list[bpy.types.Object], change: Matrix) -> None:
    """Applies `change` to a settled rig's bones and meshes."""
    for thing in objects:
        data: Any = thing.data
        if thing.type == "ARMATURE":
            data.transform(change)
        elif isinstance(data, bpy.types.Mesh):
            data.transform(change, shape_keys=True)


def _to_rest(armature: bpy.types.Object) -> None:
    animation = armature.animation_data
    if animation:
        actions = {animation.action, *_strip_actions(animation)} - {None}
        armature.animation_data_clear()
        bpy.data.batch_remove(actions)
    for bone in armature.pose.bones:
        bone.matrix_basis = Matrix.Identity(4)
        bone.rotation_mode = "QUATERNION"


def _strip_actions(animation: bpy.types.AnimData) -> list[Any]:
    return [strip.action for track in animation.nla_tracks for strip in track.strips]


def _bind(mesh: bpy.types.Object, armature: bpy.types.Object) -> None:
    if mesh.data.users > 1:
        mesh.data = mesh.data.copy()
    mesh.parent, mesh.parent_type = armature, "OBJECT"
    if not any(modifier.type == "ARMATURE" for modifier in mesh.modifiers):
        modifier: Any = mesh.modifiers.new("Armature", "ARMATURE")
        modifier.object = armature


def _apply(thing: bpy.types.Object, world: Matrix) -> None:
    transform_rig([thing], world)
    if thing.type == "ARMATURE":
        thing.parent = None
    if world.is_negative and isinstance(thing.data, bpy.types.Mesh):
        thing.data.flip_normals()
    thing.matrix_parent_inverse = Matrix.Identity(4)
    thing.rotation_mode = "XYZ"
    thing.matrix_basis = Matrix.Identity(4)


def _stand(rig: list[bpy.types.Object], height_m: float | None) -> None:
    heights = [_heights(thing.data) for thing in rig[1:]]
    low, high = min(low for low, _ in heights), max(high for _, high in heights)
    tall = high - low
    change = Matrix.Translation((0.0, 0.0, -low))
    if height_m and tall > 0 and abs(height_m / tall - 1) > _EXACT:
        change = Matrix.Scale(height_m / tall, 4) @ change
    transform_rig(rig, change)


def _heights(mesh: Any) -> tuple[float, float]:
    points = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.vertices.foreach_get("co", points)
    return float(points[2::3].min()), float(points[2::3].max())


def _orient_bones(armature: bpy.types.Object) -> None:
    """Each bone to the next joint, its Z axis to the front, the same on both sides."""
    layer = bpy.context.view_layer
    layer.objects.active = armature
    bpy.ops.object.mode_set(mode="EDIT")
    try:
        for bone in armature.data.edit_bones:
            bone.use_connect = False
        followers = {bone: _follower(bone) for bone in armature.data.edit_bones}
        tails = {bone: _tail(bone, next) for bone, next in followers.items()}
        for bone, tail in tails.items():
            bone.tail = tail
            along = (bone.tail - bone.head).normalized()
            bone.align_roll(_UP if abs(along.y) > 0.7 else _FRONT)
        for bone, follower in followers.items():
            if follower is not None and (follower.head - bone.tail).length < 1e-6:
                follower.use_connect = True
    finally:
        bpy.ops.object.mode_set(mode="OBJECT")


def _follower(bone: bpy.types.EditBone) -> bpy.types.EditBone | None:
    """The child that goes on most nearly in the bone's direction."""
    coming = _coming(bone)
    away = [(child.head - bone.head, child) for child in bone.children]
    ahead = [(way.normalized().dot(coming), child) for way, child in away if way.length > 1e-6]
    return max(ahead, key=lambda pair: pair[0])[1] if ahead else None


def _tail(bone: bpy.types.EditBone, follower: bpy.types.EditBone | None) -> Vector:
    if follower is not None:
        return follower.head.copy()
    length = (bone.head - bone.parent.head).length * _TIP if bone.parent else 0.1
    return bone.head + _coming(bone) * max(length, 1e-4)


def _coming(bone: bpy.types.EditBone) -> Vector:
    """The direction from the joint before; upwards at the root."""
    if bone.parent is None or (bone.head - bone.parent.head).length < 1e-6:
        return _UP
    return (bone.head - bone.parent.head).normalized()
