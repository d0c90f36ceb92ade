"""Reads what a client uploads: GLB, OBJ or STL. FBX needs Blender and isn't understood here."""

from __future__ import annotations

import struct
from itertools import pairwise

import numpy as np

from tests.emulator.models.glb import NotGlb
from tests.emulator.models.glb_writer import GlbWriter
from tests.emulator.models.mesh import Mesh, bare
from tests.emulator.models.remesh import welded_mesh
from tests.emulator.models.source import Source


def read_upload(data: bytes) -> Source:
    """The uploaded model. Raises NotGlb for what can't be read."""
    if data[:4] == b"glTF":
        return Source.read(data)
    if len(data) > 84 and len(data) == 84 + 50 * struct.unpack_from("<I", data, 80)[0]:
        return _plain(_stl(data))
    if b"\nf " in data or data.startswith(b"f "):
        return _plain(_obj(data))
    raise NotGlb("neither GLB nor OBJ nor binary STL")


def plain_glb(mesh: Mesh, *, with_uvs: bool) -> bytes:
    """A GLB with one mesh and no material."""
    writer = GlbWriter()
    primitive = writer.geometry(mesh, with_uvs=with_uvs)
    writer.place([primitive])
    return writer.finish()


def _plain(mesh: Mesh) -> Source:
    return Source.read(plain_glb(mesh, with_uvs=bool(np.ptp(mesh.uvs))))


def _stl(data: bytes) -> Mesh:
    facets = np.frombuffer(
        data, np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("extra", "<u2")]), -1, 84
    )
    points = facets["corners"].reshape(-1, 3)[:, [0, 2, 1]] * np.array((1, 1, -1), np.float32)
    return welded_mesh(bare(np.asarray(points, np.float32), np.arange(len(points)).reshape(-1, 3)))


def _obj(data: bytes) -> Mesh:
    """Positions and UVs; polygons become fans."""
    places: list[list[float]] = []
    spots: list[list[float]] = [[0.0, 0.0]]
    corners: dict[tuple[int, int], int] = {}
    triangles: list[tuple[int, int, int]] = []
    for line in data.decode("utf-8", "replace").splitlines():
        words = line.split()
        if not words:
            continue
        if words[0] == "v":
            places.append([float(word) for word in words[1:4]])
        elif words[0] == "vt":
            spots.append([float(words[1]), 1 - float(words[2])])
        elif words[0] == "f":
            numbers = [_corner(word, corners, len(places), len(spots)) for word in words[1:]]
            triangles += [(numbers[0], a, b) for a, b in pairwise(numbers[1:])]
    if not triangles:
        raise NotGlb("the OBJ file has no faces")
    order = np.array(list(corners))
    points = np.array(places, np.float32)[order[:, 0]]
    return bare(points, np.array(triangles), np.array(spots, np.float32)[order[:, 1]])


def _corner(word: str, corners: dict[tuple[int, int], int], places: int, spots: int) -> int:
    parts = word.split("/")
    place = int(parts[0])
    spot = int(parts[1]) if len(parts) > 1 and parts[1] else 0
    key = (place - 1 if place > 0 else places + place, spot if spot >= 0 else spots + spot)
    return corners.setdefault(key, len(corners))
