"""Builds the fixture shapes and writes them to `assets/`. Needs `bpy`; to be run after a change:

    .venv/bin/python -m tests.emulator.models.make [shape …]

The committed .blend files open in every Blender from 4.2 on only when this ran with `bpy` 4.2.
"""

from __future__ import annotations

import io
import math
import sys
import tempfile
import zipfile
from pathlib import Path

import bpy
from mathutils import Vector
from mathutils.bvhtree import BVHTree

from tests.emulator.models.make_character import character_files, thin_out
from tests.emulator.models.shapes import BUILDERS

ASSETS = Path(__file__).parent / "assets"
FORMATS = ("glb", "fbx", "usdz", "blend")


def main(names: list[str]) -> None:
    ASSETS.mkdir(exist_ok=True)
    for name in names or list(BUILDERS):
        bpy.ops.wm.read_factory_settings(use_empty=True)
        shape = BUILDERS[name]()
        shape.data.materials.append(_material())
        _hide_creases(shape)
        triangles = sum(len(face.vertices) - 2 for face in shape.data.polygons)
        print(f"{name}: {len(shape.data.vertices)} vertices, {triangles} triangles")
        _export(name)
        if name == "character":
            _zip(ASSETS / "character_rig.zip", character_files())


def _material() -> bpy.types.Material:
    material = bpy.data.materials.new("Material_0")
    material.use_nodes = True
    shader = material.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (0.62, 0.58, 0.52, 1.0)
    shader.inputs["Roughness"].default_value = 0.6
    return material


def _hide_creases(shape: bpy.types.Object) -> None:
    """Measures for each vertex how much of the sky it can't see: where dirt and patina gather."""
    mesh = shape.data
    tree = BVHTree.FromPolygons(
        [vertex.co for vertex in mesh.vertices], [face.vertices for face in mesh.polygons]
    )
    reach = 0.25 * max(shape.dimensions)
    cavity = mesh.attributes.new("_cavity", "FLOAT", "POINT")
    for vertex in mesh.vertices:
        start = vertex.co + vertex.normal * 0.002
        hits = 0.0
        for direction in DIRECTIONS:
            if direction.dot(vertex.normal) < 0:
                direction = -direction
            distance = tree.ray_cast(start, direction, reach)[3]
            hits += 0.0 if distance is None else 1 - distance / reach
        cavity.data[vertex.index].value = hits / len(DIRECTIONS)


def _spread(count: int) -> list[Vector]:
    """Directions all around, evenly (a Fibonacci sphere)."""
    found = []
    for step in range(count):
        z = 1 - 2 * (step + 0.5) / count
        angle = step * math.pi * (3 - math.sqrt(5))
        r = math.sqrt(1 - z * z)
        found.append(Vector((r * math.cos(angle), r * math.sin(angle), z)))
    return found


DIRECTIONS = _spread(48)


def _export(name: str) -> None:
    """Packs the formats that the emulator can't write itself, and the GLB that it starts from."""
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / name)
        bpy.ops.export_scene.gltf(
            filepath=f"{file}.glb",
            export_format="GLB",
            export_attributes=True,
            export_animations=False,
            export_materials="PLACEHOLDER",
        )
        thin_out(bpy.data.objects[name])
        bpy.ops.export_scene.fbx(filepath=f"{file}.fbx", mesh_smooth_type="FACE", bake_anim=False)
        bpy.ops.wm.usd_export(filepath=f"{file}.usdz", export_animation=False)
        bpy.data.libraries.write(f"{file}.blend", {bpy.context.scene}, compress=True)
        made = {f"model.{kind}": Path(f"{file}.{kind}").read_bytes() for kind in FORMATS}
        _zip(ASSETS / f"{name}.zip", made)


def _zip(target: Path, files: dict[str, bytes]) -> None:
    """The same files always give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 9)
    target.write_bytes(packed.getvalue())


if __name__ == "__main__":
    main(sys.argv[1:])
