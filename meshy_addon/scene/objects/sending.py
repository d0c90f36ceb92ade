"""Objects of the scene to a GLB that the service takes.

While an artist works, only `write_blend` runs in their process: it takes milliseconds, and the
background Blender makes the GLB of it. Headless, `write_glb` does it at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy

from ...jobs.flushing import flush_file
from ...jobs.folders import writing_to
from ..errors import NothingToExport
from ..models.arrivals import Arrivals
from ..models.aside import scene_aside
from ..pictures.painted import with_paint
from .parcel import Parcel, Sent, unpacked

UPLOAD = "upload.glb"
"""What is sent, in a job's folder: "model.glb" there is what comes back."""
_OPTIONS = {
    "export_format": "GLB",
    "use_selection": True,
    "use_active_scene": True,
    "export_animations": False,
    "export_skins": False,
    "export_morph": False,
    "export_extras": False,
    "export_draco_mesh_compression_enable": False,
    "export_yup": True,
}


def write_blend(parcel: Parcel, path: Path) -> Sent:
    """Writes what `parcel` holds to a small .blend at `path`, for `glb_from_blend`. Main thread.

    Raises NothingToExport if there isn't a face.
    """
    with unpacked(parcel) as (pieces, sent):
        with_paint(pieces, path.parent)
        bpy.data.libraries.write(str(path), set(pieces), path_remap="ABSOLUTE", fake_user=True)
        return sent


def glb_from_blend(blend: Path, glb: Path) -> None:
    """The GLB of a .blend that `write_blend` made. In a background Blender, or in process.

    Raises NothingToExport if Blender's exporter fails, CannotWrite.
    """
    arrivals = Arrivals()
    libraries: Any = bpy.data.libraries
    known = {library.session_uid for library in libraries}
    try:
        with libraries.load(str(blend), link=False) as (there, wanted):
            wanted.objects = there.objects
        _export(list(wanted.objects), glb)
    finally:
        arrivals.remove_all()
        bpy.data.batch_remove([each for each in libraries if each.session_uid not in known])


def write_glb(parcel: Parcel, path: Path) -> Sent:
    """Writes what `parcel` holds to a GLB at `path`, in process. Main thread, takes seconds.

    Raises NothingToExport, CannotWrite.
    """
    with unpacked(parcel) as (pieces, sent):
        _export(pieces, path)
        return sent


def _export(objects: list[bpy.types.Object], path: Path) -> None:
    """Whole or not at all, also if the power fails: whoever resumes the job sends what is there."""
    unfinished = path.with_suffix(f".part{path.suffix}")  # the exporter appends what isn't there
    exporter: Any = bpy.ops.export_scene.gltf
    known = exporter.get_rna_type().properties  # not all versions have all of them
    options = {name: value for name, value in _OPTIONS.items() if name in known}
    with scene_aside("Meshy sending") as scene:
        for thing in objects:
            scene.collection.objects.link(thing)
            thing.select_set(True)
        try:
            exporter(filepath=str(unfinished), **options)
            with writing_to(path):
                flush_file(unfinished)
                unfinished.replace(path)
        except RuntimeError as error:
            raise NothingToExport("Blender's glTF exporter can't write this object.") from error
        finally:
            unfinished.unlink(missing_ok=True)
