"""OBJ with its MTL, and STL."""

from __future__ import annotations

import io
import zipfile

import numpy as np
from numpy.typing import NDArray

from tests.emulator.models.mesh import Floats, Mesh, corners

MTL_NAME_INSIDE = "a1b2c3_texture_obj.mtl"
"""what `mtllib` says: as with the service, not the name of the file that is downloaded"""
TEXTURE_STEM_INSIDE = "a1b2c3_texture"
ZIP_TIME = (2025, 1, 1, 0, 0, 0)


def obj(mesh: Mesh, *, textured: bool) -> bytes:
    lines = [f"mtllib {MTL_NAME_INSIDE}"] if textured else []
    lines.append("o model")
    lines += [f"v {x:.6f} {y:.6f} {z:.6f}" for x, y, z in mesh.positions.tolist()]
    lines += [f"vt {u:.6f} {1 - v:.6f}" for u, v in mesh.uvs.tolist()]
    lines += [f"vn {x:.4f} {y:.4f} {z:.4f}" for x, y, z in mesh.normals.tolist()]
    if textured:
        lines.append("usemtl Material_0")
    lines += [f"f {a}/{a}/{a} {b}/{b}/{b} {c}/{c}/{c}" for a, b, c in (mesh.triangles + 1).tolist()]
    return ("\n".join(lines) + "\n").encode()


def mtl(*, pbr: bool) -> bytes:
    lines = ["newmtl Material_0", "Ka 1 1 1", "Kd 1 1 1", "Ks 0 0 0", "d 1", "illum 2"]
    lines.append(f"map_Kd {TEXTURE_STEM_INSIDE}.png")
    if pbr:
        lines.append(f"map_Pr {TEXTURE_STEM_INSIDE}_roughness.png")
        lines.append(f"map_Pm {TEXTURE_STEM_INSIDE}_metallic.png")
        lines.append(f"map_Bump {TEXTURE_STEM_INSIDE}_normal.png")
    return ("\n".join(lines) + "\n").encode()


def stl(mesh: Mesh, *, scale: float = 1.0) -> bytes:
    """Binary; Z up, as slicers want it. `scale` 1000 gives millimetres."""
    triangles = corners(mesh)[:, :, [0, 2, 1]] * np.array((1, -1, 1), np.float32)
    facets = np.zeros(
        len(triangles),
        np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("extra", "<u2")]),
    )
    facets["normal"] = np.cross(
        triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    )
    facets["normal"] /= np.maximum(np.linalg.norm(facets["normal"], axis=1, keepdims=True), 1e-20)
    facets["corners"] = triangles * np.float32(scale)
    return b"\0" * 80 + np.uint32(len(facets)).tobytes() + facets.tobytes()


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip whose bytes depend on nothing but its content."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, ZIP_TIME), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def welded(mesh: Mesh) -> tuple[Floats, NDArray[np.int64]]:
    """Positions without the duplicates that seams and sharp edges need, and the faces on them."""
    _, first, inverse = np.unique(
        np.round(mesh.positions, 6), axis=0, return_index=True, return_inverse=True
    )
    return mesh.positions[first], inverse.reshape(-1)[mesh.triangles]
