"""The files of a Creative Lab build."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from tests.emulator.models import interchange, printing, relief
from tests.emulator.models.files import Files
from tests.emulator.models.glb_writer import GlbWriter
from tests.emulator.models.mesh import Mesh
from tests.emulator.models.textures import jpeg, png


def medallion_files(
    photo: Callable[[], bytes], options: Mapping[str, Any], output_format: str
) -> Files:
    """`model.glb`; or `model.zip` (OBJ, MTL, PNG); or `bundle.zip` with all of them."""

    @cache
    def made() -> relief.Medallion:
        return relief.medallion(photo(), options)

    def unpacked() -> dict[str, bytes]:
        return {
            "model.obj": interchange.obj(made().mesh, textured=True),
            "model.mtl": interchange.mtl(pbr=False),
            "texture.png": png(made().texture),
        }

    if output_format == "obj":
        return Files({"model.zip": lambda: interchange.zipped(unpacked())})
    if output_format == "zip":
        return Files(
            {"bundle.zip": lambda: interchange.zipped({"model.glb": _glb(made()), **unpacked()})}
        )
    return Files({"model.glb": lambda: _glb(made())})


def lamp_files(shape: Mesh, options: Mapping[str, Any], output_format: str) -> Files:
    """`lamp.stl` and, with a light source, `base.stl`; or `bundle.zip` with both."""
    makers: dict[str, Callable[[], bytes]] = {
        "lamp.stl": lambda: interchange.stl(relief.lampshade(shape, options))
    }
    if options.get("light_source_preset", "bambu_mh001_60mm") != "none":
        makers["base.stl"] = lambda: interchange.stl(relief.fixture_base(options))
    if output_format != "zip":
        return Files(makers)
    if options.get("include_result_json"):
        makers["result.json"] = partial(_result, shape, options)
    return Files(
        {"bundle.zip": lambda: interchange.zipped({name: make() for name, make in makers.items()})}
    )


def _result(shape: Mesh, options: Mapping[str, Any]) -> bytes:
    metrics = printing.measured(relief.lampshade(shape, options))
    found = {"watertight": metrics.is_watertight, "volume_mm3": round(metrics.volume, 3)}
    return json.dumps({"metrics": found, "options": dict(options)}, indent=1).encode()


def _glb(medallion: relief.Medallion) -> bytes:
    writer = GlbWriter()
    primitive = writer.geometry(medallion.mesh)
    image = writer.image(jpeg(medallion.texture), "texture_0")
    surface = {"baseColorTexture": {"index": image}, "metallicFactor": 0.0, "roughnessFactor": 0.7}
    primitive["material"] = writer.add(
        "materials", {"name": "Material_0", "pbrMetallicRoughness": surface}
    )
    writer.place([primitive])
    return writer.finish()
