"""What the emulator's tasks return: the one module of this folder that the server imports.

Where a `model` is asked for it's the GLB, OBJ or STL that a task starts from, or a prompt.
Functions ending in `_files` give `Files`: names as in the documented URLs, bytes made when first
read, the same for the same arguments. What can't be read raises NotGlb. Any thread may call.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from tests.emulator.models import lab, printing
from tests.emulator.models.bake import bake
from tests.emulator.models.base import shape, shape_bake, shape_files
from tests.emulator.models.character import animation_files, rig_files
from tests.emulator.models.files import Files
from tests.emulator.models.film import film
from tests.emulator.models.glb import NotGlb
from tests.emulator.models.large import large_files
from tests.emulator.models.look import is_humanoid, look_of, natural_height_m
from tests.emulator.models.mesh import (
    sized,
    stretched,
    with_height,
    with_longest_side,
    with_origin,
)
from tests.emulator.models.parting import parted
from tests.emulator.models.preview import picture
from tests.emulator.models.remesh import with_faces
from tests.emulator.models.rig import Rigged, bound
from tests.emulator.models.source import Source
from tests.emulator.models.static import Options, StaticModel
from tests.emulator.models.textures import jpeg, paint
from tests.emulator.models.threemf import threemf
from tests.emulator.models.unwrap import unwrapped
from tests.emulator.models.upload import plain_glb, read_upload

__all__ = [
    "Files",
    "NotGlb",
    "animated_files",
    "converted_files",
    "is_humanoid",
    "lab_files",
    "model_files",
    "multi_color_files",
    "natural_height_m",
    "picture_files",
    "preview_film",
    "printability",
    "remeshed_files",
    "repaired_files",
    "resized_files",
    "retextured_files",
    "rigged_files",
]

STATIC_FORMATS = ("glb", "fbx", "obj", "usdz", "stl")
TEXTURE_SIZE = 512
RETEXTURED_SIDE_M = 2.0
EMBEDDED = frozenset({"metallic_roughness", "normal"})
"""maps inside the GLB; emission comes as a separate file only, and so does whatever isn't here"""
PICTURE_SIZES = {
    "1:1": (512, 512),
    "16:9": (640, 360),
    "9:16": (360, 640),
    "4:3": (576, 432),
    "3:4": (432, 576),
    "3:2": (576, 384),
    "2:3": (384, 576),
}


def model_files(
    seed: str,
    *,
    textured: bool,
    pbr: bool,
    emission: bool,
    formats: Collection[str] = STATIC_FORMATS,
    hd: bool = False,
    height_m: float | None = None,
    longest_side_m: float | None = None,
    origin: str = "bottom",
    faces: int | None = None,
    large: bool = False,
    style: str | None = None,
    shape_name: str | None = None,
    embed: Collection[str] = EMBEDDED,
) -> Files:
    """A generated model: `model.*`, `texture_0*.png`, `preview*.png`.

    The shape is the seed's (or `shape_name`), the colours are those of `style`, else the seed's
    too. Normalised to 1.9 m on its longest side unless a size is given; `faces` as it comes (some
    thousands) or about as many as asked for. A `large` one is the same for every seed.
    """
    if large:
        return large_files()
    options = Options(textured, pbr, emission, hd, frozenset(embed))
    model = _static(seed, options, shape_name, style, faces)
    mesh = sized(model.mesh, height_m, longest_side_m, origin)
    return model.resized(mesh).files(formats)


def retextured_files(
    model: str | bytes | None,
    seed: str,
    *,
    keep_uv: bool = True,
    pbr: bool = False,
    emission: bool = False,
    formats: Collection[str] = STATIC_FORMATS,
    hd: bool = False,
    embed: Collection[str] = EMBEDDED,
) -> Files:
    """The shape of `model` (the prompt's without one) in the colours of `seed`.

    2.0 m on its longest side, whatever went in; new UVs unless `keep_uv` and it has some.
    """
    options = Options(True, pbr, emission, hd, frozenset(embed))
    if model is None or isinstance(model, str):
        known = _static(model or seed, options, None, seed, None)
        mesh = with_origin(with_longest_side(known.mesh, RETEXTURED_SIDE_M), "bottom")
        return known.resized(mesh).files(formats)
    mesh = _source(model).mesh
    if not keep_uv or not mesh.uvs.any():
        mesh = unwrapped(mesh)
    mesh = parted(with_origin(with_longest_side(mesh, RETEXTURED_SIDE_M), "bottom"))
    look = look_of(seed)
    made = StaticModel(
        mesh, lambda: paint(look, bake(mesh, TEXTURE_SIZE)), options, shape_files(look.shape)
    )
    return made.files(formats)


def remeshed_files(
    model: str | bytes,
    *,
    faces: int = 30_000,
    formats: Collection[str] = ("glb",),
    height_m: float | None = None,
    longest_side_m: float | None = None,
    origin: str | None = None,
) -> Files:
    """The model with about `faces` triangles, its material and UVs kept."""
    source = _source(model)
    share = faces / max(len(source.mesh.triangles), 1)
    source = source.changed(lambda mesh: with_faces(mesh, max(int(len(mesh.triangles) * share), 4)))
    return _placed(source, height_m, longest_side_m, origin).files(formats, _stock(model))


