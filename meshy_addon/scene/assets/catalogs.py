"""The catalogs of an asset library, as its file blender_assets.cats.txt lists them.

The format is Blender's own (manual, "Asset Catalogs"): a version, then a line for each catalog,
"UUID:path:simple name". What others wrote into the file stays as it is.
"""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path

from ...jobs.folders import writing_to

FILE_NAME = "blender_assets.cats.txt"
_HEAD = """\
# This is an Asset Catalog Definition file for Blender.
#
# Empty lines and lines starting with `#` will be ignored.
# The first non-ignored line should be the version indicator.
# Other lines are of the format "UUID:catalog/path/for/assets:simple catalog name"

"""
_VERSION = "VERSION 1"
_OURS = uuid.UUID("6f1b9a52-3f0c-5d0e-9a57-0d6c1c2f7e41")


def catalog_id(title: str) -> str:
    """The id of the catalog "Meshy/<title>": the same in every library, for good."""
    return str(uuid.uuid5(_OURS, title))


def ensure_catalog(folder: Path, title: str) -> str:
    """The id of the catalog "Meshy/<title>" in the library at `folder`, added if it's not there.

    A catalog of that path which somebody made by hand serves as well; one of ours that was renamed
    keeps its new name. Replaces the file whole or not at all. Raises CannotWrite.
    """
    name = title.replace("/", "-").replace(":", "-")
    ours = catalog_id(title)
    file = (folder / FILE_NAME).resolve()
    with writing_to(file):
        content = file.read_bytes() if file.is_file() else b""
        text = content.decode("utf-8", errors="surrogateescape")  # all as it was, line ends too
        lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
        told = [line for line in lines if line and not line.startswith("#")]
        for line in told:
            known, _, rest = line.partition(":")
            if known.lower() == ours or rest.partition(":")[0] == f"Meshy/{name}":
                return known
        if told and told[0] != _VERSION:
            return ours  # a format of the future: not ours to write
        text = text if told else f"{text}{_HEAD}{_VERSION}\n\n"
        end = "" if text.endswith("\n") else "\n"
        parent = "" if _has(told, "Meshy") else f"{catalog_id('')}:Meshy:Meshy\n"
        _replace(file, f"{text}{end}{parent}{ours}:Meshy/{name}:Meshy-{name}\n")
    return ours


def _has(lines: list[str], path: str) -> bool:
    """Whether a catalog is listed: Blender makes one that isn't, and asks to save that."""
    return any(line.split(":")[1:2] == [path] for line in lines)


def _replace(file: Path, text: str) -> None:
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        with unfinished.open("w", encoding="utf-8", errors="surrogateescape", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        if file.exists():
            shutil.copymode(file, unfinished)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
