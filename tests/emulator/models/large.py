"""The large model: about 300,000 triangles, a 4096² base colour and two 2048² maps.

It takes seconds to make, so what was made is kept in the user's cache folder.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import numpy as np

from tests.emulator.models import base
from tests.emulator.models.bake import bake, cloud, sample
from tests.emulator.models.files import Files
from tests.emulator.models.look import look_of
from tests.emulator.models.mesh import Mesh, sized, smooth_normals
from tests.emulator.models.remesh import subdivided, weld
from tests.emulator.models.static import Options, StaticModel
from tests.emulator.models.textures import paint

SEED = "a weathered bronze owl"
TRIANGLES = 300_000
MAPS_SIZE = 2048
VERSION = 3
"""raised when the content changes, so that an old cache isn't used"""


def large_files() -> Files:
    """`model.glb` (three textures), `.obj`, `.mtl`, `.stl`, the maps as PNG and the pictures."""
    names = ("model.glb", "model.obj", "model.mtl", "model.stl", "texture_0.png")
    maps = tuple(f"texture_0_{kind}.png" for kind in ("metallic", "roughness", "normal"))
    views = tuple(f"preview{v}.png" for v in ("", "_alpha", "_front", "_right", "_back", "_left"))
    makers: dict[str, Callable[[], bytes]] = {
        name: partial(_kept, name) for name in (*names, *maps, *views)
    }
    return Files(makers)


def cache_folder() -> Path:
    """Where this user's caches are; nothing here is missed when it's deleted."""
    if sys.platform == "win32":
        home = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local"))
    elif sys.platform == "darwin":
        home = Path.home() / "Library/Caches"
    else:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "meshy-emulator" / f"large-{VERSION}"


def _kept(name: str) -> bytes:
    path = cache_folder() / name
    if path.exists():
        return path.read_bytes()
    data = _made()[name]
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)  # whole or not at all: another process may read it
    return data


@cache
def _made() -> Files:
    look = look_of(SEED)
    mesh = sized(_detailed(base.shape(look.shape)), None, None, "bottom")
    options = Options(textured=True, pbr=True, emission=False, hd=True)
    model = StaticModel(
        mesh,
        lambda: paint(look, bake(base.shape(look.shape), MAPS_SIZE)),
        options,
        None,
    )
    return model.files(("glb", "obj", "stl"))


def _detailed(mesh: Mesh) -> Mesh:
    """Small dents for all the triangles to show; the same on both sides of a seam."""
    fine = subdivided(mesh, TRIANGLES)
    place = weld(fine)
    welded_normals = smooth_normals(
        fine.positions[np.unique(place, return_index=True)[1]], place[fine.triangles]
    )[place]
    depth = 0.0025 * sample(cloud(1.1), fine.positions * np.float32(2.5))
    return replace(fine, positions=fine.positions + welded_normals * depth[:, None])
