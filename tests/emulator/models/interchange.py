"""OBJ with its MTL, STL and 3MF of a mesh."""

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


def threemf(
    mesh: Mesh, colors: list[str] | None = None, color_of: list[int] | None = None
) -> bytes:
    """A 3MF in millimetres, Z up; with `colors` ("#rrggbb") each triangle has its own of them."""
    points, faces = welded(mesh)
    points = points[:, [0, 2, 1]] * np.array((1000, -1000, 1000), np.float32)
    resources = ""
    attributes = [""] * len(faces)
    if colors:
        bases = "".join(
            f'<base name="Color {i + 1}" displaycolor="{c.upper()}FF"/>'
            for i, c in enumerate(colors)
        )
        resources = f'<basematerials id="2">{bases}</basematerials>'
        attributes = [f' pid="2" p1="{index}"' for index in color_of or [0] * len(faces)]
    vertices = "".join(
        f'<vertex x="{x:.4f}" y="{y:.4f}" z="{z:.4f}"/>' for x, y, z in points.tolist()
    )
    triangles = "".join(
        f'<triangle v1="{a}" v2="{b}" v3="{c}"{extra}/>'
        for (a, b, c), extra in zip(faces.tolist(), attributes, strict=True)
    )
    material = ' pid="2" pindex="0"' if colors else ""
    model = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<model unit="millimeter" xml:lang="en-US" '
        'xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02">'
        f'<resources>{resources}<object id="1" type="model"{material}><mesh><vertices>{vertices}'
        f"</vertices><triangles>{triangles}</triangles></mesh></object></resources>"
        '<build><item objectid="1"/></build></model>'
    )
    types = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="model" '
        'ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/></Types>'
    )
    relations = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Target="/3D/3dmodel.model" Id="rel0" '
        'Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>'
    )
    return zipped(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": relations.encode(),
            "3D/3dmodel.model": model.encode(),
        }
    )


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
