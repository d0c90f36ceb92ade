"""An object that wears all that an artist can give it. Runs inside Blender."""

from __future__ import annotations

from typing import Any

NAME = "Statue"


def a_well_worn_object() -> Any:
    """A monkey's head with relations, weights, shape keys, modifiers, constraints and animation."""
    import bpy

    bpy.ops.mesh.primitive_monkey_add()
    thing = bpy.context.object
    thing.name = thing.data.name = NAME
    _place(thing)
    _deform(thing)
    _animate(thing)
    thing["price"] = 12.5
    bpy.context.view_layer.update()
    return thing


def _place(thing: Any) -> None:
    import bpy

    room = bpy.data.objects.new("Room", None)
    hat = bpy.data.objects.new("Hat", None)
    shelf = bpy.data.collections.new("Shelf")
    bpy.context.scene.collection.children.link(shelf)
    for each in (room, hat):
        bpy.context.scene.collection.objects.link(each)
    shelf.objects.link(thing)
    room.rotation_euler = (0, 0, 0.7)
    thing.parent, hat.parent = room, thing
    thing.location, thing.rotation_euler, thing.scale = (1, 2, 3), (0.1, 0.2, 0.3), (1.5, 1.5, 2)
    thing.delta_scale = (1.1, 1.1, 1.1)


def _deform(thing: Any) -> None:
    left = thing.vertex_groups.new(name="Left")
    right = thing.vertex_groups.new(name="Right")
    for vertex in thing.data.vertices:
        group = left if vertex.co.x > 0 else right
        group.add([vertex.index], min(1.0, 0.2 + abs(vertex.co.x)), "REPLACE")
    thing.shape_key_add(name="Basis")
    wide = thing.shape_key_add(name="Wide")
    for point in wide.points:
        point.co.x *= 1.5
    wide.value = 0.25
    ease = thing.modifiers.new("Ease", "SMOOTH")
    ease.vertex_group, ease.show_viewport = "Left", False
    limit = thing.constraints.new("LIMIT_SCALE")
    limit.use_max_x, limit.max_x = True, 100


def _animate(thing: Any) -> None:
    thing.keyframe_insert("location", index=2, frame=1)
    thing.data.shape_keys.key_blocks["Wide"].driver_add("slider_max").driver.expression = "1.0"
    thing.data.shape_keys.key_blocks["Wide"].keyframe_insert("value", frame=1)