def resized_files(
    model: str | bytes,
    *,
    height_m: float | None = None,
    longest_side_m: float | None = None,
    origin: str = "bottom",
    formats: Collection[str] = ("glb",),
) -> Files:
    """The model in another size, all materials kept."""
    source = _placed(_source(model), height_m, longest_side_m, origin)
    return source.files(formats, _stock(model))


def converted_files(model: str | bytes, *, formats: Collection[str]) -> Files:
    """The model as it is in other formats."""
    return _source(model).files(formats, _stock(model))


def rigged_files(model: str | bytes, height_m: float = 1.7) -> Files:
    """A rig for the prompt's character or for a model: see `character.rig_files` for the names."""
    return rig_files(*_rigged(model, height_m))


def animated_files(
    model: str | bytes, action: str, *, height_m: float = 1.7, fps: int = 30
) -> Files:
    """The whole character again with one clip: see `character.animation_files` for the names."""
    return animation_files(*_rigged(model, height_m), action, fps)


def preview_film(action: str) -> bytes:
    """A GIF in which a stick figure does what the action of this key does."""
    return film(action)


def picture_files(seed: str, names: Sequence[str] = ("image.png",), aspect: str = "1:1") -> Files:
    """Pictures of what the prompt shows; several are its views from different sides."""
    size = PICTURE_SIZES[aspect]
    sides = ["", "front", "right", "back", "left"]
    return Files(
        {
            name: partial(_picture, seed, sides[index % len(sides)], size)
            for index, name in enumerate(names)
        }
    )


def printability(model: str | bytes) -> printing.Printability:
    """The metrics of the analyze endpoint, measured on the mesh."""
    return printing.measured(_source(model).mesh)


def repaired_files(model: str | bytes, format_: str = "glb") -> Files:
    """`model.<format>` and pictures: closed, without textures."""
    mesh = printing.repaired(_source(model).mesh)
    return Source.read(plain_glb(mesh, with_uvs=False)).files((format_,), _stock(model))


def multi_color_files(model: str | bytes, max_colors: int = 4) -> Files:
    """`model.3mf` in at most so many colours, taken from the base colour image."""
    source = _source(model)

    def made() -> bytes:
        base = source.maps.base_color if source.maps else None
        return threemf(source.mesh, *printing.coloured(source.mesh, base, max_colors))

    return Files({"model.3mf": made})


def lab_files(
    product: str,
    stage: str,
    seed: str,
    options: Mapping[str, Any] | None = None,
    output_format: str = "glb",
    photo: bytes | None = None,
) -> Files:
    """Creative Lab: `concept.png` for a prototype; for a build see `lab.py` for the names.

    `photo` is the picture that the relief of a keychain or a magnet shows, else the concept.
    """
    figure = "character" if product == "figure" else None
    if stage == "prototype":
        plain = product == "lamp"
        return Files(
            {"concept.png": partial(_picture, seed, "front", (512, 512), figure, plain=plain)}
        )
    if product == "figure":
        made = _static(seed, Options(), figure, None, None)
        return made.resized(sized(made.mesh, None, None, "bottom")).files(("glb", "obj"))
    if product == "lamp":
        return lab.lamp_files(shape(look_of(seed).shape), options or {}, output_format)
    return lab.medallion_files(
        lambda: photo or _picture(seed, "front", (512, 512)), options or {}, output_format
    )


@lru_cache(maxsize=64)
def _static(
    seed: str, options: Options, shape_name: str | None, style: str | None, faces: int | None
) -> StaticModel:
    look = look_of(seed, shape_name)
    mesh = stretched(shape(look.shape), look.proportions)
    painted = look_of(style, look.shape) if style else look
    return StaticModel(
        with_faces(mesh, faces) if faces else mesh,
        lambda: paint(painted, shape_bake(look.shape, TEXTURE_SIZE)),
        options,
        shape_files(look.shape),
    )


def _placed(
    source: Source, height_m: float | None, longest_side_m: float | None, origin: str | None
) -> Source:
    if height_m:
        source = source.placed(lambda mesh: with_height(mesh, height_m))
    elif longest_side_m:
        source = source.placed(lambda mesh: with_longest_side(mesh, longest_side_m))
    return source.placed(lambda mesh: with_origin(mesh, origin)) if origin else source


def _source(model: str | bytes) -> Source:
    if isinstance(model, bytes):
        return read_upload(model)
    files = model_files(model, textured=True, pbr=True, emission=False, formats=("glb",))
    return Source.read(files["model.glb"])


def _stock(model: str | bytes) -> Files:
    """Where FBX, USDZ and BLEND come from: the prompt's shape, or any for an upload."""
    return shape_files(look_of(model).shape if isinstance(model, str) else "teapot")


@lru_cache(maxsize=16)
def _rigged(model: str | bytes, height_m: float) -> tuple[Rigged, Callable[[], bytes | None]]:
    if isinstance(model, bytes):
        source = read_upload(model)
        return bound(source.mesh, height_m), source.base_color
    static = _static(model, Options(), "character", None, None)
    return bound(static.mesh, height_m), lambda: jpeg(static.maps.base_color)


def _picture(
    seed: str,
    side: str,
    size: tuple[int, int],
    shape_name: str | None = None,
    *,
    plain: bool = False,
) -> bytes:
    static = _static(seed, Options(), shape_name, None, None)
    return picture(static.mesh, None if plain else static.maps, side=side, size=size)
