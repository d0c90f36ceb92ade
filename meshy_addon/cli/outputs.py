"""What `-o` asks for: checked before anything is paid, written at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..api.endpoint import Endpoint, Kind
from ..api.errors import InvalidParameter
from ..jobs.converting import READY
from ..jobs.folders import free_name, safe_name, writing_to
from ..jobs.job import Result
from .saying import say

if TYPE_CHECKING:
    from ..scene.placing import Placed

_IN_A_FOLDER = ("blend", "glb", "fbx", "obj", "stl", "usdz", "png")
_FROM_THE_SERVICE = ("fbx", "obj", "stl", "usdz", "3mf")
"""Formats that the service makes when they are asked for."""


@dataclass(frozen=True)
class Outputs:
    """Files and folders to write. A file is replaced; in a folder nothing that lies there is."""

    files: tuple[Path, ...]
    folders: tuple[Path, ...]

    @classmethod
    def parse(cls, texts: Iterable[str]) -> Outputs:
        """From the command line or a job's record. Raises InvalidParameter, CannotWrite."""
        files, folders = [], []
        for text in texts:
            path = _absolute(text)
            if _is_folder(path, text):
                folders.append(path)
                _check_writable(path)
            else:
                from ..scene.models.exporting import check_path

                check_path(path)
                files.append(path)
                _check_writable(path.parent)
        return cls(tuple(files), tuple(folders))

    def __bool__(self) -> bool:
        return bool(self.files or self.folders)

    def as_texts(self) -> list[str]:
        """For a job's record, so that `resume` writes them too."""
        return [str(file) for file in self.files] + [f"{folder}{os.sep}" for folder in self.folders]

    def with_formats(self, kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
        """`values`, asking the service for the formats that are to be written."""
        keys = {parameter.key: parameter for parameter in kind.parameters}
        if "target_formats" not in keys:
            return dict(values)
        wanted = {file.suffix.lower().removeprefix(".") for file in self.files}
        if self.folders:
            wanted.update(_IN_A_FOLDER)
        formats = [*values.get("target_formats", ()), *sorted(wanted & set(_FROM_THE_SERVICE))]
        return {**values, "target_formats": formats} if formats else dict(values)

    def write(self, placed: Placed, result: Result) -> list[Path]:
        """All of them; the paths of what was written. Raises CannotWrite, NothingToExport.

        A folder gets what this Blender has an exporter for.
        """
        from ..scene.errors import NoExporter
        from ..scene.models.exporting import write

        if placed.images:
            return self._write_pictures(placed)
        written: list[Path] = []
        for file in self.files:
            written += write(file, placed, result)
        models = [f".{extension}" for extension in _IN_A_FOLDER] if placed.objects else []
        rest = _rest(result)
        for folder in self.folders if models or rest else ():
            with free_name(folder, safe_name(placed.root, "model"), [*models, *rest]) as name:
                for ending in models:
                    try:
                        written += write(folder / f"{name}{ending}", placed, result)
                    except NoExporter as error:
                        say(f"meshy: {error}")
                for ending, file in rest.items():
                    written.append(_copied(file, folder / f"{name}{ending}"))
        return written

    def refuse_for(self, endpoint: Endpoint) -> None:
        """Raises InvalidParameter if a file can't hold what the last task of a job gives."""
        for file in self.files:
            if refusal := _refusal(file.suffix.lower(), endpoint):
                raise InvalidParameter("output", f"output: {file.name}: {refusal}.")

    def _write_pictures(self, placed: Placed) -> list[Path]:
        """Each under its own name in a folder; several where one file was named are numbered."""
        import bpy

        from ..scene.models.exporting import write
        from ..scene.pictures.files import write_picture

        written: list[Path] = []
        images = [bpy.data.images[name] for name in placed.images]
        for file in self.files:
            if file.suffix.lower() == ".blend":
                written += write(file, placed)
                continue
            for number, image in enumerate(images, start=1):
                path = file if number == 1 else file.with_stem(f"{file.stem} {number}")
                write_picture(image, path)
                written.append(path)
        for folder in self.folders:
            for image in images:
                with free_name(folder, safe_name(image.name, "picture"), [".png"]) as name:
                    write_picture(image, folder / f"{name}.png")
                    written.append(folder / f"{name}.png")
        return written


def _refusal(suffix: str, endpoint: Endpoint) -> str:
    """Why a file of this kind can't be had; empty if it can."""
    if endpoint.gives_model:
        has_formats = "target_formats" in endpoint.by_key
        return "3MF comes from a multi-colour print" if suffix == ".3mf" and not has_formats else ""
    if not endpoint.gives_files:
        return "a verdict is told, not written; --json gives it to programs"
    if endpoint.is_for_printer:
        return "" if suffix == ".3mf" else "a multi-colour print is written as .3mf"
    return "" if suffix in (".png", ".blend") else "pictures can be written as .png or .blend"


def _rest(result: Result) -> dict[str, Path]:
    """The maps, the thumbnail, and what else came, by how it's called behind the result's name."""
    return {
        f"{'' if role == '3mf' else f' {_told_once(role, file)}'}{file.suffix}": file
        for role, file in result.files.items()
        if role not in ("model", READY, *_IN_A_FOLDER, "mtl")
    }


def _copied(file: Path, copy: Path) -> Path:
    with writing_to(copy):
        return Path(shutil.copyfile(file, copy))


def _told_once(role: str, file: Path) -> str:
    """E.g. "processed_armature" for "processed_armature_fbx", whose file ends in .fbx."""
    return safe_name(role.removesuffix(f"_{file.suffix[1:]}"))


def _absolute(text: str) -> Path:
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:
        raise InvalidParameter("output", f"output: there is no home for {text}.") from error


def _is_folder(path: Path, text: str) -> bool:
    with writing_to(path):
        return text.endswith(("/", os.sep)) or path.is_dir()


def _check_writable(folder: Path) -> None:
    """Raises before anything is paid, if `folder` can't be written to, or made where it isn't."""
    with writing_to(folder):
        nearest = _nearest(folder)
        if not nearest.is_dir():
            raise InvalidParameter("output", f"output: {nearest} is a file, not a folder.")
        # The only honest test on every platform is to write.
        with tempfile.TemporaryFile(dir=nearest):
            pass


def _nearest(folder: Path) -> Path:
    """The first of it and its parents that is there. Raises OSError where that can't be told."""
    for path in (folder, *folder.parents):
        with suppress(FileNotFoundError, NotADirectoryError):
            path.stat()  # newer Pythons' `exists` is False also where one may not look
            return path
    raise InvalidParameter("output", f"output: {folder.anchor} isn't there.")
