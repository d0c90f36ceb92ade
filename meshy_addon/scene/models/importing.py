"""A GLB file to objects, with nothing else of the open file changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bpy

from ...api.errors import Nonsense
from ...jobs.glb import GlbFacts, probe_glb
from ..errors import BrokenModel, UndecodableModel
from .arrivals import Arrivals

_NO_FACES = "The 3D model that Meshy sent holds no mesh with faces."


def import_glb(path: Path) -> list[bpy.types.Object]:
    """The meshes, armatures and empties of the GLB at `path`, in the current scene. Main thread.

    Call it inside `scene_aside`. Cameras, lights, helper shapes and meshes without faces are left
    out. Raises BrokenModel if there's nothing to see in the file; what came in until then is the
    caller's to take out again.
    """
    facts = _checked(path)
    arrivals = Arrivals()
    with _quiet_importer():
        _run_importer(path, facts)
    objects = _keep_what_counts(arrivals)
    bpy.context.view_layer.update()
    return objects


def _checked(path: Path) -> GlbFacts:
    """What the file holds, before an importer sees it: those end in stack traces or worse."""
    try:
        facts = probe_glb(path)
    except Nonsense as error:
        raise BrokenModel(str(error)) from error
    except OSError as error:
        raise BrokenModel(f"The model file {path.name} can't be read: {error.strerror}.") from error
    if not facts.triangles:
        raise BrokenModel(_NO_FACES)
    return facts


def _run_importer(path: Path, facts: GlbFacts) -> None:
    wanted = {
        "filepath": str(path),
        "import_pack_images": True,
        "import_scene_as_collection": False,
        "import_scene_extras": False,
        "import_select_created_objects": False,
        "import_shading": "NORMALS",
        "import_unused_materials": False,
        "merge_vertices": False,
    }
    importer: Any = bpy.ops.import_scene.gltf
    known = importer.get_rna_type().properties  # not all versions have all of them
    try:
        importer(**{name: wanted[name] for name in wanted if name in known})
    except RuntimeError as error:
        if facts.is_compressed:
            raise UndecodableModel(
                "This model is compressed, and this build of Blender has no decoder for that;"
                " the builds from blender.org have."
            ) from error
        raise BrokenModel(
            "Blender's glTF importer can't read the model that Meshy sent."
        ) from error


@contextmanager
def _quiet_importer() -> Iterator[None]:
    """Blender's glTF add-on writes its progress to stdout unless this number says otherwise."""
    level = bpy.app.debug_value
    bpy.app.debug_value = 3
    try:
        yield
    finally:
        bpy.app.debug_value = level


def _keep_what_counts(arrivals: Arrivals) -> list[bpy.types.Object]:
    arrived = [block for block in arrivals.all() if isinstance(block, bpy.types.Object)]
    helpers = _bone_shapes(arrived)
    kept = [thing for thing in arrived if thing not in helpers and _counts(thing)]
    if not any(thing.type == "MESH" for thing in kept):
        raise BrokenModel(_NO_FACES)
    scene = bpy.context.scene.collection
    for thing in kept:
        for collection in thing.users_collection:
            collection.objects.unlink(thing)
        scene.objects.link(thing)
    bpy.data.batch_remove(_left_over(arrivals, kept))
    return kept


def _bone_shapes(things: list[bpy.types.Object]) -> set[bpy.types.Object]:
    """The icospheres that the importer draws bones with."""
    return {
        bone.custom_shape
        for thing in things
        if thing.type == "ARMATURE"
        for bone in thing.pose.bones
        if bone.custom_shape
    }


def _counts(thing: bpy.types.Object) -> bool:
    if isinstance(thing.data, bpy.types.Mesh):
        return len(thing.data.polygons) > 0
    return thing.type in ("ARMATURE", "EMPTY")


def _left_over(arrivals: Arrivals, kept: list[bpy.types.Object]) -> list[Any]:
    """What came along and isn't needed: helpers and their data, collections, other scenes."""
    data = {thing.data for thing in kept if thing.data}
    return [
        block
        for block in arrivals.all()
        if (isinstance(block, bpy.types.Object) and block not in kept)
        or (isinstance(block, bpy.types.Mesh) and block not in data)
        or isinstance(
            block,
            bpy.types.Camera | bpy.types.Collection | bpy.types.Light | bpy.types.Scene,
        )
    ]
