"""The shapes that `make.py` wrote, read from the repository."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.emulator.models.bake import Bake, bake
from tests.emulator.models.files import Files
from tests.emulator.models.glb import read_mesh
from tests.emulator.models.mesh import Mesh

FOLDER = Path(__file__).parent / "assets"


@cache
def shape_files(name: str) -> Files:
    """`model.glb`, `.fbx`, `.usdz`, `.blend` as Blender wrote them; see `make.py` for others."""
    with zipfile.ZipFile(FOLDER / f"{name}.zip") as archive:
        names = archive.namelist()
    return Files({member: _reader(name, member) for member in names})


@cache
def character_files() -> Files:
    """The rigged and animated character in the formats that only Blender writes."""
    return shape_files("character_rig")


@cache
def shape(name: str) -> Mesh:
    return read_mesh(shape_files(name)["model.glb"])


@cache
def shape_bake(name: str, size: int) -> Bake:
    return bake(shape(name), size)


def _reader(name: str, member: str) -> Callable[[], bytes]:
    def read() -> bytes:
        with zipfile.ZipFile(FOLDER / f"{name}.zip") as archive:
            return archive.read(member)

    return read
