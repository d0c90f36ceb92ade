"""The result part of the task objects: which files a result names, under which keys."""

from __future__ import annotations

from collections.abc import Collection

from tests.emulator.orders import File, Json, Layout

DEFAULT_FORMATS = ("glb", "fbx", "obj", "usdz", "stl")
"""What comes without `target_formats`: all but 3mf."""

_VIEWS = ("front", "right", "back", "left")
_PBR = ("metallic", "normal", "roughness")


def model_urls(formats: Collection[str], textured: bool) -> dict[str, Layout]:
    """`model_urls` with the formats that were made; the MTL goes with a textured OBJ."""
    urls: dict[str, Layout] = {name: File(f"model.{name}") for name in formats}
    if textured and "obj" in formats:
        urls["mtl"] = File("model.mtl")
    return urls


def texture_urls(textured: bool, pbr: bool, emission: bool) -> list[Layout]:
    """`texture_urls`: one set of maps, or none for a bare mesh."""
    if not textured:
        return []
    urls: dict[str, Layout] = {"base_color": File("texture_0.png")}
    if pbr:
        urls.update({name: File(f"texture_0_{name}.png") for name in _PBR})
    if pbr and emission:
        urls["emission"] = File("texture_0_emission.png")
    return [urls]


def thumbnails(alpha: bool, views: bool = False) -> dict[str, Layout]:
    """The preview pictures; transparent and four-sided ones only when they were asked for."""
    urls: dict[str, Layout] = {"thumbnail_url": File("preview.png")}
    if alpha:
        urls["alpha_thumbnail_url"] = File("preview_alpha.png")
    if views:
        sides: dict[str, Layout] = {view: File(f"preview_{view}.png") for view in _VIEWS}
        urls["thumbnail_urls"] = sides
    return urls


def no_model_yet(textures: bool = True) -> dict[str, Json]:
    """The same keys before the task has SUCCEEDED."""
    empty: dict[str, Json] = {"model_urls": {}, "thumbnail_url": ""}
    if textures:
        empty["texture_urls"] = []
    return empty
