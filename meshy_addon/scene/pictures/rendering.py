"""A picture of a result: three-quarter view, soft light, neutral ground. Cycles on the CPU."""

from __future__ import annotations

import math
from contextlib import suppress
from pathlib import Path

import bpy
import numpy as np
from mathutils import Euler, Matrix, Vector

from ..materials.nodes import build_surface
from ..materials.texture_set import Surface
from ..models.arrivals import Arrivals

SIZE = 960
"""Pixels on each side."""

_SAMPLES = 8  # the denoiser does the rest; a laptop's CPU shall need seconds, not minutes
_GROUND = (0.42, 0.43, 0.45)
# From the model's front, -Y; steep enough for the ground to fill the picture up to its top.
_AZIMUTH, _ELEVATION = math.radians(32), math.radians(20)
_LENS_MM = 70.0
_MARGIN = 1.12


def render(objects: list[bpy.types.Object], path: Path) -> None:
    """Writes a PNG of `objects` to `path`. Main thread; takes seconds. Raises RuntimeError.

    Works in a scene of its own, which is gone afterwards; the open one isn't touched.
    """
    arrivals = Arrivals()
    scene = bpy.data.scenes.new("Meshy picture")
    try:
        for thing in objects:
            scene.collection.objects.link(thing)
        scene.view_layers[0].update()
        points = _points(objects, scene)
        _set_up_renderer(scene, path)
        _add_surroundings(scene, points)
        _add_lights(scene, points)
        _add_camera(scene, points)
        bpy.ops.render.render(write_still=True, scene=scene.name)
    finally:
        arrivals.remove_all()


