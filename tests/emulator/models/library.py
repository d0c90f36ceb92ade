"""What the emulator's tasks return: the one module of this folder that the server imports.

Every function gives `Files`: names as in the documented URLs, bytes made when first read, the same
for the same arguments.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from tests.emulator.models.base import shape, shape_bake, shape_files
from tests.emulator.models.files import Files
from tests.emulator.models.large import large_files
from tests.emulator.models.look import is_humanoid, look_of, natural_height_m
from tests.emulator.models.mesh import stretched, with_height, with_longest_side, with_origin
from tests.emulator.models.remesh import with_faces
from tests.emulator.models.static import Options, StaticModel

__all__ = ["is_humanoid", "model_files", "natural_height_m"]

STATIC_FORMATS = ("glb", "fbx", "obj", "usdz", "stl")
TEXTURE_SIZE = 512
LONGEST_SIDE_M = 1.9
"""what the service normalises to when nobody asked for a size"""
EMBEDDED = frozenset({"metallic_roughness", "normal"})
"""maps inside the GLB; emission comes as a separate file only, and so does whatever isn't here"""


def model_files(
    seed: str,
    *,
    textured: bool,
    pbr: bool,
    emission: bool,
    formats: Collection[str] = STATIC_FORMATS,
    hd: bool = False,
    height_m: float | None = None,
    origin: str = "bottom",
    shape_name: str | None = None,
    faces: int | None = None,
    large: bool = False,
    embed: Collection[str] = EMBEDDED,
) -> Files:
    """A generated model: `model.*`, `texture_0*.png`, `preview*.png`.

    Normalised to 1.9 m on its longest side unless `height_m` says how tall it is; `faces` as it
    comes (some thousands) or about as many as asked for. A `large` one is the same for every seed.
    """
    if large:
        return large_files()
    options = Options(textured, pbr, emission, hd, frozenset(embed))
    model = _static(seed, options, height_m, origin, shape_name, faces)
    return model.files(formats)


@lru_cache(maxsize=64)
def _static(
    seed: str,
    options: Options,
    height_m: float | None,
    origin: str,
    shape_name: str | None,
    faces: int | None,
) -> StaticModel:
    look = look_of(seed, shape_name)
    mesh = stretched(shape(look.shape), look.proportions)
    mesh = with_faces(mesh, faces) if faces else mesh
    mesh = with_height(mesh, height_m) if height_m else with_longest_side(mesh, LONGEST_SIDE_M)
    return StaticModel(
        with_origin(mesh, origin),
        look,
        lambda: shape_bake(look.shape, TEXTURE_SIZE),
        options,
        shape_files(look.shape),
    )
