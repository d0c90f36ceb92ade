"""Which files of a finished task to fetch, what each one is, and under which name it is kept.

Read leniently: formats that were not asked for are missing, null or empty, and new ones appear.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from .folders import safe_name
from .glb import GlbFacts
from .kinds import Kind

MAPS = ("base_color", "metallic", "roughness", "normal", "emission", "metallic_roughness")
_PACKED = frozenset({"metallic", "roughness", "metallic_roughness"})

_KINDS = {
    "model": Kind.GLB,
    "glb": Kind.GLB,
    "fbx": Kind.FBX,
    "obj": Kind.OBJ,
    "mtl": Kind.MTL,
    "stl": Kind.STL,
    "usdz": Kind.ZIP,
    "3mf": Kind.ZIP,
    "zip": Kind.ZIP,
    "blend": Kind.BLEND,
}
_CHARACTERS = frozenset({"rigged_character_glb", "animation_glb"})
"""What a rigged character's GLB is called; its clips lie beside it."""
_PICTURES = frozenset({"thumbnail", "image", *MAPS})
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")


def wanted_files(
    answer: Mapping[str, Any], formats: Collection[str] = (), facts: GlbFacts | None = None
) -> dict[str, str]:
    """What to fetch of a finished task: role → URL.

    Without `facts`, the models and pictures: the GLB as "model", "thumbnail", "image" (then
    "image_2", …), every other file by its key without `_url`. A file that only repeats a GLB in
    another format comes if `formats` asks for it ("fbx", "obj" with its "mtl", "stl", …). A clip
    that is there with and without the character comes without.
    With the GLB's `facts`, the maps of the first texture set that the GLB lacks.
    """
    if facts is not None:
        return _lacking_maps(texture_maps(answer), facts)
    models = {**dict(_urls(answer.get("model_urls"))), **dict(_urls(answer.get("result")))}
    wanted = {
        "model" if role == "glb" or role in _CHARACTERS else role: url
        for role, url in models.items()
        if not _repeats(role, models) or _format(role) in _with_materials(formats)
    }
    pictures = [url for url in _list(answer.get("image_urls")) if _is_url(url)]
    for number, url in enumerate(pictures, start=1):
        wanted["image" if number == 1 else f"image_{number}"] = url
    if _is_url(thumbnail := answer.get("thumbnail_url")):
        wanted["thumbnail"] = str(thumbnail)
    return wanted


def texture_maps(answer: Mapping[str, Any]) -> dict[str, str]:
    """All maps of the first texture set that we know how to use: role → URL."""
    sets = answer.get("texture_urls")
    first = sets if isinstance(sets, Mapping) else next(iter(_list(sets)), None)
    return {role: url for role, url in _urls(first) if role in MAPS}


def kind_of(role: str, url: str = "") -> Kind:
    """What the file of this role should turn out to be; an archive at `url` stays an archive."""
    if role in _PICTURES or re.fullmatch(r"image_\d+", role):
        return Kind.IMAGE
    if _url_suffix(url) == ".zip":
        return Kind.ZIP
    return _KINDS.get(_format(role), Kind.ANY)


def file_name(role: str, url: str = "") -> str:
    """Under which name the file of this role is kept: "model.glb", "normal.png", "lamp.stl"."""
    kind, format = kind_of(role, url), _format(role)
    if kind is Kind.IMAGE:
        return safe_name(role) + (_url_suffix(url) or ".png")
    if format not in _KINDS:
        return safe_name(role) + (_url_suffix(url) or ".bin")
    stem = role.removesuffix(format).rstrip("_") or "model"
    suffix = ".glb" if format == "model" else f".{format}"
    return safe_name(stem) + (".zip" if _url_suffix(url) == ".zip" else suffix)


def _lacking_maps(maps: Mapping[str, str], facts: GlbFacts) -> dict[str, str]:
    there = set(facts.texture_slots)
    if "metallic_roughness" in there:
        there |= _PACKED
    if "metallic" in maps and "roughness" in maps:
        there.add("metallic_roughness")
    return {role: url for role, url in maps.items() if role not in there}


def _repeats(role: str, models: Mapping[str, str]) -> bool:
    """Whether the same thing is there as a GLB: "fbx" beside "glb", "walking_fbx" likewise.

    So does "walking_glb" beside "walking_armature_glb".
    """
    format = _format(role)
    if format == "glb" and f"{role.removesuffix('glb')}armature_glb" in models:
        return True
    return format != "glb" and format in _KINDS and f"{role.removesuffix(format)}glb" in models


def _with_materials(formats: Collection[str]) -> set[str]:
    return {*formats, "mtl"} if "obj" in formats else set(formats)


def _format(role: str) -> str:
    """The file format that a role ends with: "walking_fbx" → "fbx"."""
    return role.rpartition("_")[2]


def _urls(value: object) -> Iterator[tuple[str, str]]:
    """Every file in a mapping of URLs, nested ones too, by its key without `_url`."""
    if not isinstance(value, Mapping):
        return
    waiting = [value]
    while waiting:
        for key, item in waiting.pop(0).items():
            if isinstance(item, Mapping):
                waiting.append(item)
            elif isinstance(key, str) and _is_url(item):
                yield key.removesuffix("_url"), item


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_url(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://"))


def _url_suffix(url: str) -> str:
    try:
        suffix = PurePosixPath(urlsplit(url).path).suffix.lower()
    except ValueError:
        return ""
    return suffix if _SUFFIX.fullmatch(suffix) else ""
