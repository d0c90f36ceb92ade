"""An OBJ with its .mtl and its textures beside it, under names that match."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import bpy
import numpy as np

from ..materials.texture_set import Texture, read_surface

_MAPS = ("base_color", "metallic", "roughness", "normal", "emission")
# What the lines of an .mtl are called: https://en.wikipedia.org/wiki/Wavefront_.obj_file, with
# the PBR extension of the format that Blender and the service write.
_LINE_NAMES = {
    "base_color": "map_Kd",
    "metallic": "map_Pm",
    "roughness": "map_Pr",
    "normal": "map_Bump",
    "emission": "map_Ke",
}
_MAP_LINE = re.compile(r"^\s*(?:map_\w+|norm|bump|disp|decal|refl)\b", re.IGNORECASE)


def copy_obj(
    own: Path, path: Path, files: Mapping[str, Path], objects: list[bpy.types.Object]
) -> None:
    """The service's OBJ at `path`. Its .mtl and textures are named otherwise than it says.

    Textures that aren't among `files` are taken from the materials of `objects`.
    """
    mtl = path.with_name(_without_spaces(path.stem) + ".mtl")
    with own.open("rb") as source, path.open("wb") as target:
        names_material = False
        for line in source:  # up to 200 MB: never whole in memory
            if line.startswith(b"mtllib"):
                names_material = True
                target.write(f"mtllib {mtl.name}\n".encode())
            else:
                target.write(line)
    if not names_material or "mtl" not in files:
        return
    text = files["mtl"].read_text(encoding="utf-8", errors="replace")
    names = re.findall(r"^\s*newmtl\s+(.+?)\s*$", text, re.MULTILINE)
    materials = _materials(objects)
    given = files if len(names) == 1 else {}
    maps = {
        name: _write_maps(path, material, given, name if len(names) > 1 else "")
        for name, material in zip(names, materials, strict=False)
    }
    mtl.write_text(_with_maps(text, maps), encoding="utf-8")


def complete_exported_obj(path: Path, objects: list[bpy.types.Object]) -> None:
    """Adds the textures to what Blender exported; it leaves packed and shared ones out."""
    mtl = path.with_suffix(".mtl")
    if not mtl.exists():
        return
    materials = _materials(objects)
    maps = {
        _without_spaces(material.name): _write_maps(
            path, material, {}, material.name if len(materials) > 1 else ""
        )
        for material in materials
    }
    mtl.write_text(_with_maps(mtl.read_text(encoding="utf-8"), maps), encoding="utf-8")


def _materials(objects: list[bpy.types.Object]) -> list[bpy.types.Material]:
    return list(
        dict.fromkeys(
            material
            for thing in objects
            if isinstance(thing.data, bpy.types.Mesh)
            for material in thing.data.materials
            if material
        )
    )


def _with_maps(text: str, maps: Mapping[str, Mapping[str, str]]) -> str:
    """The .mtl with, for each material by name, these maps (role → file name) and no others."""
    lines: list[str] = []
    for line in text.splitlines():
        if _MAP_LINE.match(line):
            continue
        lines.append(line)
        if line.split()[:1] == ["newmtl"]:
            found = maps.get(line.split(maxsplit=1)[1].strip(), {})
            lines += [f"{_LINE_NAMES[role]} {name}" for role, name in found.items()]
    return "\n".join(lines) + "\n"


def _write_maps(
    path: Path, material: bpy.types.Material, files: Mapping[str, Path], mark: str
) -> dict[str, str]:
    """Writes the textures of `material` beside `path`; gives role → file name."""
    textures = read_surface(material).textures
    written = {}
    for role in _MAPS:
        texture: Texture | None = getattr(textures, role)
        stem = _without_spaces("_".join(part for part in (path.stem, mark, role) if part))
        if role in files:
            target = path.with_name(stem + files[role].suffix.lower())
            shutil.copyfile(files[role], target)
        elif texture is not None:
            target = _write_texture(texture, path.with_name(stem))
        else:
            continue
        written[role] = target.name
    return written


def _write_texture(texture: Texture, stem: Path) -> Path:
    """The file as it is packed, or one channel of it as a grey PNG."""
    image = texture.image
    if not texture.channel and image.packed_file and image.file_format in ("PNG", "JPEG"):
        target = stem.with_name(stem.name + (".jpg" if image.file_format == "JPEG" else ".png"))
        target.write_bytes(image.packed_file.data)
        return target
    target = stem.with_name(stem.name + ".png")
    width, height = image.size
    pixels = np.empty(width * height * 4, np.float32)
    image.pixels.foreach_get(pixels)
    if texture.channel:
        channel = ("Red", "Green", "Blue").index(texture.channel)
        pixels = pixels.reshape(-1, 4)
        pixels[:, :3] = pixels[:, channel : channel + 1]
        pixels[:, 3] = 1.0
    _save_png(pixels.ravel(), width, height, target)
    return target


def _save_png(pixels: np.ndarray, width: int, height: int, path: Path) -> None:
    image = bpy.data.images.new("Meshy", width, height)
    try:
        image.file_format = "PNG"
        image.filepath_raw = str(path)
        image.pixels.foreach_set(pixels)
        image.save()
    finally:
        bpy.data.images.remove(image)


def _without_spaces(name: str) -> str:
    """Readers of OBJ files disagree on names with spaces."""
    return re.sub(r"\s+", "_", name)
