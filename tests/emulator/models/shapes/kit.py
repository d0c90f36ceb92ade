"""What the fixture shapes are built of: closed solids with a part number, joined into one mesh.

Blender's axes: Z up, the front looks along -Y, metres.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import bmesh
import bpy
from mathutils import Euler, Matrix, Vector

from tests.emulator.models.parts import Part

Point = tuple[float, float, float]
SHARP_ANGLE = math.radians(42)


class Kit:
    """Collects solids in one BMesh. Each vertex knows its part: textures tell them apart."""

    def __init__(self) -> None:
        self._mesh = bmesh.new()
        self._part = self._mesh.verts.layers.float.new("_part")

    def ball(
        self,
        at: Point,
        radii: Point,
        part: Part,
        *,
        turn: Point = (0, 0, 0),
        segments: int = 20,
        rings: int = 12,
    ) -> None:
        """An ellipsoid; `turn` in degrees."""
        solid = bmesh.new()
        bmesh.ops.create_uvsphere(solid, u_segments=segments, v_segments=rings, radius=1.0)
        self._add(solid, part, _placed(at, turn) @ Matrix.Diagonal((*radii, 1.0)))

    def box(
        self,
        at: Point,
        size: Point,
        part: Part,
        *,
        bevel: float = 0.02,
        turn: Point = (0, 0, 0),
        taper: float = 1.0,
        rounds: int = 2,
    ) -> None:
        """A box with round edges; `taper` scales its top."""
        solid = bmesh.new()
        bmesh.ops.create_cube(solid, size=1.0)
        for vertex in solid.verts:
            vertex.co = Vector(a * b for a, b in zip(vertex.co, size, strict=True))
            if vertex.co.z > 0:
                vertex.co.x *= taper
                vertex.co.y *= taper
        if bevel > 0:
            bmesh.ops.bevel(
                solid,
                geom=list(solid.edges),
                offset=bevel,
                segments=rounds,
                profile=0.5,
                affect="EDGES",
            )
        self._add(solid, part, _placed(at, turn))

    def lathe(
        self,
        profile: Sequence[tuple[float, float]],
        part: Part,
        *,
        at: Point = (0, 0, 0),
        turn: Point = (0, 0, 0),
        segments: int = 28,
        squash: float = 1.0,
    ) -> None:
        """Turns a profile of (radius, height) points about Z; both ends are closed."""
        solid = bmesh.new()
        rings = []
        for radius, height in profile:
            rings.append(
                [
                    solid.verts.new(
                        (radius * math.cos(angle), radius * squash * math.sin(angle), height)
                    )
                    for angle in _around(segments)
                ]
            )
        _bridge(solid, rings)
        self._add(solid, part, _placed(at, turn))

    def tube(
        self,
        path: Sequence[Point],
        radii: Sequence[float] | float,
        part: Part,
        *,
        segments: int = 12,
        flat: float = 1.0,
    ) -> None:
        """A tube along `path`, its ends closed and rounded a little."""
        points = [Vector(point) for point in path]
        thickness = [radii] * len(points) if isinstance(radii, int | float) else list(radii)
        solid = bmesh.new()
        rings = []
        side = _any_normal(points[1] - points[0])
        for index, point in enumerate(points):
            along = (
                points[min(index + 1, len(points) - 1)] - points[max(index - 1, 0)]
            ).normalized()
            side = (side - along * side.dot(along)).normalized()
            other = along.cross(side)
            rings.append(
                [
                    solid.verts.new(
                        point
                        + side * (math.cos(angle) * thickness[index])
                        + other * (math.sin(angle) * thickness[index] * flat)
                    )
                    for angle in _around(segments)
                ]
            )
        _bridge(solid, rings)
        self._add(solid, part, Matrix.Identity(4))

    def finish(self, name: str) -> bpy.types.Object:
        """One object in the scene: smooth, sharp edges kept, UVs without overlaps."""
        for face in self._mesh.faces:
            face.smooth = True
        for edge in self._mesh.edges:
            edge.smooth = edge.calc_face_angle(0.0) < SHARP_ANGLE
        mesh = bpy.data.meshes.new(name)
        self._mesh.to_mesh(mesh)
        self._mesh.free()
        shape = bpy.data.objects.new(name, mesh)
        bpy.context.collection.objects.link(shape)
        _unwrap(shape)
        return shape

    def _add(self, solid: bmesh.types.BMesh, part: Part, matrix: Matrix) -> None:
        bmesh.ops.recalc_face_normals(solid, faces=list(solid.faces))
        bmesh.ops.transform(solid, matrix=matrix, verts=list(solid.verts))
        mine = {}
        for vertex in solid.verts:
            copy = self._mesh.verts.new(vertex.co)
            copy[self._part] = float(part)
            mine[vertex] = copy
        for face in solid.faces:
            self._mesh.faces.new([mine[vertex] for vertex in face.verts])
        solid.free()


def _placed(at: Point, turn: Point) -> Matrix:
    return (
        Matrix.Translation(at) @ Euler([math.radians(angle) for angle in turn]).to_matrix().to_4x4()
    )


def _around(segments: int) -> Iterable[float]:
    return (2 * math.pi * step / segments for step in range(segments))


def _bridge(solid: bmesh.types.BMesh, rings: list[list[bmesh.types.BMVert]]) -> None:
    count = len(rings[0])
    for low, high in pairwise(rings):
        for i in range(count):
            j = (i + 1) % count
            solid.faces.new((low[i], low[j], high[j], high[i]))
    for ring in (rings[0], rings[-1]):
        centre = sum((vertex.co for vertex in ring), Vector()) / count
        tip = solid.verts.new(centre)
        for i in range(count):
            solid.faces.new((ring[i], ring[(i + 1) % count], tip))


def _any_normal(direction: Vector) -> Vector:
    other = Vector((1, 0, 0)) if abs(direction.normalized().x) < 0.8 else Vector((0, 1, 0))
    return direction.cross(other).normalized()


def _unwrap(shape: bpy.types.Object) -> None:
    bpy.ops.object.select_all(action="DESELECT")
    shape.select_set(True)
    bpy.context.view_layer.objects.active = shape
    bpy.ops.object.mode_set(mode="EDIT")
    bpy.ops.mesh.select_all(action="SELECT")
    bpy.ops.uv.smart_project(
        angle_limit=math.radians(66), island_margin=0.006, area_weight=0.0, scale_to_bounds=False
    )
    bpy.ops.object.mode_set(mode="OBJECT")
