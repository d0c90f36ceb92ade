"""Results to files, as `-o` on the command line asks for them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bpy

from ...api.endpoints import ENDPOINTS
from ...api.endpoints.character import ENDPOINTS as CHARACTERS
from ...api.errors import InvalidParameter
from ...jobs.folders import CannotWrite
from ...jobs.job import Result
from ..errors import NoExporter, NothingToExport
from ..objects.sources import has_source
from ..pictures.rendering import render
from ..placing import Placed
from .aside import scene_aside
from .obj_files import complete_exported_obj, copy_obj

EXTENSIONS = ("blend", "glb", "fbx", "obj", "stl", "usdz", "3mf", "png")
"""What `write` can write."""


def check_path(path: Path) -> None:
    """Raises InvalidParameter if `write` can't write a file of this name. Any thread."""
    if _extension(path) not in EXTENSIONS:
        possible = ", ".join(f".{extension}" for extension in EXTENSIONS)
        raise InvalidParameter(
            "output", f"output: {path.name} is no kind of file that can be written ({possible})."
        )


def write(path: Path, placed: Placed, result: Result | None = None) -> list[Path]:
    """Writes what was placed to `path`, by its extension; gives all files written. Main thread.

    .blend is a copy of the open file. The other models are the service's own file where `result`
    has one, else Blender's export. An OBJ brings its .mtl and textures along. .png is a picture,
    rendered with Cycles. What was there before stays until the new files are complete.
    Raises InvalidParameter for another extension, NothingToExport if the objects are gone,
    CannotWrite if the folder can't be written to, NoExporter if this Blender lacks one.
    """
    check_path(path)
    path = path.expanduser().absolute()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".meshy-") as folder:
            _write(Path(folder) / path.name, placed, result)
            return [file.replace(path.parent / file.name) for file in _main_last(folder, path)]
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise CannotWrite(f"{path} can't be written ({reason}).") from error
    except RuntimeError as error:
        raise CannotWrite(f"Blender can't write {path.name}: {_first_line(error)}.") from error


def _main_last(folder: str, path: Path) -> list[Path]:
    """The finished files, the one that refers to the others last."""
    return sorted(Path(folder).iterdir(), key=lambda file: file.name == path.name)


def _write(path: Path, placed: Placed, result: Result | None) -> None:
    extension = _extension(path)
    own = _own_file(result, extension) if result else None
    if extension == "blend":
        bpy.ops.wm.save_as_mainfile(filepath=str(path), copy=True, compress=True)
    elif extension == "png":
        render(_objects(placed), path)
    elif own is None and extension == "3mf":
        raise NothingToExport("There is no 3MF file among what Meshy sent.")
    elif own is None:
        _export(path, _objects(placed))
    elif extension == "obj":
        copy_obj(own, path, result.files if result else {}, _objects(placed))
    else:
        shutil.copyfile(own, path)


def _own_file(result: Result, extension: str) -> Path | None:
    """The service's own, unless what was placed is more than that.

    A character's is only a part of it, in a spoilt material; a retextured object kept its mesh, its
    size and whatever hangs on it.
    """
    is_character = ENDPOINTS[result.job.steps[-1].endpoint] in CHARACTERS
    is_worn = result.job.kind == "retexture" and has_source(result.job.target)
    role = "model" if extension == "glb" else extension
    if is_character or (is_worn and extension != "3mf"):
        return None
    return result.files.get(role)


def _extension(path: Path) -> str:
    return path.suffix.lower().removeprefix(".")


def _objects(placed: Placed) -> list[bpy.types.Object]:
    found = [thing for name in placed.objects if (thing := bpy.data.objects.get(name))]
    if not found:
        raise NothingToExport(f'"{placed.root}" is not in this file any more.')
    return found


def _export(path: Path, objects: list[bpy.types.Object]) -> None:
    """Blender's own exporter, on these objects alone, without touching the artist's selection."""
    extension = _extension(path)
    exporters: dict[str, tuple[Any, dict[str, Any]]] = {
        "glb": (
            bpy.ops.export_scene.gltf,
            {"export_format": "GLB", "use_selection": True, "use_active_scene": True},
        ),
        "fbx": (
            bpy.ops.export_scene.fbx,
            {"use_selection": True, "path_mode": "COPY", "embed_textures": True},
        ),
        "obj": (bpy.ops.wm.obj_export, {"export_selected_objects": True, "path_mode": "STRIP"}),
        "stl": (bpy.ops.wm.stl_export, {"export_selected_objects": True}),
        "usdz": (bpy.ops.wm.usd_export, {"selected_objects_only": True}),
    }
    exporter, options = exporters[extension]
    images = _images(objects) if extension == "fbx" else []
    with scene_aside("Meshy export") as scene, _paths_for(images):
        for thing in objects:
            scene.collection.objects.link(thing)
            thing.select_set(True)
        try:
            exporter(filepath=str(path), **options)
        except AttributeError as error:  # distributions leave some exporters out
            raise NoExporter(
                f"Blender can't write {path.name}: this build has no exporter for that."
            ) from error
    if extension == "obj":
        complete_exported_obj(path, objects)


@contextmanager
def _paths_for(images: list[bpy.types.Image]) -> Iterator[None]:
    """Blender's FBX exporter tells packed images apart by their paths; ours have none."""
    for image in images:
        image.filepath_raw = f"//{bpy.path.clean_name(image.name)}.{image.file_format.lower()}"
    try:
        yield
    finally:
        for image in images:
            image.filepath_raw = ""


def _images(objects: list[bpy.types.Object]) -> list[bpy.types.Image]:
    """The packed images of their materials that have no path."""
    nodes = (
        node
        for thing in objects
        if isinstance(thing.data, bpy.types.Mesh)
        for material in thing.data.materials
        if material and material.node_tree
        for node in material.node_tree.nodes
    )
    found = {node.image for node in nodes if node.bl_idname == "ShaderNodeTexImage"}
    return [image for image in found if image and image.packed_file and not image.filepath_raw]


def _first_line(error: Exception) -> str:
    lines = str(error).removeprefix("Error: ").strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
