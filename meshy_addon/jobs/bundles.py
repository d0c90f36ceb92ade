"""What is in an archive of results: each file by the role that it would have had on its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .unpacking import unpack

_ROLES = {".glb": "model", ".obj": "obj", ".mtl": "mtl", ".3mf": "3mf"}
_PICTURES = (".png", ".jpg", ".jpeg")


def archives_in(files: Mapping[str, Path]) -> dict[str, Path]:
    """Those that are to be opened: not USDZ or 3MF, which are archives by another name."""
    return {role: path for role, path in files.items() if path.suffix.lower() == ".zip"}


def opened(archive: Path) -> dict[str, Path]:
    """Role → file, of what `archive` holds; it's unpacked beside it.

    "model", "obj", "mtl", "base_color"; others by their names: "lamp_stl", "result_json".
    Raises Nonsense and CannotWrite.
    """
    files = unpack(archive, archive.with_name(f"{archive.stem} unpacked"))
    return {_role(file): file for file in files}


def _role(file: Path) -> str:
    suffix = file.suffix.lower()
    if suffix in _PICTURES and file.stem.lower() in ("texture", "texture_0", "material_0"):
        return "base_color"
    return _ROLES.get(suffix) or f"{file.stem}_{suffix.removeprefix('.')}".lower()
