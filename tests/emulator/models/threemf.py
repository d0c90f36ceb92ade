"""3MF, the 3D printing package: a zip with one XML model."""

from __future__ import annotations

import numpy as np

from tests.emulator.models.interchange import welded, zipped
from tests.emulator.models.mesh import Mesh

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
OPC = "http://schemas.openxmlformats.org/package/2006"
CORE = "http://schemas.microsoft.com/3dmanufacturing"
TYPES = (
    f'{HEAD}<Types xmlns="{OPC}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="model" '
    'ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/></Types>'
)
RELATIONS = (
    f'{HEAD}<Relationships xmlns="{OPC}/relationships"><Relationship Id="rel0" '
    f'Target="/3D/3dmodel.model" Type="{CORE}/2013/01/3dmodel"/></Relationships>'
)


def threemf(
    mesh: Mesh, colors: list[str] | None = None, color_of: list[int] | None = None
) -> bytes:
    """In millimetres, Z up; with `colors` ("#rrggbb") each triangle has its own of them."""
    numbers = color_of or [0] * len(mesh.triangles)
    extras = [f' pid="2" p1="{n}"' for n in numbers] if colors else [""] * len(numbers)
    material = ' pid="2" pindex="0"' if colors else ""
    model = (
        f'{HEAD}<model unit="millimeter" xml:lang="en-US" xmlns="{CORE}/core/2015/02"><resources>'
        f'{_palette(colors or [])}<object id="1" type="model"{material}>{_geometry(mesh, extras)}'
        '</object></resources><build><item objectid="1"/></build></model>'
    )
    return zipped(
        {
            "[Content_Types].xml": TYPES.encode(),
            "_rels/.rels": RELATIONS.encode(),
            "3D/3dmodel.model": model.encode(),
        }
    )


def _palette(colors: list[str]) -> str:
    if not colors:
        return ""
    bases = "".join(
        f'<base name="Color {number}" displaycolor="{color.upper()}FF"/>'
        for number, color in enumerate(colors, 1)
    )
    return f'<basematerials id="2">{bases}</basematerials>'


def _geometry(mesh: Mesh, extras: list[str]) -> str:
    points, faces = welded(mesh)
    points = points[:, [0, 2, 1]] * np.array((1000, -1000, 1000), np.float32)
    vertices = "".join(
        f'<vertex x="{x:.4f}" y="{y:.4f}" z="{z:.4f}"/>' for x, y, z in points.tolist()
    )
    triangles = "".join(
        f'<triangle v1="{a}" v2="{b}" v3="{c}"{extra}/>'
        for (a, b, c), extra in zip(faces.tolist(), extras, strict=True)
    )
    return f"<mesh><vertices>{vertices}</vertices><triangles>{triangles}</triangles></mesh>"
