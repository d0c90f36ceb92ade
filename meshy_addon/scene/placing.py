"""A result into the artist's scene."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import bpy
from mathutils import Matrix, Vector

from ..jobs.job import Result
from .characters.rigs import transform_rig
from .errors import TargetGone
from .linking import takes_objects
from .models.preparing import prepare
from .provenance import seal
from .units import metres_per_unit


@dataclass(frozen=True)
class Target:
    """Where a result belongs. Survives as JSON in `Job.target`."""

    scene: str = ""
    """The scene's name; empty for the one that is open when the result is placed."""
    collection: str = ""
    """Made if it isn't there; empty for the view layer's active collection."""
    location: tuple[float, float, float] | None = None
    """In the scene's units; None for the 3D cursor."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Target:
        location = value.get("location")
        return cls(
            scene=str(value.get("scene") or ""),
            collection=str(value.get("collection") or ""),
            location=(float(location[0]), float(location[1]), float(location[2]))
            if location
            else None,
        )


@dataclass(frozen=True)
class Placed:
    """What a result became. Names of objects and images in the open file."""

    root: str
    """What an artist calls it: the name of the root object, else of what else it became."""
    objects: tuple[str, ...] = ()
    """All of them, the root first."""
    images: tuple[str, ...] = ()
    """The pictures, where those are the result."""
    files: tuple[Path, ...] = ()
    """Files for the artist, where those are the result."""
    sentence: str = ""
    """What to tell the artist; by default that it is in the scene."""

    @property
    def told(self) -> str:
        return self.sentence or f"{self.root} is in the scene."


def target_here(collection: str = "") -> Target:
    """The scene that is open now and its cursor, for a job that starts now. Main thread."""
    scene = bpy.context.scene
    return Target(scene.name, collection, tuple(scene.cursor.location))


def place(result: Result, target: Target, *, select: bool = True) -> Placed:
    """Brings `result` into the scene that its job was for. Main thread.

    Its lowest point stands at the height of `target.location`, centred on it; then it's selected
    and active if `select`, unless the artist is in another mode than Object Mode: they stay in it.
    Pushes no undo step: an operator's own does, and whoever calls from a timer pushes one.
    Raises TargetGone if the scene isn't there, BrokenModel if the files hold no model.
    """
    scene = _scene(target)
    return put(prepare(result), scene, target, select=select)


def put(
    objects: Sequence[bpy.types.Object],
    scene: bpy.types.Scene,
    target: Target,
    *,
    select: bool = True,
) -> Placed:
    """Links prepared `objects`, the root first, into `scene` and stands them on the target."""
    view_layer = _view_layer(scene)
    units = 1.0 / metres_per_unit(scene)
    if units != 1.0:
        _scale(objects, units)
    objects[0].location += Vector(target.location or scene.cursor.location)
    collection = _collection(target.collection, scene, view_layer)
    for thing in objects:
        collection.objects.link(thing)
    if select and (scene != bpy.context.scene or bpy.context.mode == "OBJECT"):
        _select(objects, view_layer)
    return Placed(objects[0].name, tuple(thing.name for thing in objects))


def select_only(objects: Sequence[bpy.types.Object]) -> None:
    """Selects just these, the first one active, unless the artist is in another mode."""
    if bpy.context.mode == "OBJECT":
        _select(objects, bpy.context.view_layer)


def _scene(target: Target) -> bpy.types.Scene:
    if not target.scene:
        return bpy.context.scene
    scene = bpy.data.scenes.get(target.scene)
    if scene is None or scene.library:
        raise TargetGone(f'The scene "{target.scene}" is not in this file.')
    return scene


def _view_layer(scene: bpy.types.Scene) -> bpy.types.ViewLayer:
    return bpy.context.view_layer if scene == bpy.context.scene else scene.view_layers[0]


def _scale(objects: Sequence[bpy.types.Object], units: float) -> None:
    """Real-world size in a scene whose unit isn't the metre, with the objects' scale left at 1.

    What is animated is scaled as an object: its curves are in its own units.
    """
    root = objects[0]
    root.location *= units
    if root.type == "ARMATURE":
        transform_rig(objects, Matrix.Scale(units, 4))
        return
    if any(thing.animation_data for thing in objects):
        root.scale *= units
        return
    for thing in objects:
        if isinstance(thing.data, bpy.types.Mesh):
            thing.data.transform(Matrix.Scale(units, 4), shape_keys=True)
        else:
            thing.empty_display_size *= units
        if thing != root:
            thing.location *= units
        seal(thing)


def _collection(
    name: str, scene: bpy.types.Scene, view_layer: bpy.types.ViewLayer
) -> bpy.types.Collection:
    if not name:
        return _active_collection(scene, view_layer)
    for collection in (scene.collection, *scene.collection.children_recursive):
        if collection.name == name and takes_objects(collection):
            return collection
    made = bpy.data.collections.new(name)
    scene.collection.children.link(made)
    return made


def _active_collection(
    scene: bpy.types.Scene, view_layer: bpy.types.ViewLayer
) -> bpy.types.Collection:
    """The one that Blender adds objects to, or the scene's own where they wouldn't be seen."""
    active = view_layer.active_layer_collection
    if active is None or not active.is_visible or not takes_objects(active.collection):
        return scene.collection
    return active.collection


def _select(objects: Sequence[bpy.types.Object], view_layer: bpy.types.ViewLayer) -> None:
    """Selects just these. What the artist hid from this view layer can't be selected, and isn't."""
    view_layer.update()
    for thing in view_layer.objects.values():
        if thing.select_get(view_layer=view_layer):
            thing.select_set(False, view_layer=view_layer)
    # Not by name, which a linked object may share with one of this file.
    here = view_layer.objects.values()
    present = [thing for thing in objects if thing in here]
    for thing in present:
        thing.select_set(True, view_layer=view_layer)
    if present:
        view_layer.objects.active = present[0]
