"""All that an object is besides its look, as plain data to compare. Runs inside Blender."""

from __future__ import annotations

from typing import Any

from tests.blender import scene_report


def furnish(name: str) -> None:
    """Gives a mesh object one of everything that a result must not take away."""
    import math

    import bpy

    thing = bpy.data.objects[name]
    thing.location, thing.scale = (1, -2, 3), (1.5, 0.5, 2)
    thing.rotation_euler = (math.radians(20), math.radians(-35), math.radians(110))
    _place(thing)
    group = thing.vertex_groups.new(name="Half")
    count = len(thing.data.vertices)
    group.add(range(count // 2), 0.75, "REPLACE")
    thing.shape_key_add(name="Basis")
    key = thing.shape_key_add(name="Swell")
    key.data[0].co *= 1.1
    key.value = 0.0
    thing.modifiers.new("Bevel", "BEVEL").width = 0.02
    limit = thing.constraints.new("LIMIT_SCALE")
    limit.max_x = 3
    thing.keyframe_insert("location", frame=1)
    driver = key.driver_add("value").driver
    driver.expression = "frame * 0.0"
    thing["size of boots"] = 43


def _place(thing: Any) -> None:
    import bpy

    room = bpy.data.objects.new("Room", None)
    room.location = (5, 0, 0)
    bpy.context.scene.collection.objects.link(room)
    collection = bpy.data.collections.new("Props")
    bpy.context.scene.collection.children.link(collection)
    for each in thing.users_collection:
        each.objects.unlink(thing)
    collection.objects.link(thing)
    thing.parent = room


def state(name: str) -> dict[str, Any]:
    """What a new look leaves as it is."""
    import bpy

    bpy.context.view_layer.update()
    thing = bpy.data.objects[name]
    keys = thing.data.shape_keys
    low, high = scene_report.bounds(thing)
    return {
        "data": thing.data.name,
        "matrix": [list(row) for row in thing.matrix_world],
        "parent": thing.parent.name if thing.parent else None,
        "collections": [each.name for each in thing.users_collection],
        "modifiers": [
            (each.name, each.type, each.show_viewport, each.show_render) for each in thing.modifiers
        ],
        "groups": _weights(thing),
        "keys": [(each.name, each.value) for each in keys.key_blocks] if keys else [],
        "drivers": _paths(keys.animation_data.drivers) if keys else [],
        "constraints": [(each.name, each.type) for each in thing.constraints],
        "action": thing.animation_data.action.name if thing.animation_data else None,
        "custom": thing.get("size of boots"),
        "low": low,
        "high": high,
        "points": [list(vertex.co) for vertex in thing.data.vertices],
        "slots_of_faces": [polygon.material_index for polygon in thing.data.polygons],
    }


def look(name: str) -> dict[str, Any]:
    """What a new look changes."""
    import bpy

    thing = bpy.data.objects[name]
    mesh = thing.data
    return {
        "slots": [
            (slot.link, slot.material and slot.material.name) for slot in thing.material_slots
        ],
        "of_mesh": [material and material.name for material in mesh.materials],
        "uv_maps": [layer.name for layer in mesh.uv_layers],
        "rendered_uvs": [layer.name for layer in mesh.uv_layers if layer.active_render],
        "uvs": [list(each.vector) for layer in mesh.uv_layers for each in layer.uv],
        "meshy": scene_report.provenance(thing),
    }


def variants(name: str) -> dict[str, Any]:
    """The list as the artist sees it."""
    import bpy

    group = bpy.data.objects[name].meshy_variants
    return {"names": [each.name for each in group.items], "shown": group.chosen}


def _weights(thing: Any) -> list[Any]:
    return [
        (group.name, [[vertex.index, round(each.weight, 4)] for vertex in thing.data.vertices
                      for each in vertex.groups if each.group == group.index])
        for group in thing.vertex_groups
    ]  # fmt: skip


def _paths(drivers: Any) -> list[str]:
    return [each.data_path for each in drivers]
