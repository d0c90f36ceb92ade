"""The files of a static model: geometry in every format, maps, pictures."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property, partial

from tests.emulator.models import interchange
from tests.emulator.models.files import Files
from tests.emulator.models.glb import Json
from tests.emulator.models.glb_writer import GlbWriter
from tests.emulator.models.mesh import Mesh
from tests.emulator.models.preview import TURNS, picture
from tests.emulator.models.textures import Maps, Pixels, jpeg, png, resized
from tests.emulator.models.threemf import threemf

HD_SIZE, HD_MAPS_SIZE = 4096, 2048
PREVIEW_COLOUR = (0.80, 0.80, 0.80, 1.0)


@dataclass(frozen=True)
class Options:
    textured: bool = True
    pbr: bool = False
    emission: bool = False
    hd: bool = False
    embed: frozenset[str] = frozenset({"metallic_roughness", "normal"})
    """which maps besides the base colour the GLB holds"""


class StaticModel:
    """One mesh with one material; nothing is computed before a file needs it."""

    def __init__(
        self, mesh: Mesh, paint: Callable[[], Maps], options: Options, shape: Files | None
    ) -> None:
        """`shape` has the files in the formats that only Blender writes, if there are any."""
        self.mesh = mesh
        self._paint = paint
        self._options = options
        self._shape = shape

    @cached_property
    def maps(self) -> Maps:
        return self._paint()

    def resized(self, mesh: Mesh) -> StaticModel:
        """The same model on a mesh of another size; the maps aren't painted again."""
        return StaticModel(mesh, lambda: self.maps, self._options, self._shape)

    def files(self, formats: Collection[str]) -> Files:
        """`formats` as the API names them. FBX, USDZ and BLEND show the shape without its look."""
        options = self._options
        makers: dict[str, Callable[[], bytes]] = {
            "model.glb": self.glb,
            "model.obj": lambda: interchange.obj(self.mesh, textured=options.textured),
            "model.stl": lambda: interchange.stl(self.mesh),
            "model.3mf": lambda: threemf(self.mesh),
        }
        if self._shape is not None:
            for kind in ("fbx", "usdz", "blend"):
                makers[f"model.{kind}"] = _reader(self._shape, f"model.{kind}")
        wanted = {f"model.{kind}" for kind in formats}
        makers = {name: maker for name, maker in makers.items() if name in wanted}
        if "model.obj" in makers and options.textured:
            makers["model.mtl"] = lambda: interchange.mtl(pbr=options.pbr)
        return Files({**makers, **self._texture_makers(), **self._picture_makers()})

    def glb(self) -> bytes:
        writer = GlbWriter()
        primitive = writer.geometry(self.mesh)
        primitive["material"] = writer.add("materials", self._material(writer))
        writer.place([primitive])
        return writer.finish()

    def _material(self, writer: GlbWriter) -> Json:
        options = self._options
        if not options.textured:
            plain = {
                "baseColorFactor": PREVIEW_COLOUR,
                "metallicFactor": 0.0,
                "roughnessFactor": 0.7,
            }
            return {"name": "Material_0", "pbrMetallicRoughness": plain}
        surface: Json = {
            "baseColorTexture": {"index": writer.image(jpeg(self._base_color()), "texture_0")}
        }
        material: Json = {"name": "Material_0", "pbrMetallicRoughness": surface}
        if options.pbr and "metallic_roughness" in options.embed:
            packed = jpeg(self._sized(self.maps.metallic_roughness))
            surface["metallicRoughnessTexture"] = {
                "index": writer.image(packed, "texture_0_metallic_roughness")
            }
        else:
            surface |= {"metallicFactor": 0.0, "roughnessFactor": 0.8}
        if options.pbr and "normal" in options.embed:
            normal = writer.image(jpeg(self._sized(self.maps.normal)), "texture_0_normal")
            material["normalTexture"] = {"index": normal}
        if options.emission and "emission" in options.embed:
            glow = writer.image(png(self._sized(self.maps.emission)), "texture_0_emission")
            material |= {"emissiveTexture": {"index": glow}, "emissiveFactor": [1.0, 1.0, 1.0]}
        return material

    def _base_color(self) -> Pixels:
        color = self.maps.base_color
        return resized(color, HD_SIZE) if self._options.hd else color

    def _sized(self, pixels: Pixels) -> Pixels:
        return resized(pixels, HD_MAPS_SIZE) if self._options.hd else pixels

    def _texture_makers(self) -> dict[str, Callable[[], bytes]]:
        options = self._options
        if not options.textured:
            return {}
        makers: dict[str, Callable[[], bytes]] = {"texture_0.png": lambda: png(self._base_color())}
        if options.pbr:
            makers["texture_0_metallic.png"] = lambda: png(self._sized(self.maps.metallic))
            makers["texture_0_roughness.png"] = lambda: png(self._sized(self.maps.roughness))
            makers["texture_0_normal.png"] = lambda: png(self._sized(self.maps.normal))
        if options.emission:
            makers["texture_0_emission.png"] = lambda: png(self._sized(self.maps.emission))
        return makers

    def _picture_makers(self) -> dict[str, Callable[[], bytes]]:
        makers: dict[str, Callable[[], bytes]] = {}
        for side in TURNS:
            name = f"preview_{side}.png" if side else "preview.png"
            makers[name] = partial(self._picture, side)
        makers["preview_alpha.png"] = lambda: self._picture("", alpha=True)
        return makers

    def _picture(self, side: str, *, alpha: bool = False) -> bytes:
        maps = self.maps if self._options.textured else None
        return picture(self.mesh, maps, side=side, alpha=alpha)


def _reader(files: Files, name: str) -> Callable[[], bytes]:
    return lambda: files[name]
