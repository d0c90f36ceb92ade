"""Pack the extension: `python3 scripts/build.py` writes dist/meshy-<version>.zip.

Needs no Blender, but asks Blender's own tool to validate the zip where `.venv/` has it. The same
sources give the same bytes.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

from environment import REPOSITORY

# What an artist's Blender needs and nothing else; blender_manifest.toml says the same to
# `blender --command extension build`.
PACKED = ("__init__.py", "blender_manifest.toml", "LICENSE", "meshy_addon", "icons")

# The oldest time that a zip can hold, so that a build does not depend on when it was made.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def build(folder: Path = REPOSITORY / "dist") -> Path:
    """Write meshy-<version>.zip into `folder`, in place of an older one, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"meshy-{version()}.zip"
    unfinished = path.with_suffix(".part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in packed_files():
            entry = zipfile.ZipInfo(file.relative_to(REPOSITORY).as_posix(), _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, file.read_bytes())
    unfinished.replace(path)
    return path


def version() -> str:
    """The extension's version, from the manifest."""
    manifest = (REPOSITORY / "blender_manifest.toml").read_text(encoding="utf-8")
    match = re.search(r'^version = "(.+)"$', manifest, re.MULTILINE)
    if match is None:
        raise SystemExit("blender_manifest.toml has no version.")
    return match[1]


def packed_files() -> list[Path]:
    """Every file that goes into the zip, in the order it is packed."""
    files: list[Path] = []
    for name in PACKED:
        path = REPOSITORY / name
        files += [path] if path.is_file() else (p for p in path.rglob("*") if p.is_file())
    return sorted(file for file in files if not _is_left_behind(file))


def validation_tool() -> Path | None:
    """Blender's command line for extensions, out of the `bpy` in `.venv/`."""
    found = sorted(REPOSITORY.glob(".venv/**/bpy/*/scripts/addons_core/bl_pkg/cli/blender_ext.py"))
    return found[0] if found else None


def main() -> int:
    path = build()
    if (tool := validation_tool()) is not None:
        checked = subprocess.run([sys.executable, str(tool), "validate", str(path)], check=False)
        if checked.returncode:
            return 1
    print(path)
    return 0


def _is_left_behind(file: Path) -> bool:
    """Whether Python or an editor left `file` there."""
    parts = file.relative_to(REPOSITORY).parts
    return "__pycache__" in parts or any(part.startswith(".") for part in parts)


if __name__ == "__main__":
    sys.exit(main())