def _points(objects: list[bpy.types.Object], scene: bpy.types.Scene) -> np.ndarray:
    """Some thousand points of what is seen, (n, 3), in the world."""
    depsgraph = scene.view_layers[0].depsgraph
    found = [np.zeros((0, 3))]
    for thing in objects:
        if thing.type != "MESH":
            continue
        seen = thing.evaluated_get(depsgraph)
        local = np.empty(len(seen.data.vertices) * 3, np.float32)
        seen.data.vertices.foreach_get("co", local)
        turn = np.array(seen.matrix_world)
        local = local.reshape(-1, 3)
        extremes = np.concatenate([local.argmin(axis=0), local.argmax(axis=0)])
        chosen = np.concatenate([local[:: max(1, len(local) // 4000)], local[extremes]])
        found.append(chosen @ turn[:3, :3].T + turn[:3, 3])
    return np.concatenate(found)


def _set_up_renderer(scene: bpy.types.Scene, path: Path) -> None:
    settings = scene.render
    try:
        settings.engine = "CYCLES"
    except TypeError as error:
        raise RuntimeError("the Cycles add-on, which renders pictures, is switched off") from error
    settings.resolution_x = settings.resolution_y = SIZE
    settings.resolution_percentage = 100
    settings.image_settings.file_format = "PNG"
    settings.image_settings.color_mode = "RGB"
    settings.filepath = str(path)
    settings.use_file_extension = False
    scene.cycles.device = "CPU"
    scene.cycles.samples = _SAMPLES
    scene.cycles.use_denoising = _can_denoise(scene)
    scene.cycles.denoising_prefilter = "FAST"
    scene.cycles.max_bounces = 3
    scene.cycles.caustics_reflective = scene.cycles.caustics_refractive = False
    # Keeps a texture's colours as they are and rolls highlights off; Blender has it from 4.2 on.
    with suppress(TypeError):  # a studio's own colour management may not have it
        scene.view_settings.view_transform = "Khronos PBR Neutral"
    scene.view_settings.exposure = -0.55


def _can_denoise(scene: bpy.types.Scene) -> bool:
    try:
        scene.cycles.denoiser = "OPENIMAGEDENOISE"
    except TypeError:  # this build of Blender comes without
        return False
    return True


def _add_surroundings(scene: bpy.types.Scene, points: np.ndarray) -> None:
    """A ground without an end in sight, under a sky that is brighter above."""
    reach = 100 * _radius(points)
    mesh = bpy.data.meshes.new("Ground")
    corners = [(-reach, -reach, 0), (reach, -reach, 0), (reach, reach, 0), (-reach, reach, 0)]
    mesh.from_pydata(corners, [], [(0, 1, 2, 3)])
    material = bpy.data.materials.new("Ground")
    build_surface(material, Surface(base_color=_GROUND, roughness=0.9))
    mesh.materials.append(material)
    center = _center(points)
    ground = bpy.data.objects.new("Ground", mesh)
    ground.location = (center.x, center.y, points[:, 2].min())
    scene.collection.objects.link(ground)
    scene.world = _sky()


def _sky() -> bpy.types.World:
    """What smooth and metallic surfaces mirror."""
    world = bpy.data.worlds.new("Sky")
    if world.node_tree is None:  # always there from Blender 5.0 on
        world.use_nodes = True
    nodes, links = world.node_tree.nodes, world.node_tree.links
    nodes.clear()
    output, light, ramp, axes, place = (
        nodes.new(f"ShaderNode{kind}")
        for kind in ("OutputWorld", "Background", "ValToRGB", "SeparateXYZ", "TexCoord")
    )
    ramp.color_ramp.elements[0].color = (0.25, 0.24, 0.23, 1.0)
    ramp.color_ramp.elements[1].color = (1.0, 1.0, 1.0, 1.0)
    light.inputs["Strength"].default_value = 0.7
    links.new(place.outputs["Generated"], axes.inputs[0])
    links.new(axes.outputs["Z"], ramp.inputs[0])
    links.new(ramp.outputs[0], light.inputs["Color"])
    links.new(light.outputs[0], output.inputs["Surface"])
    return world


def _add_lights(scene: bpy.types.Scene, points: np.ndarray) -> None:
    """Key from the left front, fill from the right, rim from behind: softboxes of the model's size.

    Angles are from the camera's own azimuth; power grows with the square of the distance.
    """
    center, radius = _center(points), _radius(points)
    for name, azimuth, elevation, power, size in (
        ("Key", -50, 42, 20, 2.2),
        ("Fill", 55, 20, 6, 3.0),
        ("Rim", 165, 45, 20, 1.6),
    ):
        light = bpy.data.lights.new(name, "AREA")
        light.energy = power * (3 * radius) ** 2
        light.size = size * radius
        turn = _looking(_AZIMUTH + math.radians(azimuth), math.radians(elevation))
        lamp = bpy.data.objects.new(name, light)
        lamp.matrix_world = Matrix.Translation(center + turn @ Vector((0, 0, 3 * radius))) @ (
            turn.to_4x4()
        )
        scene.collection.objects.link(lamp)


def _add_camera(scene: bpy.types.Scene, points: np.ndarray) -> None:
    """Framed so that every point is in the picture, with a margin."""
    radius = _radius(points)
    data = bpy.data.cameras.new("Camera")
    data.clip_start, data.clip_end = radius / 100, radius * 1000
    camera = bpy.data.objects.new("Camera", data)
    camera.rotation_euler = _looking(_AZIMUTH, _ELEVATION).to_euler()
    scene.collection.objects.link(camera)
    scene.camera = camera
    data.lens = _LENS_MM * _MARGIN
    layer = scene.view_layers[0]
    layer.update()
    camera.location, _ = camera.camera_fit_coords(layer.depsgraph, points.ravel().tolist())
    data.lens = _LENS_MM


def _looking(azimuth: float, elevation: float) -> Matrix:
    """How a camera turns to see the model's front from this much to the right and above."""
    return Euler((math.pi / 2 - elevation, 0, azimuth)).to_matrix()


def _center(points: np.ndarray) -> Vector:
    return Vector((points.min(axis=0) + points.max(axis=0)) / 2)


def _radius(points: np.ndarray) -> float:
    return float(np.linalg.norm(points.max(axis=0) - points.min(axis=0)) / 2) or 1.0
