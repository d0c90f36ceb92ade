"""A model that a task starts from: an uploaded GLB, or the textured one of an earlier task."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np
from PIL import Image

from tests.emulator.models import interchange
from tests.emulator.models.files import Files
from tests.emulator.models.glb import Json, Piece, image, joined, read_pieces, unpack
from tests.emulator.models.glb_writer import GlbWriter
from tests.emulator.models.mesh import Mesh
from tests.emulator.models.preview import TURNS, picture
from tests.emulator.models.textures import Maps, Pixels
from tests.emulator.models.threemf import threemf

PICTURE_SIZE = 512


@dataclass(frozen=True)
class Source:
    """Geometry that can change while the materials of the file stay. `glb` is whole and valid."""

    glb: bytes
    pieces: tuple[Piece, ...]

    @staticmethod
    def read(glb: bytes) -> Source:
        """Raises NotGlb."""
        return Source(glb, tuple(read_pieces(glb)))

    @cached_property
    def mesh(self) -> Mesh:
        return joined([piece.mesh for piece in self.pieces])

    def changed(self, change: Callable[[Mesh], Mesh]) -> Source:
        """Each piece changed by itself; the file is written anew."""
        return self._rewritten([replace(p, mesh=change(p.mesh)) for p in self.pieces])

    def placed(self, change: Callable[[Mesh], Mesh]) -> Source:
        """Moved and scaled as one: `change` sees the whole and may only touch positions."""
        points = change(self.mesh).positions
        ends = np.cumsum([len(piece.mesh.positions) for piece in self.pieces])[:-1]
        parts = np.split(points, ends)
        return self._rewritten(
            [
                replace(piece, mesh=replace(piece.mesh, positions=part))
                for piece, part in zip(self.pieces, parts, strict=True)
            ]
        )

    def files(self, formats: Collection[str], stock: Files) -> Files:
        """`model.*` and pictures; what only Blender writes comes from `stock`."""
        textured = any(piece.material is not None for piece in self.pieces)
        makers: dict[str, Callable[[], bytes]] = {
            "model.glb": lambda: self.glb,
            "model.obj": lambda: interchange.obj(self.mesh, textured=textured),
            "model.stl": lambda: interchange.stl(self.mesh),
            "model.3mf": lambda: threemf(self.mesh),
        }
        for kind in ("fbx", "usdz", "blend"):
            makers[f"model.{kind}"] = partial(stock.__getitem__, f"model.{kind}")
        makers = {name: make for name, make in makers.items() if name.split(".")[1] in formats}
        if "model.obj" in makers and textured:
            makers["model.mtl"] = partial(interchange.mtl, pbr=False)
        for side in TURNS:
            name = f"preview_{side}.png" if side else "preview.png"
            makers[name] = partial(self._picture, side)
        makers["preview_alpha.png"] = partial(self._picture, "", alpha=True)
        return Files(makers)

    def base_color(self) -> bytes | None:
        """The image of the first material that has one."""
        return self._image("baseColorTexture")

    @cached_property
    def maps(self) -> Maps | None:
        """What a picture of the model needs; None without a base colour image."""
        color = self.base_color()
        if color is None:
            return None
        base = _square(color)
        packed = self._image("metallicRoughnessTexture")
        surface = _square(packed) if packed else np.full_like(base, (255, 180, 0))
        flat = np.zeros_like(base)
        return Maps(base, surface[..., 2], surface[..., 1], flat, flat)

    def _image(self, name: str) -> bytes | None:
        document, binary = unpack(self.glb)
        for material in document.get("materials", []):
            found = image(document, binary, material.get("pbrMetallicRoughness", {}).get(name))
            if found is not None:
                return found
        return None

    def _picture(self, side: str, *, alpha: bool = False) -> bytes:
        return picture(self.mesh, self.maps, side=side, alpha=alpha)

    def _rewritten(self, pieces: list[Piece]) -> Source:
        writer = GlbWriter()
        _copy_materials(writer, *unpack(self.glb))
        primitives = []
        for piece in pieces:
            primitive = writer.geometry(piece.mesh)
            if piece.material is not None:
                primitive["material"] = piece.material
            primitives.append(primitive)
        writer.place(primitives)
        return Source(writer.finish(), tuple(pieces))


def _copy_materials(writer: GlbWriter, document: Json, binary: bytes) -> None:
    for kind in ("materials", "textures", "samplers", "extensionsUsed"):
        if kind in document:
            writer.document[kind] = document[kind]
    for found in document.get("images", []):
        copy: dict[str, Any] = dict(found)
        if "bufferView" in found:
            view = document["bufferViews"][found["bufferView"]]
            start = view.get("byteOffset", 0)
            copy["bufferView"] = writer.view(binary[start : start + view["byteLength"]])
        writer.add("images", copy)


def _square(data: bytes) -> Pixels:
    with Image.open(io.BytesIO(data)) as opened:
        return np.asarray(opened.convert("RGB").resize((PICTURE_SIZE, PICTURE_SIZE)))
