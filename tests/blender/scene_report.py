"""What is in the open file, as plain data that a test can compare. Runs inside Blender."""

from __future__ import annotations

from typing import Any

SOCKETS = ("Base Color", "Metallic", "Roughness", "Normal", "Emission Color")
_COLLECTIONS = (
    "actions",
    "armatures",
    "cameras",
    "collections",
    "images",
    "lights",
    "materials",
    "meshes",
    "node_groups",
    "objects",
    "scenes",
    "texts",
    "worlds",
)


def names() -> dict[str, list[str]]:
    """The names of all data-blocks, by kind."""
    import bpy

    return {kind: sorted(block.name for block in getattr(bpy.data, kind)) for kind in _COLLECTIONS}


def settings() -> dict[str, Any]:
    """What the artist set up in the open scene, and where their things are."""
    import bpy

    scene = bpy.context.scene
    return {
        "scene": scene.name,
        "frames": [scene.frame_start, scene.frame_end, scene.frame_current],
        "fps": [scene.render.fps, scene.render.fps_base],
        "units": [scene.unit_settings.system, scene.unit_settings.scale_length],
        "camera": scene.camera.name if scene.camera else None,
        "cursor": list(scene.cursor.location),
        "mode": bpy.context.mode,
        "matrices": {thing.name: [list(row) for row in thing.matrix_world] for thing in things()},
    }


def things() -> list[Any]:
    """The objects of the open scene that Meshy didn't make."""
    import bpy

    return [thing for thing in bpy.context.scene.objects if not thing.meshy.task_id]


def object_facts(name: str) -> dict[str, Any]:
    """One mesh object: where it stands, what it is made of, where it came from."""
    import bpy

    bpy.context.view_layer.update()
    thing = bpy.data.objects[name]
    low, high = bounds(thing)
    return {
        "data": thing.data.name,
        "location": list(thing.location),
        "rotation": list(thing.rotation_euler),
        "scale": list(thing.scale),
        "low": low,
        "high": high,
        "hidden": [thing.hide_get(), thing.hide_render],
        "selected": thing.select_get(),
        "active": bpy.context.view_layer.objects.active == thing,
        "parent": thing.parent.name if thing.parent else None,
        "collections": [collection.name for collection in thing.users_collection],
        "faces": len(thing.data.polygons),
        "uv_layers": len(thing.data.uv_layers),
        "materials": [material.name for material in thing.data.materials],
        "meshy": provenance(thing),
    }


def provenance(thing: Any) -> dict[str, Any]:
    """All of `obj.meshy`."""
    group = thing.meshy
    return {
        name: getattr(group, name)
        for name in group.bl_rna.properties.keys()  # noqa: SIM118 - a Blender collection
        if name not in ("rna_type", "name")
    }


def bounds(thing: Any) -> tuple[list[float], list[float]]:
    """The lowest and the highest corner of the mesh in the world."""
    corners = [thing.matrix_world @ vertex.co for vertex in thing.data.vertices]
    axes = list(zip(*corners, strict=True))
    return [min(axis) for axis in axes], [max(axis) for axis in axes]


def material_facts(name: str) -> dict[str, Any]:
    """How many shaders there are, and the image behind each input of the Principled BSDF."""
    import bpy

    nodes = bpy.data.materials[name].node_tree.nodes
    shaders = [node for node in nodes if node.bl_idname.startswith("ShaderNodeBsdf")]
    return {
        "shaders": [shader.bl_idname for shader in shaders],
        "images": {socket: _image_behind(shaders[0].inputs[socket]) for socket in SOCKETS},
    }


def _image_behind(socket: Any) -> dict[str, Any] | None:
    links = list(socket.links)
    while links:
        node = links.pop(0).from_node
        if node.bl_idname == "ShaderNodeTexImage":
            image = node.image
            return {
                "name": image.name,
                "colorspace": image.colorspace_settings.name,
                "packed": image.packed_file is not None,
                "size": list(image.size),
            }
        links += [link for entry in node.inputs for link in entry.links]
    return None
